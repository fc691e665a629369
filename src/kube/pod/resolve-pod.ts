import type {
  Affinity,
  Container,
  ObjectMeta,
  PodSpec,
  PodTemplateSpec,
  Toleration,
  TopologySpreadConstraint,
} from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import type { Accelerator } from '../devices/accelerator';
import { type ClaimedDevices, isClaimed, POD_CLAIM } from '../devices/claimed-devices';
import { checkAnnotations, checkLabels } from '../kube-object';
import { type WorkloadIdentity, workloadLabels, workloadSelector } from '../labels';
import { assertValidPod, checkContainers } from './assert-valid-pod';
import { type EnvVariables, envList, mergeVariables, type NamedRef, nameOf } from './environment-variables';
import { parseImage } from './image';
import { type Mount, volumesAndMounts } from './mount';
import { containerResources, type ExtendedResources, type Resources } from './resources';
import {
  containerSecurity,
  diskGroup,
  exceptionAnnotations,
  podSecurity,
  refuseUnrestrictedVolumes,
  restrictedContainer,
  type SecurityProps,
} from './security';

/** What every pod of this library can be given, whatever runs in it. */
export interface PodProps extends Resources {
  /** Environment variables of the main container, in order. @default - none */
  readonly env?: EnvVariables;
  /** Files and directories of the main container. @default - none beyond what the construct adds */
  readonly mounts?: readonly Mount[];
  /** Devices of the main container. @default - none */
  readonly accelerator?: Accelerator;
  /**
   * Other devices of the main container that nodes have by name, such as network cards for RDMA: `{ 'rdma/hca_shared_devices_a': 1 }`.
   *
   * Whole numbers; refused are the accelerator's own resource and those of Kubernetes (`<Construct>.extendedResources`).
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
   */
  readonly extendedResources?: ExtendedResources;
  /** User, groups and named exceptions from the restricted Pod Security Standard. @default - restricted, user of the image */
  readonly security?: SecurityProps;
  /**
   * The ServiceAccount of the pods. Its token is not mounted (`mountServiceAccountToken`).
   *
   * @default - the namespace's default account, without a token
   */
  readonly serviceAccount?: string | NamedRef;
  /** Mounts a token for the Kubernetes API into every container. @default false */
  readonly mountServiceAccountToken?: boolean;
  /** Secrets to pull the images with. @default - none */
  readonly imagePullSecrets?: readonly (string | NamedRef)[];
  /**
   * Containers that run beside the main one, as they stand in a manifest. What the restricted Pod Security Standard asks of a container is
   * filled in where they say nothing of it.
   *
   * @default - none
   */
  readonly extraContainers?: readonly Container[];
  /**
   * Containers that run to their end before the main one; with `restartPolicy: 'Always'`, native sidecars. Filled in like `extraContainers`.
   *
   * @default - none
   */
  readonly initContainers?: readonly Container[];
  /** Labels that a node must have. @default - those that the accelerator asks for */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pods accept. @default - those that the accelerator's nodes carry */
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: Affinity;
  /** How replicas spread over zones and nodes. @default - see the construct */
  readonly topologySpread?: readonly TopologySpreadConstraint[];
  readonly priorityClassName?: string;
  readonly runtimeClassName?: string;
  readonly schedulerName?: string;
  /** Extra labels of the pods. Others for those that the construct writes are refused (`<Construct>.podLabels`). @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Extra annotations of the pods; others for those that the construct writes are refused. @default - none */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** What a construct itself decides about its pods. */
export interface PodDesign {
  /** Begins every error code: `MLService`. */
  readonly code: string;
  /** The construct's path. */
  readonly where: string;
  readonly identity: WorkloadIdentity;
  /** Name of the main container. */
  readonly container: string;
  readonly image: string;
  /** Further fields of the main container: command, ports, probes, lifecycle. */
  readonly fields?: Partial<Container>;
  /** Variables that the construct sets; a user's variable of the same name wins. */
  readonly env?: EnvVariables;
  /** Mounts that the construct adds; a user's mount at the same path wins. */
  readonly mounts?: readonly Mount[];
  readonly initContainers?: readonly Container[];
  readonly spec?: Partial<PodSpec>;
  /** The ResourceClaimTemplate of the claimed devices. */
  readonly claimTemplate?: string;
  /** Labels beside those that every workload has. Never part of a selector. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The props of a pod, whose construct may also know how to claim devices. */
export type PodTemplateProps = Omit<PodProps, 'accelerator'> & { readonly accelerator?: Accelerator | ClaimedDevices };

/** The pod template of a workload: restricted security, no API token, volumes and mounts from one list. */
export function podTemplate(design: PodDesign, props: PodTemplateProps): PodTemplateSpec {
  const { code, where, claimTemplate } = design;
  const { volumes, volumeMounts } = volumesAndMounts(where, mergeMounts(design.mounts, props.mounts));
  refuseUnrestrictedVolumes(`${code}.mounts`, where, volumes, props.security?.exceptions?.unrestrictedVolumes);
  const fsGroup = diskGroup(volumes, volumeMounts, props.security);
  const initContainers = [...(design.initContainers ?? []), ...(props.initContainers ?? []).map(restrictedContainer)];
  const spec: PodSpec = {
    ...placement(design, props),
    ...account(design, props),
    securityContext: podSecurity(`${code}.security`, where, { ...props.security, fsGroup }),
    ...(initContainers.length === 0 ? {} : { initContainers }),
    containers: [
      { ...mainContainer(design, props), ...(volumeMounts.length === 0 ? {} : { volumeMounts }) },
      ...(props.extraContainers ?? []).map(restrictedContainer),
    ],
    ...(claimTemplate === undefined ? {} : { resourceClaims: [{ name: POD_CLAIM, resourceClaimTemplateName: claimTemplate }] }),
    ...(volumes.length === 0 ? {} : { volumes }),
    ...design.spec,
  };
  checkContainers(`${code}.containers`, where, spec);
  assertValidPod(code, where, spec, props);
  return { metadata: podMetadata(design, props), spec };
}

function podMetadata(design: PodDesign, props: PodTemplateProps): ObjectMeta {
  const { code, where, identity } = design;
  const { podLabels = {}, podAnnotations = {}, security } = props;
  const ownLabels = { ...design.labels, ...workloadLabels(identity), ...workloadSelector(identity) };
  const ownAnnotations = { ...design.annotations, ...exceptionAnnotations(`${code}.security`, where, security?.exceptions) };
  refuseReplaced(`${code}.podLabels`, where, podLabels, ownLabels);
  refuseReplaced(`${code}.podAnnotations`, where, podAnnotations, ownAnnotations);
  checkLabels(`${code}.podLabels`, where, podLabels);
  checkLabels(`${code}.labels`, where, ownLabels);
  checkAnnotations(`${code}.podAnnotations`, where, podAnnotations);
  const annotations = { ...podAnnotations, ...ownAnnotations };
  return { labels: { ...podLabels, ...ownLabels }, ...(isEmpty(annotations) ? {} : { annotations }) };
}

/** Selectors, dashboards and reviewers rely on what the construct writes; a value of the user's would be lost without a word. */
function refuseReplaced(code: string, where: string, given: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(given, key) || given[key] === value) continue;
    throw new ConfigError(code, { where, what: `${key} is "${value}" and cannot be replaced by "${given[key]}"`, fix: 'use another key' });
  }
}

