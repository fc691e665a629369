import { ConfigError } from '../base/config-error';
import type { Accelerator } from '../kube/devices/accelerator';
import { type ClaimedDevices, isClaimed } from '../kube/devices/claimed-devices';
import type { ImageReference } from '../kube/pod/image';
import type { MLServiceProps, ModelServerProps } from './ml-service-props';
import { isDownloaded } from './model/model';
import { runtimeMetrics } from './runtime/runtime-metrics';

/** Refuses combinations of props that cannot work. The compiler refuses most of them too; this is for callers without a compiler. */
export function checkCombination(where: string, props: MLServiceProps): void {
  const refuse: Refuse = (prop, what, fix) => {
    throw new ConfigError(`MLService.${prop}`, { where, what, fix });
  };
  if (isDownloaded(props.model)) checkDownload(props, refuse);
  else checkModelInPlace(props, refuse);
  checkNodes(props, refuse);
  checkQueueTrigger(props, refuse);
}

type Refuse = (prop: string, what: string, fix: string) => never;

function checkDownload({ model, runtime, modelSize, cache, download }: MLServiceProps, refuse: Refuse): void {
  if (modelSize === undefined) refuse('modelSize', '`modelSize` is required for a downloaded model', 'add modelSize: Size.gibibytes(16)');
  // The compiler knows that there is no such cache here; a plain JavaScript caller does not.
  if ((cache as { readonly kind: string } | undefined)?.kind === 'none') {
    refuse('cache', 'a downloaded model needs a cache', "use Cache.perPod() or Cache.sharedPvc({ claim: '…' })");
  }
  const fetchesItself = model.kind === 'huggingFace' && (runtime.kind === 'vllm' || runtime.kind === 'tgi');
  if (fetchesItself || download !== undefined) return;
  const fix = "add download: { image: '<image with the tool>@sha256:<digest>' }";
  refuse('download', `the runtime ${runtime.kind} cannot fetch from ${model.kind}`, fix);
}

function checkModelInPlace({ model, modelSize, cache, download }: MLServiceProps, refuse: Refuse): void {
  const cached = cache !== undefined && cache.kind !== 'none';
  const sized = modelSize !== undefined && model.kind !== 'ociImage';
  const prop = sized ? 'modelSize' : cached ? 'cache' : download !== undefined ? 'download' : undefined;
  if (prop !== undefined) refuse(prop, `${prop} has no effect: a ${model.kind} model is not downloaded`, `remove ${prop}`);
}

const MAX_NODES = 1000;

function checkNodes({ nodes = 1, runtime, rollout, worker, exclusiveTopology, accelerator }: MLServiceProps, refuse: Refuse): void {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MAX_NODES) {
    refuse('nodes', `nodes must be a whole number from 1 to ${MAX_NODES}, got ${JSON.stringify(nodes)}`, 'use for example nodes: 2');
  }
  if (nodes === 1) {
    const prop = worker !== undefined ? 'worker' : exclusiveTopology !== undefined ? 'exclusiveTopology' : undefined;
    if (prop !== undefined) refuse(prop, `${prop} has no effect on one node`, `remove ${prop}, or add nodes: 2`);
    return;
  }
  if (runtime.kind !== 'vllm' && runtime.kind !== 'custom') {
    const fix = 'use Runtime.vllm({ … }), or Runtime.custom({ … }) with its own commands';
    refuse('nodes', `the runtime ${runtime.kind} does not support several nodes`, fix);
  }
  if (runtime.kind === 'vllm' && accelerator !== undefined && !isClaimed(accelerator) && accelerator.resource === 'google.com/tpu') {
    const fix = 'use Runtime.custom({ … }), which may start Ray on every node';
    refuse('nodes', 'vLLM needs Ray to use TPUs of several nodes', fix);
  }
  if (runtime.kind === 'vllm' && worker !== undefined) refuse('worker', 'vLLM sets the command of its workers', 'remove worker');
  if (rollout?.kind === 'recreate') {
    refuse('rollout', 'a LeaderWorkerSet cannot stop all groups before new ones start', 'use Rollout.inPlace()');
  }
}

