import type { Size } from 'cdk8s';
import type { ClusterQueueSpecResourceGroups } from '../../../imports/kueue';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { type Accelerator, checkDevice } from '../../kube/devices/accelerator';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { CpuAmount } from '../../kube/pod/resources';
import { wholeNumber } from '../../kube/whole-number';
import { cpuQuantity } from '../namespace/quota';

/** Quota of a queue on one kind of node, shared by all its jobs. */
export interface FlavorQuota {
  /** The kind of node: a `ResourceFlavor` or its name. @example 'spot' */
  readonly flavor: string | NamedRef;
  /** CPU. @example Cpu.cores(64) */
  readonly cpu: CpuAmount;
  /** Memory. @example Size.gibibytes(512) */
  readonly memory: Size;
  /**
   * Disk for scratch mounts and logs. Required: jobs of this library always request some, and Kueue never admits a job that requests a
   * resource its queue does not cover.
   *
   * @example Size.tebibytes(1)
   */
  readonly ephemeralStorage: Size;
  /** Devices: `[Gpu.nvidia(8)]`. For none of a device that another flavor has: `{ ...Gpu.nvidia(1), count: 0 }`. @default - none */
  readonly accelerators?: readonly Accelerator[];
  /** Number of pods: `100`. @default - no limit */
  readonly pods?: number;
}

/** The resource group of a queue, as Kueue reads it. */
export type ResourceGroup = PlainSpec<ClusterQueueSpecResourceGroups>;

const CODE = 'ClusterQueue.flavors';

/**
 * The resource group of a queue: each flavor with the same resources in the same order.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#resource-groups
 */
export function resolveResourceGroup(where: string, flavors: readonly FlavorQuota[]): ResourceGroup {
  if (flavors.length === 0)
    throw refusal(where, 'the queue has no flavor', 'add one: flavors: [{ flavor, cpu, memory, ephemeralStorage }]');
  const groups = flavors.map((quota) => resolveFlavor(where, quota));
  const names = groups.map(({ name }) => name);
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw refusal(where, `flavor "${repeated}" is listed twice`, 'list it once, with the sum of both');
  const coveredResources = [...new Set(groups.flatMap((group) => group.resources.map(({ name }) => name)))];
  for (const { name, resources } of groups) {
    const missing = coveredResources.filter((resource) => !resources.some((each) => each.name === resource));
    if (missing.length === 0) continue;
    const fix = `give every flavor an amount of ${missing.join(', ')}; for no devices: { ...Gpu.nvidia(1), count: 0 }`;
    throw refusal(where, `flavor "${name}" has no amount of ${missing.join(', ')}, but another flavor has`, fix);
  }
  const ordered = groups.map((group) => ({
    ...group,
    resources: coveredResources.flatMap((resource) => group.resources.filter(({ name }) => name === resource)),
  }));
  return { coveredResources, flavors: ordered };
}

interface ResolvedFlavor {
  readonly name: string;
  readonly resources: readonly { readonly name: string; readonly nominalQuota: string }[];
}

function resolveFlavor(where: string, quota: FlavorQuota): ResolvedFlavor {
  const amounts: Record<string, string> = {
    cpu: cpuQuantity(CODE, where, quota.cpu),
    memory: sizeQuantity(CODE, where, quota.memory),
    'ephemeral-storage': sizeQuantity(CODE, where, quota.ephemeralStorage),
  };
  for (const { resource, count, product } of quota.accelerators ?? []) {
    checkDevice(CODE, where, resource, count, 0);
    if (product !== undefined)
      throw refusal(where, `a quota cannot distinguish ${product} from other ${resource}`, 'use one flavor per product');
    if (amounts[resource] !== undefined)
      throw refusal(where, `${resource} is listed twice in one flavor`, 'list it once, with the sum of both');
    amounts[resource] = `${wholeNumber(CODE, where, count, { title: resource, min: 0 })}`;
  }
  if (quota.pods !== undefined) amounts.pods = `${wholeNumber(CODE, where, quota.pods, { title: 'pods', min: 0 })}`;
  const resources = Object.entries(amounts).map(([name, nominalQuota]) => ({ name, nominalQuota }));
  return { name: checkName(CODE, where, nameOf(quota.flavor), DNS_SUBDOMAIN), resources };
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError(CODE, { where, what, fix });
}
