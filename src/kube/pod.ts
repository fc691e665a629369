import type { Affinity, Container, PodSpec, PodTemplateSpec, Toleration, TopologySpreadConstraint } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName } from '../base/names';
import type { Accelerator } from './accelerator';
import { type EnvVariables, envList, mergeVariables, type Named, nameOf } from './environment-variables';
import { parseImage } from './image';
import { type WorkloadIdentity, workloadLabels, workloadSelector } from './labels';
import { type Mount, volumesAndMounts } from './mount';
import { containerResources, type Resources } from './resources';
import { containerSecurity, exceptionAnnotations, podSecurity, type SecurityProps } from './security';

/** What every pod of this library can be given, whatever runs in it. */
export interface PodProps extends Resources {
  /** Environment variables of the main container, in order. @default - none */
  readonly env?: EnvVariables;
  /** Files and directories of the main container. @default - none beyond what the construct adds */
  readonly mounts?: readonly Mount[];
  /** Devices of the main container. @default - none */
  readonly accelerator?: Accelerator;
  /** User, groups and named exceptions from the restricted Pod Security Standard. @default - restricted, user of the image */
  readonly security?: SecurityProps;
  /**
   * The ServiceAccount of the pods. Its token is not mounted (`mountServiceAccountToken`).
   *
   * @default - the namespace's default account, without a token
   */
  readonly serviceAccount?: string | Named;
  /** Mounts a token for the Kubernetes API into every container. @default false */
  readonly mountServiceAccountToken?: boolean;
  /** Secrets to pull the images with. @default - none */
  readonly imagePullSecrets?: readonly (string | Named)[];
  /** Containers that run beside the main one, as they stand in a manifest. @default - none */
  readonly extraContainers?: readonly Container[];
  /** Containers that run to their end before the main one; with `restartPolicy: 'Always'`, native sidecars. @default - none */
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
  /** Extra labels of the pods. Labels that identify the workload cannot be replaced. @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /** Extra annotations of the pods. @default - none */
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
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The pod template of a workload: restricted security, no API token, volumes and mounts from one list. */
export function podTemplate(design: PodDesign, props: PodProps): PodTemplateSpec {
  const { code, where } = design;
  const { volumes, volumeMounts } = volumesAndMounts(where, mergeMounts(design.mounts, props.mounts));
  const initContainers = [...(design.initContainers ?? []), ...(props.initContainers ?? [])];
  const labels = { ...props.podLabels, ...workloadLabels(design.identity), ...workloadSelector(design.identity) };
  const annotations = {
    ...props.podAnnotations,
    ...design.annotations,
    ...exceptionAnnotations(`${code}.security`, where, props.security?.exceptions),
  };
  return {
    metadata: { labels, ...(isEmpty(annotations) ? {} : { annotations }) },
    spec: {
      ...placement(props),
      ...account(props),
      securityContext: podSecurity(`${code}.security`, where, props.security),
      ...(initContainers.length === 0 ? {} : { initContainers }),
      containers: [
        { ...mainContainer(design, props), ...(volumeMounts.length === 0 ? {} : { volumeMounts }) },
        ...extraContainers(design, props),
      ],
      ...(volumes.length === 0 ? {} : { volumes }),
      ...design.spec,
    },
  };
}

function mainContainer(design: PodDesign, props: PodProps): Container {
  const { code, where } = design;
  parseImage(`${code}.image`, where, design.image);
  checkName(`${code}.container`, where, design.container);
  const env = envList(`${code}.env`, where, mergeVariables(design.env, props.env));
  return {
    name: design.container,
    image: design.image,
    ...design.fields,
    ...(env.length === 0 ? {} : { env }),
    resources: containerResources(code, where, props, props.accelerator),
    securityContext: containerSecurity(props.security?.exceptions),
  };
}

function extraContainers(design: PodDesign, props: PodProps): readonly Container[] {
  const names = new Set([design.container]);
  for (const { name } of [...(props.initContainers ?? []), ...(props.extraContainers ?? []), ...(design.initContainers ?? [])]) {
    if (names.has(name)) {
      const fix = 'give each container of the pod its own name';
      throw new ConfigError(`${design.code}.containers`, { where: design.where, what: `two containers are called "${name}"`, fix });
    }
    names.add(name);
  }
  return props.extraContainers ?? [];
}

function placement(props: PodProps): Partial<PodSpec> {
  const nodeSelector = { ...props.accelerator?.nodeSelector, ...props.nodeSelector };
  const tolerations = [...(props.accelerator?.tolerations ?? []), ...(props.tolerations ?? [])];
  return {
    ...(isEmpty(nodeSelector) ? {} : { nodeSelector }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(props.affinity === undefined ? {} : { affinity: props.affinity }),
    ...(props.topologySpread === undefined ? {} : { topologySpreadConstraints: [...props.topologySpread] }),
    ...(props.priorityClassName === undefined ? {} : { priorityClassName: props.priorityClassName }),
    ...(props.runtimeClassName === undefined ? {} : { runtimeClassName: props.runtimeClassName }),
    ...(props.schedulerName === undefined ? {} : { schedulerName: props.schedulerName }),
  };
}

function account(props: PodProps): Partial<PodSpec> {
  const secrets = props.imagePullSecrets ?? [];
  return {
    ...(props.serviceAccount === undefined ? {} : { serviceAccountName: nameOf(props.serviceAccount) }),
    automountServiceAccountToken: props.mountServiceAccountToken ?? false,
    ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((secret) => ({ name: nameOf(secret) })) }),
  };
}

function mergeMounts(own: readonly Mount[] = [], given: readonly Mount[] = []): readonly Mount[] {
  const paths = new Set(given.map((mount) => mount.path));
  return [...own.filter((mount) => !paths.has(mount.path)), ...given];
}

function isEmpty(record: object): boolean {
  return Object.keys(record).length === 0;
}
