import type { PodSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName } from '../../base/names';
import { keyPath } from '../../base/preview';
import { Schemas } from '../../schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../schema/validate-object';
import type { PodTemplateProps } from './pod-props';

/** Props that reach the manifest as they were given, by the field that they become. */
const PASSED_ON: Readonly<Record<string, keyof PodTemplateProps>> = {
  affinity: 'affinity',
  containers: 'extraContainers',
  initContainers: 'initContainers',
  tolerations: 'tolerations',
  topologySpreadConstraints: 'topologySpread',
  volumes: 'mounts',
};

const schemas = new Schemas();

/**
 * Refuses parts of a manifest that the API server would not take in a pod, under the prop that they came in.
 *
 * Their types say little of them: which text is an operator, which number is a port. The schema of the pod knows.
 */
export function assertValidPod(code: string, where: string, spec: PodSpec, props: PodTemplateProps): void {
  const { env, accelerator } = props;
  if ([env, accelerator, ...Object.values(PASSED_ON).map((prop) => props[prop])].every((given) => given === undefined)) return;
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'pod' }, spec } as unknown as AnyObject;
  const [found] = validateObject(schemas, pod).findings;
  if (found === undefined) return;
  const [, field = '', ...inside] = found.path ?? [];
  const own = field === 'containers' && inside[0] === 0;
  const prop = own ? inside[1] : PASSED_ON[field];
  const path = inside.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : keyPath(text, key)), String(field));
  throw new ConfigError(`${code}.${prop ?? 'pod'}`, { where, what: `${path} of the pod ${found.what}`, fix: found.fix });
}

/** Refuses containers that the API server would not put together into one pod: a name twice, or a mount without its volume. */
export function checkContainers(code: string, where: string, spec: PodSpec): void {
  const volumes = new Set(spec.volumes?.map((volume) => volume.name));
  const names = new Set<string>();
  for (const { name, volumeMounts = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    checkName(code, where, name);
    if (names.has(name)) {
      const fix = 'give each container of the pod its own name';
      throw new ConfigError(code, { where, what: `two containers are called "${name}"`, fix });
    }
    names.add(name);
    const lost = volumeMounts.find((mount) => !volumes.has(mount.name));
    if (lost === undefined) continue;
    const what = `container "${name}" mounts "${lost.name}", and the pod has no volume of that name`;
    const fix = volumes.size === 0 ? 'add the volume with a Mount' : `use one of its volumes: ${[...volumes].join(', ')}`;
    throw new ConfigError(code, { where, what, fix });
  }
}
