import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import { isContainerResource } from './resource-name';
import type { Semantics } from './semantics';

/** Each metric with the source and the target that its type asks for. */
const SOURCES: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

const TARGET_VALUES: Readonly<Record<string, string>> = { Utilization: 'averageUtilization', Value: 'value', AverageValue: 'averageValue' };

/** Bounds, target and metrics of an autoscaler. */
export const autoscalerSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const [min, max] = [numberAt(spec, 'minReplicas') ?? 1, numberAt(spec, 'maxReplicas') ?? 1];
  if (max < min) report(['spec', 'maxReplicas'], `is ${max}, less than minReplicas (${min})`, `write ${min} or more`);
  const version = textAt(spec, 'scaleTargetRef', 'apiVersion') ?? '';
  if (textAt(spec, 'scaleTargetRef', 'kind') !== 'ReplicationController' && !version.includes('/')) {
    report(['spec', 'scaleTargetRef', 'apiVersion'], `is "${version}", which has no group`, 'write apps/v1');
  }
  for (const [index, metric] of listAt(spec, 'metrics').entries()) {
    const type = textAt(metric, 'type') ?? '';
    const field = SOURCES[type] ?? '';
    const path = ['spec', 'metrics', index];
    if (valueAt(metric, field) === undefined) {
      report(path, `is of type ${type} and has no ${field}`, `add ${field}`);
      continue;
    }
    const target = fieldsAt(metric, field, 'target');
    const value = TARGET_VALUES[target.type as string] ?? '';
    if (target[value] === undefined) report([...path, field, 'target'], `is of type ${target.type} and has no ${value}`, `add ${value}`);
    if (type.endsWith('Resource')) {
      const name = textAt(metric, field, 'name') ?? '';
      if (!isContainerResource(name))
        report([...path, field, 'name'], `is "${name}", which is no resource of a container`, 'write cpu or memory');
      if (target.value !== undefined) report([...path, field, 'target', 'value'], 'may not stand here', 'use averageValue');
      if (target.averageUtilization !== undefined && target.averageValue !== undefined)
        report([...path, field, 'target'], 'has averageUtilization and averageValue', 'keep one');
    }
    if ((type === 'External' || type === 'Object') && target.value !== undefined && target.averageValue !== undefined)
      report([...path, field, 'target'], 'has value and averageValue', 'keep one');
  }
};
