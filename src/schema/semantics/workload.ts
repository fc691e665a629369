import type { ValuePath } from '../../base/value-path';
import { fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import type { Report, Semantics } from '../schema-finding';
import { TEXT_FORMATS } from '../structure/formats';
import { isEmptySelector, labelSelectorSemantics, selects } from './label-selector';
import { isContainerResource } from './resource-name';
import { claimSpecSemantics } from './storage';

/** Selector, template and update of the kinds that keep pods running. */
export const workloadSemantics: Semantics = (object, report) => {
  const spec = fieldsAt(object, 'spec');
  const selector = fieldsAt(spec, 'selector');
  labelSelectorSemantics(['spec', 'selector'], selector, report);
  if (isEmptySelector(selector))
    report(['spec', 'selector'], 'is empty, and would select every pod', 'set matchLabels to the labels of the template');
  else if (!selects(selector, fieldsAt(spec, 'template', 'metadata', 'labels'))) {
    report(
      ['spec', 'template', 'metadata', 'labels'],
      'do not fit spec.selector, so the pods would never be found',
      'give the template the labels of the selector',
    );
  }
  const restart = textAt(spec, 'template', 'spec', 'restartPolicy');
  if (restart !== undefined && restart !== 'Always')
    report(
      ['spec', 'template', 'spec', 'restartPolicy'],
      `is ${restart}, and ${object.kind} keeps pods running`,
      'write Always, or use a Job',
    );
  if (valueAt(spec, 'template', 'spec', 'activeDeadlineSeconds') !== undefined) {
    report(['spec', 'template', 'spec', 'activeDeadlineSeconds'], `may not stand in a ${object.kind}`, 'remove it, or use a Job');
  }
  update(object, report);
  for (const [index, claim] of listAt(spec, 'volumeClaimTemplates').entries()) {
    claimName(['spec', 'volumeClaimTemplates', index, 'metadata', 'name'], textAt(claim, 'metadata', 'name') ?? '', report);
    claimSpecSemantics(['spec', 'volumeClaimTemplates', index, 'spec'], fieldsAt(claim, 'spec'), report);
  }
};

/** A claim of a StatefulSet becomes a volume, whose name is a label. */
function claimName(path: ValuePath, name: string, report: Report): void {
  const format = TEXT_FORMATS['dns-label'];
  if (format?.test(name) === false)
    report(path, name === '' ? 'is missing' : `is "${name}", and it names a volume`, `write ${format.title}`);
}

function update(object: Readonly<Record<string, unknown>>, report: Report): void {
  const field = object.kind === 'Deployment' ? 'strategy' : 'updateStrategy';
  const strategy = fieldsAt(object, 'spec', field);
  const rolling = fieldsAt(strategy, 'rollingUpdate');
  const path = ['spec', field, 'rollingUpdate'];
  if (strategy.type !== undefined && strategy.type !== 'RollingUpdate' && strategy.rollingUpdate)
    report(path, `may not stand beside type ${strategy.type}`, 'remove it');
  if (object.kind === 'StatefulSet') return;
  if (
    isPercentZero(rolling.maxUnavailable) &&
    (object.kind === 'DaemonSet' ? isPercentZero(rolling.maxSurge ?? 0) : isPercentZero(rolling.maxSurge))
  ) {
    report([...path, 'maxUnavailable'], 'is 0, and so is maxSurge: no pod could ever be replaced', 'set maxSurge: 1');
  }
  if (object.kind === 'DaemonSet' && !isPercentZero(rolling.maxSurge ?? 0) && !isPercentZero(rolling.maxUnavailable ?? 1)) {
    report([...path, 'maxSurge'], 'may not stand beside maxUnavailable', 'set maxUnavailable: 0');
  }
  const [deadline, ready] = [numberAt(object, 'spec', 'progressDeadlineSeconds') ?? 600, numberAt(object, 'spec', 'minReadySeconds') ?? 0];
  if (object.kind === 'Deployment' && deadline <= ready) {
    report(
      ['spec', 'progressDeadlineSeconds'],
      `is ${deadline}, and must be more than minReadySeconds (${ready})`,
      `write more than ${ready}`,
    );
  }
}

/** A count or a percentage that comes to nothing. */
function isPercentZero(value: unknown): boolean {
  return value === 0 || (typeof value === 'string' && /^0+%$/.test(value));
}

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
