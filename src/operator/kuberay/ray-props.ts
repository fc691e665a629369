import type { Duration } from 'cdk8s';
import type { GpuDevices } from '../../kube/devices/accelerator';
import type { PodProps } from '../../kube/pod/pod-props';
import type { Resources } from '../../kube/pod/resources';
import type { PodMonitoring } from '../../kube/server/monitoring';
import type { HubModel, ModelInPlace } from '../../serving/model/model';
import type { Startup } from '../../serving/rollout/rollout';
import type { RayApplication } from './ray-application';
import type { RayUpgrade } from './ray-upgrade';

/** Nodes of one kind in a Ray cluster: one pod each. */
export interface RayWorkerGroup extends Resources {
  /** A DNS label (`KubeRayService.workers`). */
  readonly name: string;
  /** How many pods: a number, or bounds between which Ray's autoscaler moves. */
  readonly replicas: number | RayBounds;
  /** Devices of one pod. Ray offers them to the deployments that ask for GPUs. @default - none */
  readonly accelerator?: GpuDevices;
  /** Labels that a node must have. @default - those of the service, and those that the accelerator asks for */
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

export interface RayBounds {
  /** The least number of workers. */
  readonly min: number;
  /** The greatest number of workers. */
  readonly max: number;
}

/** What the pods of all groups share. Devices and resources are those of each group; KubeRay brings shared memory and probes. */
type SharedPodProps = Omit<
  PodProps,
  keyof Resources | 'accelerator' | 'extendedResources' | 'topologySpread' | 'serviceAccount' | 'mountServiceAccountToken'
>;

/** Props of an `MLService` that a RayService cannot express. */
interface NotInRayService {
  /** Give it to a worker group: workers: [{ name, accelerator, … }]. */
  readonly accelerator?: never;
  /** Give it to the head and to each worker group. */
  readonly cpu?: never;
  /** Give it to the head and to each worker group. */
  readonly memory?: never;
  /** Give it to a worker group. */
  readonly cpuLimit?: never;
  /** Give it to a worker group. */
  readonly ephemeralStorage?: never;
  /** Ray does not know them; use MLService. */
  readonly extendedResources?: never;
  /** Each pod has 10 GiB at /tmp; mount more elsewhere. */
  readonly scratch?: never;
  /** Use affinity. */
  readonly topologySpread?: never;
  /** Only Ray's autoscaler gets a token. */
  readonly mountServiceAccountToken?: never;
  /** Use a worker group. */
  readonly worker?: never;
  /** Use affinity. */
  readonly exclusiveTopology?: never;
  /** Give them to each worker group. */
  readonly replicas?: never;
  /** KubeRay brings it, as large as the memory of the pod. */
  readonly sharedMemory?: never;
  /** The application fetches its model itself. */
  readonly modelSize?: never;
  /** The application fetches its model itself; share one with Model.pvc. */
  readonly cache?: never;
  /** The application fetches its model itself. */
  readonly download?: never;
  /** Use upgrade. */
  readonly rollout?: never;
  /** Use image and applications. */
  readonly runtime?: never;
  /** KubeRay itself must reach the head; write a NetworkPolicy of your own. */
  readonly callers?: never;
  /** Use MLService, or rules of your own on the metrics of Ray. */
  readonly slo?: never;
  /** KubeRay makes the Service, with port 8000. */
  readonly servicePort?: never;
  /** Use the replicas of a worker group. */
  readonly nodes?: never;
  /** The head's belongs to KubeRay, the workers need none. */
  readonly serviceAccount?: never;
}

/**
 * What a RayService is made of.
 *
 * What its object has no field for is not a prop: shared memory and probes (KubeRay brings them), a Service's port, callers (KubeRay itself must
 * reach the head, from wherever it runs), autoscaling by others than Ray, a download container.
 */
export interface KubeRayServiceProps extends SharedPodProps, NotInRayService {
  /**
   * The name of the RayService. KubeRay derives the cluster's, and the Service called `<name>-serve-svc`.
   *
   * A DNS label of at most 47 characters that starts with a letter (`KubeRayService.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The application, which several services may share: the two colors of one model. Label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /** The release, for people: label `app.kubernetes.io/version`. @default - none */
  readonly version?: string;
  /**
   * Image with Ray and the code of the applications. It needs a digest where the environment requires pins.
   *
   * @example 'ghcr.io/acme/scorer:1.4@sha256:<digest>'
   */
  readonly image: string;
  /** The version of Ray in the image: `2.52.0`. KubeRay asks it which fields it understands. @example '2.52.0' */
  readonly rayVersion: string;
  /**
   * What Ray Serve runs. At least one; names and route prefixes must differ (`KubeRayService.applications`).
   *
   * @example […]
   */
  readonly applications: readonly RayApplication[];
  /**
   * The model, for provenance, and mounted into every pod: its path is in `MODEL_PATH`. The address of a model of the hub is in `MODEL_URI` and
   * `MODEL_REVISION`; the application fetches it.
   *
   * @default - the applications know
   */
  readonly model?: HubModel | ModelInPlace;
  /**
   * The pod that keeps the cluster together. It runs no deployment, so that a busy model never takes the cluster down.
   *
   * @example { cpu, memory }
   */
  readonly head: Pick<Resources, 'cpu' | 'memory'>;
  /**
   * The pods that the deployments run in. What the deployments ask for must fit (`KubeRayService.workers`).
   *
   * @example […]
   */
  readonly workers: readonly RayWorkerGroup[];
  /** How a change of the cluster is rolled out. @default RayUpgrade.newCluster() */
  readonly upgrade?: RayUpgrade;
  /**
   * How long a start may take, from a running head to applications that answer, at least 10 s (`MLService.startup`).
   *
   * @example Startup.within(Duration.minutes(10))
   */
  readonly startup: Startup;
  /** Time for running requests on the old cluster after the switch to a new one, at least 1 second (`MLService.drain`). @default Duration.seconds(60) */
  readonly drain?: Duration;
  /** Collects the metrics of Ray from the pods. @default - nobody collects them */
  readonly monitoring?: PodMonitoring;
}
