import { ConfigError } from '../../base/config-error';
import type { Accelerator } from '../../kube/devices/accelerator';
import { type ClaimedDevices, isClaimed } from '../../kube/devices/claimed-devices';
import type { ImageReference } from '../../kube/pod/image';
import type { ModelServerProps } from '../ml-service-props';

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
