import type { Construct } from 'constructs';
import { type NeededFeature, requireKubernetes } from '../environment/environment';
import { isClaimed } from '../kube/devices/claimed-devices';
import { KUBERNETES_FEATURES } from '../kube/kubernetes-features';
import type { MLServiceProps } from './ml-service-props';

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
export function requireNeededKubernetes(construct: Construct, { accelerator, model, mounts = [] }: MLServiceProps): void {
  const claimed = accelerator !== undefined && isClaimed(accelerator);
  const imageVolume = model.kind === 'ociImage' || mounts.some(({ source }) => source.image !== undefined);
  const needed = [SLEEP, ...(claimed ? [CLAIMS] : []), ...(imageVolume ? [IMAGE_VOLUMES] : [])];
  for (const each of needed) requireKubernetes('MLService.kubernetes', construct, each);
}
