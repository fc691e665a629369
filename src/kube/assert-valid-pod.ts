import type { PodSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { keyPath } from '../base/key-path';
import { Schemas } from '../schema/schemas';
import { type AnyObject, validateObject } from '../schema/validate';
import type { PodTemplateProps } from './pod';

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
  const [, field = '', ...inside] = found.path;
  const own = field === 'containers' && inside[0] === 0;
  const prop = own ? inside[1] : PASSED_ON[field];
  const path = inside.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : keyPath(text, key)), String(field));
  throw new ConfigError(`${code}.${prop ?? 'pod'}`, { where, what: `${path} of the pod ${found.what}`, fix: found.fix });
}