/** A trigger on metrics that nobody collects would never scale. */
function checkQueueTrigger({ replicas, runtime, monitoring }: MLServiceProps, refuse: Refuse): void {
  if (typeof replicas !== 'object' || replicas.kind !== 'keda' || !replicas.triggers.some(({ kind }) => kind === 'queue')) return;
  if (runtimeMetrics(runtime).waiting === undefined) {
    const fix = 'use KedaTrigger.prometheus({ … }) with your own query';
    refuse('replicas', `the runtime ${runtime.kind} has no known metric of waiting requests`, fix);
  }
  if (monitoring !== undefined) return;
  const fix = 'add monitoring: Monitoring.pods(), or use KedaTrigger.prometheus({ … }) with the labels of your own scraping';
  refuse('replicas', 'KedaTrigger.queue needs metrics that nobody collects', fix);
}

type Vendor = 'NVIDIA' | 'AMD' | 'Intel' | 'Google' | 'no accelerator';

/** Public images by the end of their name, and what they are built for. Mirrors keep the end. */
const BUILT_FOR: Readonly<Record<string, readonly Vendor[]>> = {
  'vllm/vllm-openai': ['NVIDIA'],
  'vllm/vllm-openai-rocm': ['AMD'],
  'rocm/vllm': ['AMD'],
  'vllm/vllm-tpu': ['Google'],
  'vllm/vllm-openai-xpu': ['Intel'],
  'vllm/vllm-openai-cpu': ['no accelerator'],
  'nvidia/tritonserver': ['NVIDIA', 'no accelerator'],
};

/** Domains of extended resources and of device classes, and what lies below them. */
const VENDORS: Readonly<Record<string, Vendor>> = {
  'nvidia.com': 'NVIDIA',
  'amd.com': 'AMD',
  'intel.com': 'Intel',
  'google.com': 'Google',
};

/** Refuses devices that the runtime, or the image that it is started from, cannot use. */
export function assertAcceleratorFits(
  where: string,
  { accelerator, runtime, image: reference }: Pick<ModelServerProps, 'accelerator' | 'runtime'> & { readonly image: ImageReference },
): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('MLService.accelerator', { where, what, fix });
  };
  if (accelerator !== undefined && isSeveralSlices(accelerator) && runtime.kind !== 'custom') {
    const fix = 'use one larger slice, one slice and more replicas, or whole GPUs with Gpu.nvidia(n)';
    refuse(`a process of CUDA uses one MIG slice, so ${runtime.kind} would leave ${accelerator.count - 1} idle`, fix);
  }
  const vendor = vendorOf(accelerator);
  if (vendor === 'Google' && (runtime.kind === 'triton' || runtime.kind === 'tgi')) {
    refuse(`the runtime ${runtime.kind} does not run on TPUs`, 'use Runtime.vllm with an image for TPUs, or Runtime.custom');
  }
  const image = reference.repository.split('/').slice(-2).join('/');
  const builtFor = BUILT_FOR[image];
  if (builtFor === undefined || vendor === undefined || builtFor.includes(vendor)) return;
  const fits = Object.keys(BUILT_FOR).find(
    (other) => BUILT_FOR[other]?.includes(vendor) && other.startsWith('vllm/') && runtime.kind === 'vllm',
  );
  const such = fits === undefined ? '' : `, such as ${fits}`;
  const fix = `use an image for ${vendor}${such}, or the accelerator that the image is built for`;
  refuse(`the image ${image} is built for ${builtFor.join(' or ')}, and the pod has ${devicesText(accelerator)}`, fix);
}

/** Whether a server that is not root may find the devices closed: on most nodes with AMD GPUs they belong to the group `render`. */
export function needsDeviceGroup({ accelerator, security }: Pick<ModelServerProps, 'accelerator' | 'security'>): boolean {
  return vendorOf(accelerator) === 'AMD' && security?.supplementalGroups === undefined && security?.exceptions?.runAsRoot === undefined;
}

/** Unknown for devices of others: nobody can say what fits them. */
function vendorOf(accelerator: Accelerator | ClaimedDevices | undefined): Vendor | undefined {
  if (accelerator === undefined) return 'no accelerator';
  const name = `.${isClaimed(accelerator) ? accelerator.deviceClass : accelerator.resource.split('/')[0]}`;
  return Object.entries(VENDORS).find(([domain]) => name.endsWith(`.${domain}`))?.[1];
}

function isSeveralSlices(accelerator: Accelerator | ClaimedDevices): boolean {
  if (accelerator.count === 1) return false;
  return isClaimed(accelerator) ? accelerator.deviceClass === 'mig.nvidia.com' : accelerator.resource.startsWith('nvidia.com/mig-');
}

function devicesText(accelerator: Accelerator | ClaimedDevices | undefined): string {
  if (accelerator === undefined) return 'no accelerator';
  return isClaimed(accelerator) ? accelerator.deviceClass : accelerator.resource;
}
