import type { ValuePath } from '../../base/value-path';
import { type Fields, fieldsAt, listAt, textAt, valueAt } from '../plain-access';
import { groupKindOf, type PodTemplate, podContainers, podTemplate } from '../pod-template';
import type { Report, Semantics } from '../schema-finding';
import { containerSemantics, profile } from './container-semantics';
import { labelSelectorSemantics } from './label-selector';

/** How the parts of a pod fit each other. */
export const podSemantics: Semantics = (object, report) => {
  const pod = podTemplate(groupKindOf(object.apiVersion as string, object.kind as string), object);
  if (pod === undefined) return;
  containerNames(pod, report);
  volumeNames(object, pod, report);
  schedulingSemantics(pod, report);
  for (const each of podContainers(pod)) containerSemantics(pod, each, report);
  const dns = textAt(pod.spec, 'dnsPolicy');
  if (dns === 'None' && listAt(pod.spec, 'dnsConfig', 'nameservers').length === 0) {
    report([...pod.path, 'dnsConfig'], 'names no server, and dnsPolicy None takes none from the cluster', 'add dnsConfig.nameservers');
  }
};

function containerNames(pod: PodTemplate, report: Report): void {
  const first = new Set<unknown>();
  for (const { path, container } of podContainers(pod)) {
    if (first.has(container.name))
      report([...path, 'name'], `is "${container.name}", the name of another container of the pod`, 'give it another name');
    first.add(container.name);
  }
}

function volumeNames(object: Fields, pod: PodTemplate, report: Report): void {
  const claims = listAt(object, 'spec', 'volumeClaimTemplates').map((claim) => textAt(claim, 'metadata', 'name'));
  const volumes = new Set([...listAt(pod.spec, 'volumes').map((volume) => textAt(volume, 'name')), ...claims]);
  for (const { path, container } of podContainers(pod)) {
    const places = new Set<unknown>();
    for (const [index, mount] of listAt(container, 'volumeMounts').entries()) {
      const { name, mountPath } = fieldsAt([mount], 0);
      if (!volumes.has(name as string)) {
        const known = [...volumes].join(', ') || 'none';
        report(
          [...path, 'volumeMounts', index, 'name'],
          `is "${name}", and the pod has no such volume`,
          `add the volume, or name one of: ${known}`,
        );
      }
      if (places.has(mountPath))
        report([...path, 'volumeMounts', index, 'mountPath'], `is "${mountPath}", as in another mount`, 'mount it elsewhere');
      places.add(mountPath);
    }
    for (const [index, device] of listAt(container, 'volumeDevices').entries()) {
      const name = textAt(device, 'name');
      if (!volumes.has(name))
        report([...path, 'volumeDevices', index, 'name'], `is "${name}", and the pod has no such volume`, 'add the volume');
    }
  }
}

/** Where a pod may run: tolerations, spreading, affinity. */
function schedulingSemantics({ path, spec }: PodTemplate, report: Report): void {
  for (const [index, each] of listAt(spec, 'tolerations').entries())
    toleration([...path, 'tolerations', index], fieldsAt([each], 0), report);
  for (const [index, each] of listAt(spec, 'topologySpreadConstraints').entries()) {
    spread([...path, 'topologySpreadConstraints', index], fieldsAt([each], 0), report);
  }
  nodeAffinity([...path, 'affinity', 'nodeAffinity'], fieldsAt(spec, 'affinity', 'nodeAffinity'), report);
  for (const field of ['podAffinity', 'podAntiAffinity'])
    podAffinity([...path, 'affinity', field], fieldsAt(spec, 'affinity', field), report);
  profile([...path, 'securityContext', 'seccompProfile'], fieldsAt(spec, 'securityContext', 'seccompProfile'), report);
}

function toleration(path: ValuePath, { key, operator, value, effect, tolerationSeconds }: Fields, report: Report): void {
  if (!key && operator !== 'Exists') report([...path, 'operator'], 'must be Exists where no key is named', 'write Exists, or name a key');
  if (operator === 'Exists' && value) report([...path, 'value'], 'may not stand beside operator Exists', 'remove it');
  if (tolerationSeconds !== undefined && effect !== 'NoExecute')
    report([...path, 'effect'], 'must be NoExecute beside tolerationSeconds', 'write NoExecute');
}

function spread(path: ValuePath, constraint: Fields, report: Report): void {
  if (constraint.minDomains !== undefined && constraint.whenUnsatisfiable !== 'DoNotSchedule') {
    report([...path, 'minDomains'], 'needs whenUnsatisfiable DoNotSchedule', 'remove it, or write DoNotSchedule');
  }
  if (listAt(constraint, 'matchLabelKeys').length > 0 && valueAt(constraint, 'labelSelector') === undefined) {
    report([...path, 'matchLabelKeys'], 'needs a labelSelector beside it', 'add the labelSelector');
  }
  labelSelectorSemantics([...path, 'labelSelector'], valueAt(constraint, 'labelSelector'), report);
}

function nodeAffinity(path: ValuePath, affinity: Fields, report: Report): void {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  for (const [index, term] of listAt(affinity, required, 'nodeSelectorTerms').entries()) {
    nodeTerm([...path, required, 'nodeSelectorTerms', index], term, report);
  }
  for (const [index, each] of listAt(affinity, preferred).entries()) {
    nodeTerm([...path, preferred, index, 'preference'], valueAt(each, 'preference'), report);
  }
}

function nodeTerm(path: ValuePath, term: unknown, report: Report): void {
  for (const [index, expression] of listAt(term, 'matchExpressions').entries()) {
    const at = [...path, 'matchExpressions', index];
    const { operator } = fieldsAt([expression], 0);
    const values = listAt(expression, 'values');
    if ((operator === 'In' || operator === 'NotIn') && values.length === 0)
      report([...at, 'values'], `is empty, and operator ${operator} compares with it`, 'add values');
    if ((operator === 'Exists' || operator === 'DoesNotExist') && values.length > 0)
      report([...at, 'values'], `may not stand beside operator ${operator}`, 'remove it');
    if ((operator === 'Gt' || operator === 'Lt') && (values.length !== 1 || !/^-?\d+$/.test(String(values[0])))) {
      report([...at, 'values'], `must hold one whole number for operator ${operator}`, 'write one whole number in quotes');
    }
  }
}

function podAffinity(path: ValuePath, affinity: Fields, report: Report): void {
  const required = 'requiredDuringSchedulingIgnoredDuringExecution';
  const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';
  for (const [index, term] of listAt(affinity, required).entries()) podTerm([...path, required, index], term, report);
  for (const [index, each] of listAt(affinity, preferred).entries())
    podTerm([...path, preferred, index, 'podAffinityTerm'], valueAt(each, 'podAffinityTerm'), report);
}

function podTerm(path: ValuePath, term: unknown, report: Report): void {
  for (const field of ['labelSelector', 'namespaceSelector']) labelSelectorSemantics([...path, field], valueAt(term, field), report);
  for (const field of ['matchLabelKeys', 'mismatchLabelKeys']) {
    if (listAt(term, field).length > 0 && valueAt(term, 'labelSelector') === undefined)
      report([...path, field], 'needs a labelSelector beside it', 'add it');
  }
}
