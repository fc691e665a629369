import { createHash } from 'node:crypto';
import type { ResourceClaimTemplate, Toleration } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN, shortenName } from '../../base/names';
import { checkedFactories } from '../../base/validate-props';
import { type Accelerator, checkDeviceCount } from './accelerator';

/** What a pod claims by dynamic resource allocation. */
export interface DeviceClaimOptions {
  /** The DeviceClass, which the driver or an administrator makes: `gpu.nvidia.com`, `mig.nvidia.com`, `gpu.amd.com`. */
  readonly deviceClass: string;
  /** How many devices one pod gets. @default 1 */
  readonly count?: number;
  /**
   * CEL expressions that each device meets: `device.attributes["gpu.nvidia.com"].productName == "NVIDIA H100 80GB HBM3"`.
   *
   * @default - any device of the class
   * @see https://kubernetes.io/docs/reference/using-api/cel/
   */
  readonly selectors?: readonly string[];
  /** An attribute in which all devices of the pod agree, such as where they are wired to: `resource.kubernetes.io/pcieRoot`. @default - none */
  readonly matchAttribute?: string;
  /** Taints of the nodes that the pods accept. @default - none: classes say nothing of taints */
  readonly tolerations?: readonly Toleration[];
}

/** Devices that the scheduler allocates by their attributes instead of counting them. Made by {@link Dra.claim}. */
export interface ClaimedDevices {
  /** The DeviceClass: `'gpu.nvidia.com'`. */
  readonly deviceClass: string;
  /** How many devices one pod gets. */
  readonly count: number;
  /** CEL expressions that a device must meet. */
  readonly selectors: readonly string[];
  /** An attribute that is equal in all devices of the claim. @default - none */
  readonly matchAttribute?: string;
  /** Taints of devices that are tolerated. */
  readonly tolerations: readonly Toleration[];
}

/** Dynamic resource allocation, stable since Kubernetes 1.34. */
export const Dra = checkedFactories('Dra', {
  /**
   * Devices of a class: `Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 })`. Each pod gets a ResourceClaim of its own out of a template.
   *
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/
   */
  claim(props: DeviceClaimOptions): ClaimedDevices {
    const { deviceClass, count = 1, selectors = [], matchAttribute, tolerations = [] } = props;
    const where = `Dra.claim(${JSON.stringify(deviceClass)})`;
    checkName('Dra.claim', where, deviceClass ?? '', DNS_SUBDOMAIN);
    checkDeviceCount('Dra.claim', where, count);
    refuseEmptySelectors(where, selectors);
    if (matchAttribute !== undefined) checkAttribute(where, matchAttribute);
    return { deviceClass, count, selectors, ...(matchAttribute === undefined ? {} : { matchAttribute }), tolerations };
  },
} as const);

/** Whether devices are claimed, and not counted as an extended resource. */
export function isClaimed(devices: Accelerator | ClaimedDevices): devices is ClaimedDevices {
  return 'deviceClass' in devices;
}

/** The name of the claim inside its pod. */
export const POD_CLAIM = 'devices';

/**
 * The template of the claims of a workload's pods.
 *
 * Its spec cannot be changed, so its name ends in a hash of it: another claim is another object, which a rollout moves to.
 */
export function claimTemplate(devices: ClaimedDevices, workload: string, labels: Readonly<Record<string, string>>): ResourceClaimTemplate {
  const { deviceClass, count, selectors, matchAttribute } = devices;
  const exactly = {
    deviceClassName: deviceClass,
    allocationMode: 'ExactCount',
    count,
    ...(selectors.length === 0 ? {} : { selectors: selectors.map((expression) => ({ cel: { expression } })) }),
  };
  const constraints = matchAttribute === undefined ? {} : { constraints: [{ matchAttribute }] };
  const spec = { spec: { devices: { requests: [{ name: POD_CLAIM, exactly }], ...constraints } } };
  const hash = createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 8);
  const metadata = { name: shortenName(`${workload}-${hash}`, DNS_SUBDOMAIN.max), labels };
  return { apiVersion: 'resource.k8s.io/v1', kind: 'ResourceClaimTemplate', metadata, spec };
}

function refuseEmptySelectors(where: string, selectors: readonly string[]): void {
  for (const selector of selectors) {
    if (typeof selector === 'string' && selector.trim() !== '') continue;
    const fix = `write an expression: 'device.attributes["gpu.nvidia.com"].productName == "NVIDIA H100 80GB HBM3"'`;
    throw new ConfigError('Dra.claim', { where, what: `a selector is ${JSON.stringify(selector)}`, fix });
  }
}

/** The API server asks for the domain of the driver before the name. */
function checkAttribute(where: string, attribute: string): void {
  const [domain, name, ...rest] = `${attribute}`.split('/');
  const named = /^[A-Za-z_][A-Za-z0-9_]{0,31}$/.test(name ?? '') && rest.length === 0;
  if (named && DNS_SUBDOMAIN.pattern.test(domain ?? '') && (domain ?? '').length <= 63) return;
  const fix = "write domain/name, for example 'resource.kubernetes.io/pcieRoot'";
  throw new ConfigError('Dra.claim', { where, what: `matchAttribute is ${JSON.stringify(attribute)}`, fix });
}
