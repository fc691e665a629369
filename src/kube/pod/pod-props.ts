import type { Affinity, Container, Toleration, TopologySpreadConstraint } from '../../../imports/kubernetes';
import type { Accelerator } from '../devices/accelerator';
import type { ClaimedDevices } from '../devices/claimed-devices';
import type { EnvVariables, NamedRef } from './environment-variables';
import type { Mount } from './mount';
import type { ExtendedResources, Resources } from './resources';
import type { SecurityProps } from './security';

/** Props of every workload's pods. Codes are those of the construct: `<Construct>.env` is `WebService.env` in a WebService. */
export interface PodProps extends Resources {
  /**
   * Environment variables of the main container, in order: `{ LOG_LEVEL: 'info', TOKEN: Env.secret('hub', 'token') }`
   * (`<Construct>.env`).
   *
   * @default - none
   * @example { LOG_LEVEL: 'info', TOKEN: Env.secret('keys', 'token') }
   */
  readonly env?: EnvVariables;
  /**
   * Files and directories of the main container: `[Mount.claim('/data', 'features')]`.
   *
   * @default - only those that the construct adds
   * @example [Mount.claim('/data', 'data')]
   */
  readonly mounts?: readonly Mount[];
  /** Devices of the main container: `Gpu.nvidia(1)`. @default - none */
  readonly accelerator?: Accelerator;
  /**
   * Other devices of the main container by resource name, such as network cards for RDMA: `{ 'rdma/hca_shared_devices_a': 1 }`.
   *
   * Whole numbers. The accelerator's own resource and the resources of Kubernetes itself are refused
   * (`<Construct>.extendedResources`).
   *
   * @default - none
   * @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#extended-resources
   */
  readonly extendedResources?: ExtendedResources;
  /**
   * User, groups and named exceptions from the restricted Pod Security Standard: `{ runAsUser: 1000 }`
   * (`<Construct>.security.runAsUser`, `.fsGroup`, `.supplementalGroups`, `.exceptions`).
   *
   * @default - restricted, with the user of the image
   */
  readonly security?: SecurityProps;
  /**
   * The ServiceAccount of the pods, by name or as an object: `'scorer'`. Its token is not mounted unless `mountServiceAccountToken`
   * is set (`<Construct>.serviceAccount`).
   *
   * @default - a ServiceAccount with the name of the workload, without a token
   */
  readonly serviceAccount?: string | NamedRef;
  /** Mounts a token for the Kubernetes API into every container: `true`. @default false */
  readonly mountServiceAccountToken?: boolean;
  /** Secrets to pull the images with: `['registry']` (`<Construct>.imagePullSecrets`). @default - none */
  readonly imagePullSecrets?: readonly (string | NamedRef)[];
  /**
   * Containers that run beside the main one, as in a manifest: `[{ name: 'proxy', image: 'envoyproxy/envoy:v1.34@sha256:<digest>' }]`.
   * Settings that the restricted Pod Security Standard requires are filled in where they are missing (`<Construct>.containers`).
   *
   * @default - none
   */
  readonly extraContainers?: readonly Container[];
  /**
   * Containers that run to completion before the main one: `[{ name: 'migrate', image: 'acme/api:1.4@sha256:<digest>' }]`; with
   * `restartPolicy: 'Always'`, native sidecars. Filled in like `extraContainers`.
   *
   * @default - none
   */
  readonly initContainers?: readonly Container[];
  /** Labels that a node must have: `{ 'topology.kubernetes.io/zone': 'eu-1a' }` (`<Construct>.nodeSelector`). @default - those of the accelerator */
  readonly nodeSelector?: Readonly<Record<string, string>>;
  /** Taints that the pods tolerate: `[{ key: 'team', operator: 'Exists' }]`. @default - those that nodes with the accelerator usually have */
  readonly tolerations?: readonly Toleration[];
  /** Node and pod affinity, as in a manifest: `{ nodeAffinity: { … } }`. @default - none */
  readonly affinity?: Affinity;
  /** How replicas spread over zones and nodes, as in a manifest. @default - see the construct */
  readonly topologySpread?: readonly TopologySpreadConstraint[];
  /** Name of a PriorityClass: `'serving'` (`<Construct>.priorityClassName`). @default - the cluster's default */
  readonly priorityClassName?: string;
  /** Name of a RuntimeClass: `'nvidia'` (`<Construct>.runtimeClassName`). @default - the cluster's default */
  readonly runtimeClassName?: string;
  /** Name of a scheduler: `'volcano'` (`<Construct>.schedulerName`). @default - the cluster's default scheduler */
  readonly schedulerName?: string;
  /** Further labels of the pods: `{ team: 'ranking' }`. Keys that the construct sets are refused (`<Construct>.podLabels`). @default - none */
  readonly podLabels?: Readonly<Record<string, string>>;
  /**
   * Further annotations of the pods: `{ 'prometheus.io/scrape': 'true' }`. Keys that the construct sets are refused
   * (`<Construct>.podAnnotations`).
   *
   * @default - none
   */
  readonly podAnnotations?: Readonly<Record<string, string>>;
}

/** Props of a pod whose construct also accepts claimed devices. */
export type PodTemplateProps = Omit<PodProps, 'accelerator'> & { readonly accelerator?: Accelerator | ClaimedDevices };
