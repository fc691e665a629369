import type { ValuePath } from '../../base/value-path';
import { type Fields, fieldsAt, listAt, numberAt, textAt, valueAt } from '../plain-access';
import type { PodContainer, PodTemplate } from '../pod-template';
import { quantityValue } from '../quantity';
import type { Report } from '../schema-finding';
import { isContainerResource, isExtendedResource } from './resource-name';

/** How the fields of one container fit each other and its pod. */
export function containerSemantics(pod: PodTemplate, { path, container, init }: PodContainer, report: Report): void {
  resources(path, fieldsAt(container, 'resources'), report);
  claims(pod, path, container, report);
  ports(pod, path, container, report);
  probes(path, container, init, report);
  sleep(pod, path, container, report);
  environment(path, container, report);
  security([...path, 'securityContext'], fieldsAt(container, 'securityContext'), report);
}

function resources(path: ValuePath, { requests, limits }: Fields, report: Report): void {
  const [asked, allowed] = [fieldsAt([requests], 0), fieldsAt([limits], 0)];
  for (const [field, amounts] of [
    ['requests', asked],
    ['limits', allowed],
  ] as const) {
    for (const [name, amount] of Object.entries(amounts)) {
      const at = [...path, 'resources', field, name];
      if (!isContainerResource(name))
        report(at, 'is no resource that a container can have', 'write cpu, memory, ephemeral-storage or vendor.example/device');
      else if (isExtendedResource(name) && !Number.isInteger(quantityValue(amount)))
        report(at, `is ${amount}, and devices are counted whole`, 'write a whole number');
    }
  }
  for (const [name, amount] of Object.entries(asked)) {
    const limit = allowed[name];
    const at = [...path, 'resources', 'requests', name];
    if (limit === undefined) {
      if (!isExtendedResource(name) && !name.startsWith('hugepages-')) continue;
      report(at, 'has no limit, and what cannot be shared needs one', `set limits["${name}"]: ${amount}`);
    } else if (isExtendedResource(name) || name.startsWith('hugepages-')) {
      if (quantityValue(amount) !== quantityValue(limit))
        report(at, `is ${amount}, and the limit is ${limit}: what cannot be shared has both equal`, `write ${limit}`);
    } else if ((quantityValue(amount) ?? 0) > (quantityValue(limit) ?? 0)) {
      report(at, `is ${amount}, more than its limit of ${limit}`, 'raise the limit, or lower the request');
    }
  }
}

function claims(pod: PodTemplate, path: ValuePath, container: Fields, report: Report): void {
  const known = new Set(listAt(pod.spec, 'resourceClaims').map((claim) => textAt(claim, 'name')));
  for (const [index, claim] of listAt(container, 'resources', 'claims').entries()) {
    const name = textAt(claim, 'name');
    if (!known.has(name))
      report([...path, 'resources', 'claims', index, 'name'], `is "${name}", and the pod has no such claim`, 'add it to resourceClaims');
  }
}

function ports(pod: PodTemplate, path: ValuePath, container: Fields, report: Report): void {
  const names = new Set<unknown>();
  for (const [index, port] of listAt(container, 'ports').entries()) {
    const { name, hostPort, containerPort } = fieldsAt([port], 0);
    const at = [...path, 'ports', index];
    if (name !== undefined && name !== '' && names.has(name))
      report([...at, 'name'], `is "${name}", as in another port`, 'give it another name');
    names.add(name);
    if (pod.spec.hostNetwork === true && hostPort !== undefined && hostPort !== containerPort) {
      report(
        [...at, 'hostPort'],
        `is ${hostPort}, and in the network of the host it must be containerPort (${containerPort})`,
        `write ${containerPort}`,
      );
    }
  }
}

function probes(path: ValuePath, container: Fields, init: boolean, report: Report): void {
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = valueAt(container, name);
    if (probe === undefined) continue;
    if (init) report([...path, name], 'may not stand in an init container that ends', 'remove it, or set restartPolicy: Always');
    const successes = numberAt(probe, 'successThreshold');
    if (name !== 'readinessProbe' && successes !== undefined && successes > 1)
      report([...path, name, 'successThreshold'], `is ${successes}, and must be 1`, 'write 1');
    if (name === 'readinessProbe' && valueAt(probe, 'terminationGracePeriodSeconds') !== undefined) {
      report([...path, name, 'terminationGracePeriodSeconds'], 'may not stand in a readiness probe', 'remove it');
    }
  }
  if (init && valueAt(container, 'lifecycle') !== undefined)
    report([...path, 'lifecycle'], 'may not stand in an init container that ends', 'remove it');
}

/** Read by the server as a part of the time that the pod has to end. */
function sleep(pod: PodTemplate, path: ValuePath, container: Fields, report: Report): void {
  const grace = numberAt(pod.spec, 'terminationGracePeriodSeconds') ?? 30;
  for (const hook of ['preStop', 'postStart']) {
    const at = ['lifecycle', hook, 'sleep', 'seconds'];
    const seconds = numberAt(container, ...at);
    if (seconds !== undefined && (seconds < 0 || seconds > grace))
      report(
        [...path, ...at],
        `is ${seconds}, and must be from 0 to terminationGracePeriodSeconds (${grace})`,
        'raise terminationGracePeriodSeconds',
      );
  }
}

function environment(path: ValuePath, container: Fields, report: Report): void {
  for (const [index, variable] of listAt(container, 'env').entries()) {
    const { value, valueFrom } = fieldsAt([variable], 0);
    if (typeof value === 'string' && value !== '' && valueFrom)
      report([...path, 'env', index], 'has a value and valueFrom', 'remove one of them');
  }
}

function security(path: ValuePath, context: Fields, report: Report): void {
  if (context.allowPrivilegeEscalation === false) {
    const added = listAt(context, 'capabilities', 'add');
    const why = context.privileged === true ? 'privileged is true' : added.includes('CAP_SYS_ADMIN') ? 'CAP_SYS_ADMIN is added' : undefined;
    if (why !== undefined)
      report([...path, 'allowPrivilegeEscalation'], `is false, and ${why}`, 'set it to true, or take away the privilege');
  }
  profile([...path, 'seccompProfile'], fieldsAt(context, 'seccompProfile'), report);
  profile([...path, 'appArmorProfile'], fieldsAt(context, 'appArmorProfile'), report);
}

/** A profile of the node's has a file name, and no other profile has one. */
export function profile(path: ValuePath, { type, localhostProfile }: Fields, report: Report): void {
  if (type === 'Localhost' && !localhostProfile)
    report([...path, 'localhostProfile'], 'is missing, and type Localhost needs it', 'name the file');
  if (type !== undefined && type !== 'Localhost' && localhostProfile)
    report([...path, 'localhostProfile'], `may not stand beside type ${type}`, 'remove it');
}
