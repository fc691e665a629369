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

/** What jobs of a queue may have of one kind of node, all together. */
export interface FlavorQuota {
  /** The kind of node. @example spot */
  readonly flavor: string | NamedRef;
  /** Processor time. @example Cpu.cores(64) */
  readonly cpu: CpuAmount;
  /** @example Size.gibibytes(512) */
  readonly memory: Size;
  /**
   * Disk for scratch mounts and logs. Jobs of this library always ask for some, and Kueue never admits a job that asks for a resource
   * that its queue does not cover.
   *
   * @example Size.tebibytes(1)
   */
  readonly ephemeralStorage: Size;
  /** Devices: `[Gpu.nvidia(8)]`. Zero of a device of another flavor: `{ ...Gpu.nvidia(1), count: 0 }`. @default - none */
  readonly accelerators?: readonly Accelerator[];
  /** Number of pods. @default - not limited */
  readonly pods?: number;
}

type ResourceGroup = PlainSpec<ClusterQueueSpecResourceGroups>;

/**
 * The resource group of a queue: each flavor with the same resources in the same order, tried from the first on.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/cluster_queue/#resource-groups
 */
export function resourceGroup(where: string, flavors: readonly FlavorQuota[]): ResourceGroup {
  if (!Array.isArray(flavors) || flavors.length === 0) throw refusal(where, 'the queue has no flavor', 'add flavors: [{ flavor, cpu, … }]');
  const groups = flavors.map((quota) => flavorGroup(where, quota));
  const names = groups.map(({ name }) => name);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) throw refusal(where, `the flavor "${twice}" stands twice`, 'add the two amounts up');
  const coveredResources = [...new Set(groups.flatMap((group) => group.resources.map(({ name }) => name)))];
  for (const { name, resources } of groups) {
    const missing = coveredResources.filter((resource) => !resources.some((each) => each.name === resource));
    if (missing.length === 0) continue;
    const fix = `give every flavor an amount of ${missing.join(', ')}; none of a device is { ...Gpu.nvidia(1), count: 0 }`;
    throw refusal(where, `the flavor "${name}" says nothing of ${missing.join(', ')}, and another does`, fix);
  }
  const ordered = groups.map((group) => ({
    ...group,
    resources: coveredResources.flatMap((resource) => group.resources.filter(({ name }) => name === resource)),
  }));
  return { coveredResources, flavors: ordered };
}

interface FlavorGroup {
  readonly name: string;
  readonly resources: readonly { readonly name: string; readonly nominalQuota: string }[];
}

function flavorGroup(where: string, quota: FlavorQuota): FlavorGroup {
  const code = 'ClusterQueue.flavors';
  const amounts: Record<string, string> = {
    cpu: cpuQuantity(code, where, quota.cpu),
    memory: sizeQuantity(code, where, quota.memory),
    'ephemeral-storage': sizeQuantity(code, where, quota.ephemeralStorage),
  };
  for (const { resource, count, product } of quota.accelerators ?? []) {
    checkDevice(code, where, resource, count, 0);
    if (product !== undefined)
      throw refusal(where, `a quota cannot tell ${product} from other ${resource}`, 'use a flavor for each product');
    if (amounts[resource] !== undefined) throw refusal(where, `${resource} stands twice in one flavor`, 'add the two numbers up');
    amounts[resource] = `${wholeNumber(code, where, count, { title: resource, min: 0 })}`;
  }
  if (quota.pods !== undefined) amounts.pods = `${wholeNumber(code, where, quota.pods, { title: 'pods', min: 0 })}`;
  const resources = Object.entries(amounts).map(([name, nominalQuota]) => ({ name, nominalQuota }));
  return { name: checkName(code, where, nameOf(quota.flavor), DNS_SUBDOMAIN), resources };
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('ClusterQueue.flavors', { where, what, fix });
}