function mainContainer(design: PodDesign, props: PodTemplateProps): Container {
  const { code, where } = design;
  parseImage(`${code}.image`, where, design.image);
  checkName(`${code}.container`, where, design.container);
  const env = envList(`${code}.env`, where, mergeVariables(design.env, props.env));
  return {
    name: design.container,
    image: design.image,
    ...design.fields,
    ...(env.length === 0 ? {} : { env }),
    resources: containerResources(code, where, props, props),
    securityContext: containerSecurity(props.security?.exceptions),
  };
}

function placement(design: PodDesign, props: PodTemplateProps): Partial<PodSpec> {
  const { accelerator } = props;
  const named = (prop: 'priorityClassName' | 'runtimeClassName' | 'schedulerName'): Partial<PodSpec> =>
    props[prop] === undefined ? {} : { [prop]: checkName(`${design.code}.${prop}`, design.where, props[prop], DNS_SUBDOMAIN) };
  const nodeSelector = { ...(accelerator === undefined || isClaimed(accelerator) ? {} : accelerator.nodeSelector), ...props.nodeSelector };
  checkLabels(`${design.code}.nodeSelector`, design.where, nodeSelector);
  const tolerations = [...(accelerator?.tolerations ?? []), ...(props.tolerations ?? [])];
  return {
    ...(isEmpty(nodeSelector) ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(props.affinity === undefined ? {} : { affinity: props.affinity }),
    ...(props.topologySpread === undefined ? {} : { topologySpreadConstraints: [...props.topologySpread] }),
    ...named('priorityClassName'),
    ...named('runtimeClassName'),
    ...named('schedulerName'),
  };
}

function account({ code, where }: PodDesign, props: PodTemplateProps): Partial<PodSpec> {
  const name = (prop: string, named: string | NamedRef) => checkName(`${code}.${prop}`, where, nameOf(named), DNS_SUBDOMAIN);
  const names = new Set((props.imagePullSecrets ?? []).map((secret) => name('imagePullSecrets', secret)));
  const secrets = [...names].map((secret) => ({ name: secret }));
  return {
    ...(props.serviceAccount === undefined ? {} : { serviceAccountName: name('serviceAccount', props.serviceAccount) }),
    automountServiceAccountToken: props.mountServiceAccountToken ?? false,
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets }),
  };
}

function mergeMounts(own: readonly Mount[] = [], given: readonly Mount[] = []): readonly Mount[] {
  const paths = new Set(given.map((mount) => mount.path));
  return [...own.filter((mount) => !paths.has(mount.path)), ...given];
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
