import type { Container, PodSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import type { Accelerator } from '../../kube/devices/accelerator';
import type { SparkPodSpec } from './spark-application-spec';
import type { SparkMemory } from './spark-memory';

/** What the operator needs beside the pod template. */
interface SparkPodFacts extends SparkMemory {
  readonly accelerator?: Accelerator;
}

/** A pod template in the fields of the operator. A field that it does not have is a bug of this library, and stops the render. */
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
    // Tasks that run at once on a node. Spark has no fractions of one.
    cores: Math.max(1, Math.ceil(cpu.endsWith('m') ? Number(cpu.slice(0, -1)) / 1000 : Number(cpu))),
    coreRequest: cpu,
    ...memory,
    ...(accelerator === undefined ? {} : { gpu: { name: accelerator.resource, quantity: accelerator.count } }),
    serviceAccount: serviceAccountName,
    ...definedOnly({ coreLimit: resources.limits?.cpu === undefined ? undefined : `${resources.limits.cpu}` }),
    ...definedOnly({
      labels: metadata.labels,
      annotations: metadata.annotations,
      env,
      volumeMounts,
      securityContext,
      podSecurityContext,
    }),
    ...definedOnly({ initContainers, nodeSelector, tolerations, affinity, priorityClassName, schedulerName }),
    ...definedOnly({ terminationGracePeriodSeconds }),
  };
}

/** Fields that go elsewhere or do not apply: volumes and pull secrets of all pods, the token that the driver needs, restarts. */
const ELSEWHERE = ['containers', 'volumes', 'imagePullSecrets', 'automountServiceAccountToken', 'restartPolicy'];

function refuseRest(container: Partial<Container>, spec: Partial<PodSpec>): void {
  const lost = [...Object.keys(container), ...Object.keys(spec).filter((field) => !ELSEWHERE.includes(field))];
  if (lost.length > 0) throw new Error(`a SparkApplication has no field for ${lost.join(', ')}`);
}

function definedOnly<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
