import { join } from 'node:path';
import { Chart, Size } from 'cdk8s';
import { DataVolume, Environment, GitOpsApp, TeamNamespace } from 'cdk8s-mlops';
import { kserveVision } from './kserve';
import { kserveLanguage } from './kserve-llm';
import { largeModel, smallModel } from './language';
import { twoNodes } from './lws';
import { gpuMetrics, imagePuller } from './nodes';
import { claimedModel, tpuModel } from './other-devices';
import { pooledModel } from './pool';
import { rayServe } from './ray';
import { scaleToZero } from './scale-to-zero';
import { scoring } from './scoring';
import { vision } from './vision';

const NAMESPACE = 'models';

/** Model servers of every size, each a chart of its own. */
export function serving(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/serving' });
  const capacity = { 'nvidia.com/gpu': 80, 'nvidia.com/mig-1g.10gb': 14, 'google.com/tpu': 8, 'gpu.nvidia.com': 4 };
  const prod = new Environment(app, 'prod', { releaseFile: join(__dirname, 'releases/prod.yaml'), capacity });
  new TeamNamespace(new Chart(prod, 'namespace'), NAMESPACE);
  const storage = new Chart(prod, 'storage', { namespace: NAMESPACE });
  new DataVolume(storage, 'models', { size: Size.tebibytes(1), accessMode: 'ReadWriteMany', storageClass: 'shared' });
  // Node agents need the privileged level, so they have their own namespace.
  const nodes = new TeamNamespace(new Chart(prod, 'node-namespace'), 'node-agents', {
    podSecurity: { enforce: 'privileged', audit: 'privileged', warn: 'privileged' },
  });
  for (const [id, build] of Object.entries(NODE_SERVICES)) build(new Chart(prod, id, { namespace: nodes.name }), prod.release);
  for (const [id, build] of Object.entries(SERVICES)) build(new Chart(prod, id, { namespace: NAMESPACE }), prod.release);
  return app;
}

const SERVICES = {
  'language-small': smallModel,
  'language-large': largeModel,
  'language-giant': twoNodes,
  'language-pool': pooledModel,
  'kserve-language': kserveLanguage,
  'kserve-vision': kserveVision,
  'ray-ranking': rayServe,
  'language-tpu': tpuModel,
  'language-claimed': claimedModel,
  vision,
  scoring,
  'scale-to-zero': scaleToZero,
};

const NODE_SERVICES = {
  'gpu-metrics': gpuMetrics,
  'model-puller': imagePuller,
};
