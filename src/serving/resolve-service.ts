import type { Construct } from 'constructs';
import { indexSuffix, LONGEST_NAMES } from '../base/derived-names';
import { checkName, checkQualifiedKey, DNS_1035_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import { type NeededFeature, requireKubernetes } from '../environment/environment';
import { checkPinned } from '../environment/pinned-image';
import { KUBERNETES_FEATURES } from '../kube/kubernetes-features';
import { warn } from '../kube/warning';
import { checkCombination } from './check-combination';
import type { MLServiceProps } from './ml-service-props';
import { checkModelPinned } from './model/check-model';
import { checkDownloadStorm } from './model/download';
import { type ResolvedService, resolveModelServer } from './resolve-model-server';
import { mostSurge } from './rollout/rollout';
import { needsDeviceGroup } from './runtime/accelerator-fit';

/** Resolves the props of an `MLService`. Every default and every refusal is here or in what this calls. */
export function resolveService(construct: Construct, id: string, props: MLServiceProps): ResolvedService {
  const where = construct.node.path;
  validateProps('MLService', where, props);
  checkCombination(where, props);
  const service = resolveModelServer(construct, { ...props, name: props.name ?? id });
  const { replicas, nodes, pod } = service;
  for (const image of pod.images) checkPinned('MLService.image', construct, image);
  checkModelPinned(construct, service.model);
  requireFeatures(construct, service);
  if (nodes > 1) checkGroups(service);
  checkDownloadStorm(construct, props, replicas.max * nodes);
  warnOfAbortedRequests(construct, service);
  if (needsDeviceGroup(props)) {
    const what = 'on most nodes with AMD GPUs /dev/kfd belongs to the group "render", and the server is neither root nor in it';
    const fix = 'add security: { supplementalGroups: [<number of the group on the nodes>] }, or [] for none';
    warn(construct, 'MLService.accelerator', { what, fix });
  }
  return service;
}

/** Warns that a drain has no effect. */
export function warnOfAbortedRequests(construct: Construct, { engine }: Pick<ResolvedService, 'engine'>): void {
  if (engine.drains) return;
  const what = 'this version of the runtime aborts running requests when it is told to stop, whatever the drain';
  warn(construct, 'MLService.drain', { what, fix: 'use vLLM 0.18 or later' });
}

const SLEEP: NeededFeature = {
  feature: KUBERNETES_FEATURES.sleepAction,
  instead: 'update the clusters: images without a shell cannot wait by themselves',
};
const CLAIMS: NeededFeature = { feature: KUBERNETES_FEATURES.claims, instead: 'use Gpu.nvidia(n) or another counted device' };
const IMAGE_VOLUMES: NeededFeature = {
  feature: KUBERNETES_FEATURES.imageVolumes,
  instead: 'use another source of the model, such as Model.s3 or Model.pvc',
};

/** Refuses what the oldest cluster of the environment lacks (`MLService.kubernetes`). */
function requireFeatures(construct: Construct, { deviceClaim, pod }: ResolvedService): void {
  const imageVolume = pod.volumes.some(({ image }) => image !== undefined);
  const needed = [SLEEP, ...(deviceClaim === undefined ? [] : [CLAIMS]), ...(imageVolume ? [IMAGE_VOLUMES] : [])];
  for (const each of needed) requireKubernetes('MLService.kubernetes', construct, each);
}

/** The controller makes a StatefulSet per group. */
function checkGroups({ where, name, replicas, strategy, exclusiveTopology }: ResolvedService): void {
  const groups = replicas.max + mostSurge(strategy(true), replicas.max);
  checkName('MLService.name', where, name, DNS_1035_LABEL, LONGEST_NAMES['apps/StatefulSet'].max - indexSuffix(groups).length);
  if (exclusiveTopology !== undefined) checkQualifiedKey('MLService.exclusiveTopology', where, exclusiveTopology);
}
