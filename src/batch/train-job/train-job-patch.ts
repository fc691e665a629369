import type { Container, PodSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { type LabelContext, ownKey } from '../../kube/labels';
import type { PodSpecPatch, RuntimePatch, TrainerSpec } from './train-job-spec';

/** The container that Trainer fills in. @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/constants/constants.go */
export const NODE_CONTAINER = 'node';

/** A pod template, taken apart into what a TrainJob says of its trainer and what it patches of its runtime. */
export interface TakenApart {
  readonly trainer: Pick<TrainerSpec, 'image' | 'command' | 'args' | 'env' | 'resourcesPerNode'>;
  readonly patch: RuntimePatch;
}

/** Takes a pod template apart. A field that has no place in a TrainJob is a mistake of this library, and stops the render. */
export function takeApart(
  where: string,
  job: string,
  context: LabelContext,
  { metadata = {}, spec = { containers: [] } }: PodTemplateSpec,
): TakenApart {
  const [container, ...others] = spec.containers;
  if (container === undefined || others.length > 0) throw new Error('the pod of a TrainJob has one container');
  const { name, image = '', command, args, env, resources, volumeMounts, securityContext, ...restOfContainer } = container;
  refuseRest(restOfContainer);
  const trainer = { image, ...withoutNothing({ command, args, env, resourcesPerNode: resources }) };
  const node = { name, ...withoutNothing({ volumeMounts, securityContext }) };
  const template = { metadata: withoutNothing({ labels: metadata.labels, annotations: metadata.annotations }), spec: patchOf(spec, node) };
  refuseTooMany(where, trainer, template.spec);
  const replicatedJobs = [{ name: job, template: { spec: { template } } }];
  // Tells our entry in the list of patches from Kueue's.
  const manager = ownKey(context, 'batch', 'job');
  return { trainer, patch: { manager, trainingRuntimeSpec: { template: { spec: { replicatedJobs } } } } };
}

function patchOf(spec: PodSpec, container: PodSpecPatch['containers'][number]): PodSpecPatch {
  const { nodeSelector, affinity, tolerations, serviceAccountName, imagePullSecrets, securityContext, volumes, ...others } = spec;
  // The runtime decides on two fields that this library writes elsewhere: whether a token is mounted, and whether pods restart in place.
  const { terminationGracePeriodSeconds, containers: _, automountServiceAccountToken: _token, restartPolicy: _restart, ...rest } = others;
  refuseRest(rest);
  return {
    containers: [container],
    ...withoutNothing({ serviceAccountName, volumes, imagePullSecrets, securityContext, nodeSelector, affinity, tolerations }),
    ...withoutNothing({ terminationGracePeriodSeconds }),
  };
}

function withoutNothing<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}

function refuseRest(rest: Partial<Container> | Partial<PodSpec>): void {
  const lost = Object.keys(rest);
  if (lost.length > 0) throw new Error(`a TrainJob has no place for ${lost.join(', ')}`);
}

/** The longest lists that the schema of TrainJob takes. */
const LONGEST = { command: 128, args: 128, env: 128, volumes: 128, volumeMounts: 128, imagePullSecrets: 64, tolerations: 128 };
const LONGEST_IMAGE = 500;

function refuseTooMany(where: string, trainer: TakenApart['trainer'], spec: PodSpecPatch): void {
  const lists = { ...trainer, ...spec, volumeMounts: spec.containers[0]?.volumeMounts } as Readonly<Record<string, unknown>>;
  for (const [field, longest] of Object.entries(LONGEST)) {
    const list = lists[field];
    if (!Array.isArray(list) || list.length <= longest) continue;
    const prop = field.startsWith('volume') ? 'mounts' : field;
    const what = `${prop} has ${list.length} entries, and a TrainJob takes at most ${longest}`;
    throw new ConfigError(`BatchJob.${prop}`, { where, what, fix: `keep at most ${longest}` });
  }
  if (trainer.image.length <= LONGEST_IMAGE) return;
  const what = `image has ${trainer.image.length} characters, and a TrainJob takes at most ${LONGEST_IMAGE}`;
  throw new ConfigError('BatchJob.image', { where, what, fix: 'use a shorter reference' });
}
