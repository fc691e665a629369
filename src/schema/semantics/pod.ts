import { type Fields, fieldsAt, listAt, textAt } from '../plain-access';
import { groupKindOf, type PodTemplate, podContainers, podTemplate } from '../pod-template';
import { containerSemantics } from './container';
import { schedulingSemantics } from './scheduling';
import type { Report, Semantics } from './semantics';

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
