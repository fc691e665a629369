import type { Size } from 'cdk8s';
import type { ResourceRequirements } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkQualifiedKey } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import type { Accelerator } from '../devices/accelerator';
import { type ClaimedDevices, isClaimed, POD_CLAIM } from '../devices/claimed-devices';
import { wholeNumber } from '../whole-number';

/** Anything that carries a CPU quantity: `Cpu` of this library or of cdk8s-plus. */
export interface CpuAmount {
  /** The quantity as Kubernetes reads it: `2`, `500m`. */
  readonly amount: string;
}

/** What one container gets. */
export interface Resources {
  /**
   * Reserved processor time. There is no CPU limit unless one is asked for: a limit slows a container down while the node idles.
   *
   * @example Cpu.cores(4)
   */
  readonly cpu: CpuAmount;
  /** Upper bound of processor time. @default - none */
  readonly cpuLimit?: CpuAmount;
  /**
   * Memory, reserved and limit alike, so that a pod is never killed for what its node promised to others.
   *
   * @example Size.gibibytes(16)
   */
  readonly memory: Size;
  /** Disk for the writable layer, logs and scratch mounts, reserved and limit alike. @default - not reserved */
  readonly ephemeralStorage?: Size;
}

/** What a container gets beside processors, memory and disk. */
export interface DeviceResources {
  readonly accelerator?: Accelerator | ClaimedDevices;
  readonly extendedResources?: ExtendedResources;
}

/** Resources of a container; devices stand in requests and limits, as Kubernetes asks for them to be equal. */
export function containerResources(code: string, where: string, resources: Resources, devices: DeviceResources = {}): ResourceRequirements {
  const { accelerator } = devices;
  const memory = sizeQuantity(`${code}.memory`, where, resources.memory);
  const disk = resources.ephemeralStorage;
  const fixed: Record<string, string> = {
    memory,
    ...(disk === undefined ? {} : { 'ephemeral-storage': sizeQuantity(`${code}.ephemeralStorage`, where, disk) }),
    ...(accelerator === undefined || isClaimed(accelerator) ? {} : { [accelerator.resource]: `${accelerator.count}` }),
    ...extendedResources(`${code}.extendedResources`, where, devices.extendedResources, resourceOf(accelerator)),
  };
  const cpu = checkCpu(`${code}.cpu`, where, resources.cpu);
  const claims = accelerator !== undefined && isClaimed(accelerator) ? { claims: [{ name: POD_CLAIM }] } : {};
  if (resources.cpuLimit === undefined) return { requests: { cpu, ...fixed }, limits: fixed, ...claims };
  const cpuLimit = checkCpu(`${code}.cpuLimit`, where, resources.cpuLimit);
  if (cores(cpuLimit) < cores(cpu)) {
    const fix = 'raise cpuLimit, or lower cpu';
    throw new ConfigError(`${code}.cpuLimit`, { where, what: `the CPU limit ${cpuLimit} is below the request ${cpu}`, fix });
  }
  return { requests: { cpu, ...fixed }, limits: { cpu: cpuLimit, ...fixed }, ...claims };
}

function resourceOf(accelerator: Accelerator | ClaimedDevices | undefined): string | undefined {
  return accelerator === undefined || isClaimed(accelerator) ? undefined : accelerator.resource;
}

/** Kubernetes knows nothing finer than a thousandth of a core. */
function checkCpu(code: string, where: string, cpu: CpuAmount): string {
  if (/^([0-9]+m|[0-9]+(\.[0-9]{1,3})?)$/.test(cpu.amount) && cores(cpu.amount) > 0) return cpu.amount;
  const fix = 'use Cpu.cores(1) or Cpu.millis(500)';
  throw new ConfigError(code, {
    where,
    what: `CPU amount ${JSON.stringify(cpu.amount)} is not a number of thousandths of a core above zero`,
    fix,
  });
}

function cores(amount: string): number {
  return amount.endsWith('m') ? Number(amount.slice(0, -1)) / 1000 : Number(amount);
}

/** Resources that nodes have by name beside processors, memory and the accelerator: `{ 'rdma/hca_shared_devices_a': 1 }`. */
export type ExtendedResources = Readonly<Record<string, number>>;

/** Extended resources as quantities, refused under `code` where Kubernetes or the accelerator has a word for them. */
export function extendedResources(
  code: string,
  where: string,
  asked: ExtendedResources = {},
  accelerator: string | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).map(([name, count]) => [name, quantity(code, where, name, count, accelerator)]));
}

function quantity(code: string, where: string, name: string, count: number, accelerator: string | undefined): string {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(code, { where, what, fix });
  };
  checkQualifiedKey(code, where, name);
  const domain = name.split('/')[0] ?? '';
  if (domain === name || domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io')) {
    refuse(
      `${name} is a resource of Kubernetes itself`,
      "use cpu, memory or ephemeralStorage; extended resources have a domain, as in 'rdma/hca'",
    );
  }
  if (name === accelerator) refuse(`${name} is the accelerator's resource`, 'remove it here: the accelerator asks for it');
  return `${wholeNumber(code, where, count, { title: name, min: 1 })}`;
}
