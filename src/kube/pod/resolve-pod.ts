import type { Container, PodSecurityContext, PodSpec, PodTemplateSpec, Volume } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { isClaimed, POD_CLAIM } from '../devices/claimed-devices';
import { checkAnnotations, checkLabels } from '../kube-object';
import { type PodIdentity, workloadLabels, workloadSelector } from '../labels';
import { assertValidPod, checkContainers } from './assert-valid-pod';
import { type EnvVariables, envList, mergeVariables, type NamedRef, nameOf } from './environment-variables';
import { type ImageReference, parseImage } from './image';
import { type Mount, volumesAndMounts } from './mount';
import type { PodTemplateProps } from './pod-props';
import { containerResources } from './resources';
import {
  containerSecurity,
  diskGroup,
  exceptionAnnotations,
  podSecurity,
  refuseUnrestrictedVolumes,
  restrictedContainer,
} from './security';

/** What a construct decides about its pods, beside the props that the user gives. */
export interface PodDesign {
  /** Prefix of every error code: `MLService`. */
  readonly code: string;
  /** The construct's path. */
  readonly where: string;
  readonly identity: PodIdentity;
  /** Name of the main container. */
  readonly container: string;
  /** A parsed reference, or text that is parsed here. */
  readonly image: string | ImageReference;
  /** Further fields of the main container: command, ports, probes, lifecycle. */
  readonly fields?: Partial<Container>;
  /** Variables that the construct sets; a user's variable of the same name wins. */
  readonly env?: EnvVariables;
  /** Mounts that the construct adds; a user's mount at the same path wins. */
  readonly mounts?: readonly Mount[];
  /** Names of mounted volumes that the workload itself provides, such as those of claim templates. */
  readonly templateVolumes?: readonly string[];
  readonly initContainers?: readonly Container[];
  /** Further fields of the pod: restart policy, grace period. */
  readonly spec?: Partial<PodSpec>;
  /** The ResourceClaimTemplate of the claimed devices. */
  readonly claimTemplate?: string;
  /** Labels beside those of every workload. Never part of a selector. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A pod with every default applied and every value parsed. Derive variants by spreading it; {@link podTemplate} writes it. */
export interface ResolvedPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The main container. */
  readonly container: Container;
  /** The main container's image. */
  readonly image: ImageReference;
  /** The images of all containers, the main one's first. */
  readonly images: readonly ImageReference[];
  readonly extraContainers: readonly Container[];
  readonly initContainers: readonly Container[];
  readonly volumes: readonly Volume[];
  readonly claimTemplate: string | undefined;
  /** Node selector, tolerations, affinity, spread and class names. */
  readonly placement: Partial<PodSpec>;
  /** Service account, token and pull secrets. */
  readonly account: Partial<PodSpec>;
  readonly security: PodSecurityContext;
  readonly spec: Partial<PodSpec>;
}

/** Resolves the pod of a workload: restricted security, no API token, volumes and mounts from one list. Makes every refusal. */
export function resolvePod(design: PodDesign, props: PodTemplateProps): ResolvedPod {
  const { code, where } = design;
  const { volumes, volumeMounts } = volumesAndMounts(where, mergeMounts(design.mounts, props.mounts));
  refuseUnrestrictedVolumes(`${code}.mounts`, where, volumes, props.security?.exceptions?.unrestrictedVolumes);
  const env = envList(`${code}.env`, where, mergeVariables(design.env, props.env));
  const image = typeof design.image === 'string' ? parseImage(`${code}.image`, where, design.image) : design.image;
  const initContainers = [...(design.initContainers ?? []), ...(props.initContainers ?? []).map(restrictedContainer)];
  const extraContainers = (props.extraContainers ?? []).map(restrictedContainer);
  const others = [...initContainers, ...extraContainers].flatMap((container) => container.image ?? []);
  const pod: ResolvedPod = {
    ...podMetadata(design, props),
    container: {
      name: design.container,
      image: image.text,
      ...design.fields,
      ...(env.length === 0 ? {} : { env }),
      resources: containerResources(code, where, props, props),
      securityContext: containerSecurity(props.security?.exceptions),
      ...(volumeMounts.length === 0 ? {} : { volumeMounts }),
    },
    image,
    images: [image, ...others.map((text) => parseImage(`${code}.image`, where, text))],
    initContainers,
    extraContainers,
    volumes,
    claimTemplate: design.claimTemplate,
    placement: placement(design, props),
    account: account(design, props),
    security: podSecurity(`${code}.security`, where, { ...props.security, fsGroup: diskGroup(volumes, volumeMounts, props.security) }),
    spec: design.spec ?? {},
  };
  const { spec } = podTemplate(pod);
  if (spec !== undefined) {
    checkContainers(`${code}.containers`, where, spec);
    assertValidPod(code, where, spec, props);
  }
  const provided = new Set(design.templateVolumes);
  return { ...pod, volumes: volumes.filter(({ name }) => !provided.has(name)) };
}

/** The pod template of a resolved pod. */
export function podTemplate(pod: ResolvedPod): PodTemplateSpec {
  const { labels, annotations, initContainers, volumes, claimTemplate } = pod;
  return {
    metadata: { labels, ...(isEmpty(annotations) ? {} : { annotations }) },
    spec: {
      ...pod.placement,
      ...pod.account,
      securityContext: pod.security,
      ...(initContainers.length === 0 ? {} : { initContainers: [...initContainers] }),
      containers: [pod.container, ...pod.extraContainers],
      ...(claimTemplate === undefined ? {} : { resourceClaims: [{ name: POD_CLAIM, resourceClaimTemplateName: claimTemplate }] }),
      ...(volumes.length === 0 ? {} : { volumes: [...volumes] }),
      ...pod.spec,
    },
  };
}

function podMetadata(design: PodDesign, props: PodTemplateProps): Pick<ResolvedPod, 'labels' | 'annotations'> {
  const { code, where, identity } = design;
  const { podLabels = {}, podAnnotations = {}, security } = props;
  const ownLabels = { ...design.labels, ...workloadLabels(identity), ...workloadSelector(identity) };
  const ownAnnotations = {
    ...design.annotations,
    ...exceptionAnnotations(`${code}.security`, where, identity.context, security?.exceptions),
  };
  refuseReplaced(`${code}.podLabels`, where, podLabels, ownLabels);
  refuseReplaced(`${code}.podAnnotations`, where, podAnnotations, ownAnnotations);
  checkLabels(`${code}.podLabels`, where, podLabels);
  checkLabels(`${code}.labels`, where, ownLabels);
  checkAnnotations(`${code}.podAnnotations`, where, podAnnotations);
  return { labels: { ...identity.context.costLabels, ...podLabels, ...ownLabels }, annotations: { ...podAnnotations, ...ownAnnotations } };
}

/** Selectors, dashboards and reviewers rely on the keys that the construct sets, so they cannot be overridden. */
function refuseReplaced(code: string, where: string, given: Readonly<Record<string, string>>, own: Readonly<Record<string, string>>): void {
  for (const [key, value] of Object.entries(own)) {
    if (!Object.hasOwn(given, key) || given[key] === value) continue;
    throw new ConfigError(code, { where, what: `${key} is "${value}" and cannot be replaced by "${given[key]}"`, fix: 'use another key' });
  }
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
