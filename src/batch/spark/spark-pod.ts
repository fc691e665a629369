import type { Container, PodSpec, PodTemplateSpec, Volume } from '../../../imports/kubernetes';
import type { Accelerator } from '../../kube/devices/accelerator';
import type { SparkPodSpec } from './spark-application-spec';

/** What a pod template does not say in the operator's words. */
export interface SparkPodFacts extends Pick<SparkPodSpec, 'memory' | 'memoryOverhead'> {
  readonly accelerator?: Accelerator;
}

/** A pod template in the operator's words. A field without a word is a mistake of this library, and stops the render. */
export function sparkPod({ metadata = {}, spec = { containers: [] } }: PodTemplateSpec, facts: SparkPodFacts): SparkPodSpec {
  const [container] = spec.containers;
  if (container === undefined) throw new Error('the pod of a SparkApplication has a container');
  const { resources = {}, env, volumeMounts, securityContext, name: _, image: _image, args: _args, ...restOfContainer } = container;
  const { nodeSelector, tolerations, affinity, priorityClassName, schedulerName, terminationGracePeriodSeconds, ...others } = spec;
  const { serviceAccountName = '', securityContext: podSecurityContext, initContainers, ...rest } = others;
  refuseRest(restOfContainer, rest);
  const { accelerator, ...memory } = facts;
  const cpu = `${resources.requests?.cpu ?? '1'}`;
  return {
    // Tasks that run at once on a node; Spark knows no part of one.
    cores: Math.max(1, Math.ceil(cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu))),
    coreRequest: cpu,
    ...memory,
    ...(accelerator === undefined ? {} : { gpu: { name: accelerator.resource, quantity: accelerator.count } }),
    serviceAccount: serviceAccountName,
    ...withoutNothing({ coreLimit: resources.limits?.cpu === undefined ? undefined : `${resources.limits.cpu}` }),
    ...withoutNothing({
      labels: metadata.labels,
      annotations: metadata.annotations,
      env,
      volumeMounts,
      securityContext,
      podSecurityContext,
    }),
    ...withoutNothing({ initContainers, nodeSelector, tolerations, affinity, priorityClassName, schedulerName }),
    ...withoutNothing({ terminationGracePeriodSeconds }),
  };
}

/** Fields that are said elsewhere: volumes and pull secrets for all pods, a token that the driver cannot do without, restarts of the whole. */
const ELSEWHERE = ['containers', 'volumes', 'imagePullSecrets', 'automountServiceAccountToken', 'restartPolicy'];

function refuseRest(container: Partial<Container>, spec: Partial<PodSpec>): void {
  const lost = [...Object.keys(container), ...Object.keys(spec).filter((field) => !ELSEWHERE.includes(field))];
  if (lost.length > 0) throw new Error(`a SparkApplication has no place for ${lost.join(', ')}`);
}

function withoutNothing<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

/** The volumes of all pods, each once: those of one name are the same, because they come from the same props. */
export function sparkVolumes(templates: readonly PodTemplateSpec[]): readonly Volume[] {
  const volumes = new Map(templates.flatMap(({ spec }) => spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return [...volumes.values()];
}

/** The pods as the operator makes them: without a word about disk, which it cannot ask for. */
export function withoutDisk(template: PodTemplateSpec): PodTemplateSpec {
  const { spec = { containers: [] } } = template;
  const containers = spec.containers.map((container) => {
    const { requests, limits, ...rest } = container.resources ?? {};
    return { ...container, resources: { ...rest, requests: lessDisk(requests), limits: lessDisk(limits) } };
  });
  return { ...template, spec: { ...spec, containers } };
}

function lessDisk<T>(quantities: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(quantities).filter(([resource]) => resource !== 'ephemeral-storage'));
}
