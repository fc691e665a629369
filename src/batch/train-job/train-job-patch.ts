import type { Container, PodSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { type LabelContext, ownKey } from '../../kube/labels';
import type { PodSpecPatch, RuntimePatch, TrainerSpec } from './train-job-spec';

/** A pod template, split into the trainer of a TrainJob and a patch of its runtime. */
export interface SplitPod {
  readonly trainer: Pick<TrainerSpec, 'image' | 'command' | 'args' | 'env' | 'resourcesPerNode'>;
  readonly patch: RuntimePatch;
}

/** Splits a pod template. A field that a TrainJob does not have is a bug of this library, and stops the render. */
export function splitPod(
  where: string,
  job: string,
  context: LabelContext,
  { metadata = {}, spec = { containers: [] } }: PodTemplateSpec,
): SplitPod {
  const [container, ...others] = spec.containers;
  if (container === undefined || others.length > 0) throw new Error('the pod of a TrainJob has one container');
  const { name, image = '', command, args, env, resources, volumeMounts, securityContext, ...restOfContainer } = container;
  refuseRest(restOfContainer);
  const trainer = { image, ...definedOnly({ command, args, env, resourcesPerNode: resources }) };
  const node = { name, ...definedOnly({ volumeMounts, securityContext }) };
  const template = { metadata: definedOnly({ labels: metadata.labels, annotations: metadata.annotations }), spec: patchOf(spec, node) };
  refuseTooLong(where, trainer, template.spec);
  const replicatedJobs = [{ name: job, template: { spec: { template } } }];
  // Marks our entry in the list of patches. Kueue has another one.
  const manager = ownKey(context, 'batch', 'job');
  return { trainer, patch: { manager, trainingRuntimeSpec: { template: { spec: { replicatedJobs } } } } };
}

function patchOf(spec: PodSpec, container: PodSpecPatch['containers'][number]): PodSpecPatch {
  const { nodeSelector, affinity, tolerations, serviceAccountName, imagePullSecrets, securityContext, volumes, ...others } = spec;
  // The runtime decides on two fields of other pods: whether a token is mounted, and whether pods restart in place.
  const { terminationGracePeriodSeconds, containers: _, automountServiceAccountToken: _token, restartPolicy: _restart, ...rest } = others;
  refuseRest(rest);
  return {
    containers: [container],
    ...definedOnly({ serviceAccountName, volumes, imagePullSecrets, securityContext, nodeSelector, affinity, tolerations }),
    ...definedOnly({ terminationGracePeriodSeconds }),
  };
}

function definedOnly<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function refuseRest(rest: Partial<Container> | Partial<PodSpec>): void {
  const lost = Object.keys(rest);
  if (lost.length > 0) throw new Error(`a TrainJob has no field for ${lost.join(', ')}`);
}

/** The longest lists that the schema of TrainJob accepts. */
const LONGEST = { command: 128, args: 128, env: 128, volumes: 128, volumeMounts: 128, imagePullSecrets: 64, tolerations: 128 };
const LONGEST_IMAGE = 500;

function refuseTooLong(where: string, trainer: SplitPod['trainer'], spec: PodSpecPatch): void {
  const lists = { ...trainer, ...spec, volumeMounts: spec.containers[0]?.volumeMounts } as Readonly<Record<string, unknown>>;
  for (const [field, longest] of Object.entries(LONGEST)) {
    const list = lists[field];
    if (!Array.isArray(list) || list.length <= longest) continue;
    const prop = field.startsWith('volume') ? 'mounts' : field;
    const what = `\`${prop}\` of a TrainJob has at most ${longest} entries, got ${list.length}`;
    throw new ConfigError(`BatchJob.${prop}`, { where, what, fix: `keep at most ${longest}` });
  }
  if (trainer.image.length <= LONGEST_IMAGE) return;
  const what = `\`image\` of a TrainJob has at most ${LONGEST_IMAGE} characters, got ${trainer.image.length}`;
  throw new ConfigError('BatchJob.image', { where, what, fix: 'use a shorter reference' });
}
