import type { Construct } from 'constructs';
import { type Feature, requireKubernetes } from '../environment/kubernetes-version';
import { isClaimed } from '../kube/claimed-devices';
import type { MLServiceProps } from './ml-service-props';

const SLEEP: Feature = {
  title: 'the sleep action before the stop',
  since: '1.30',
  instead: 'update the clusters: images without a shell cannot wait by themselves',
};
const CLAIMS: Feature = {
  title: 'dynamic resource allocation (resource.k8s.io/v1)',
  since: '1.34',
  instead: 'use Gpu.nvidia(n) or another counted device',
};
const IMAGE_VOLUMES: Feature = {
  title: 'image volumes',
  since: '1.35',
  instead: 'use another source of the model, such as Model.s3 or Model.pvc',
};

/** Refuses what the oldest cluster of the environment lacks (`MLService.kubernetes`). */
export function requireNeededKubernetes(construct: Construct, { accelerator, model, mounts = [] }: MLServiceProps): void {
  const claimed = accelerator !== undefined && isClaimed(accelerator);
  const imageVolume = model.kind === 'ociImage' || mounts.some(({ source }) => source.image !== undefined);
  const needed = [SLEEP, ...(claimed ? [CLAIMS] : []), ...(imageVolume ? [IMAGE_VOLUMES] : [])];
  for (const feature of needed) requireKubernetes('MLService.kubernetes', construct, feature);
}
