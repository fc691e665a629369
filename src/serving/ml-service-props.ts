import type { Duration, Size } from 'cdk8s';
import type { Accelerator, GpuDevices, TpuSlice } from '../kube/devices/accelerator';
import type { ClaimedDevices } from '../kube/devices/claimed-devices';
import type { PodProps } from '../kube/pod/pod-props';
import type { Monitoring } from '../kube/server/monitoring';
import type { Caller } from './caller';
import type { Download } from './model/download';
import type {
  BakedInModel,
  Cache,
  ClaimModel,
  DownloadedModel,
  HubModel,
  ImageModel,
  Model,
  NoCache,
  PerPodCache,
  SharedCache,
} from './model/model';
import type { Slo } from './monitoring/slo';
import type { RollingRollout, Rollout, Startup } from './rollout/rollout';
import type { WorkerCommand } from './runtime/engine';
import type { CustomRuntime, HubRuntime, Runtime, TpuRuntime, VllmRuntime } from './runtime/runtime';
import type { Scale } from './scale/replicas';

interface CommonProps extends Omit<PodProps, 'accelerator'> {
  /**
   * The name of the Deployment, the Service and all other objects.
   *
   * A DNS label of at most 63 characters that starts with a letter (`MLService.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /** The application, which several services may share: the two colors of one model. Label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
  /**
   * The release, for people: label `app.kubernetes.io/version`, never part of a selector.
   *
   * @default - none
   * @example '1.4.0'
   */
  readonly version?: string;
  /**
   * How many servers run: a number of at least 1, `Scale.hpa(…)` or `Scale.keda(…)` (`MLService.replicas`).
   *
   * @default 1
   * @example 2 or Scale.hpa({ min: 1, max: 4, cpuUtilization: 70 })
   */
  readonly replicas?: Scale;
  /**
   * Time for running requests after the order to stop, in whole seconds from 1 second to 1 hour (`MLService.drain`).
   *
   * The server waits 15 seconds for routers first; the pod is killed 5 seconds after the drain.
   *
   * @default Duration.seconds(30)
   * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination
   * @example Duration.seconds(30)
   */
  readonly drain?: Duration;
  /**
   * The Service's port; its target is the container's port by name (`MLService.servicePort`).
   *
   * @default 80
   * @example 80
   */
  readonly servicePort?: number;
  /**
   * Memory at /dev/shm, counted inside the memory limit; 1 GiB must be left (`MLService.sharedMemory`).
   *
   * @default - 2 GiB a device for more than one device, else the 64 MiB of the container runtime
   * @example Size.gibibytes(2)
   */
  readonly sharedMemory?: Size;
  /**
   * Disk at /tmp, the home directory of known runtimes.
   *
   * @default - 8 GiB for vLLM, 4 GiB for TGI and Triton, 1 GiB for others
   * @example Size.gibibytes(8)
   */
  readonly scratch?: Size;
  /**
   * Who may call. A NetworkPolicy then refuses everybody else; an empty list admits nobody.
   *
   * @default - everybody, without a policy
   * @example [Caller.namespace('gateway')]
   */
  readonly callers?: readonly Caller[];
  /**
   * Collects the servers' metrics with the Prometheus operator (`MLService.monitoring`). With `callers`, let Prometheus be one of them.
   *
   * @default - nobody collects them
   * @example Monitoring.pods()
   */
  readonly monitoring?: Monitoring;
  /**
   * Objectives, which become alerts on burn rates. Needs `monitoring`; what the runtime does not measure is refused (`MLService.slo`).
   *
   * @default - none
   * @example { latency: { percent: 99, within: Duration.millis(500) } }
   */
  readonly slo?: Slo;
}

/** Nothing is fetched. */
interface AlreadyThere {
  /** Where the model comes from. @example Model.huggingFace('org/name', { revision: '<40 hex>' }) */
  readonly model: ClaimModel | BakedInModel;
  /** The server program and its image. @example Runtime.vllm({ image: '…@sha256:…' }) */
  readonly runtime: Runtime;
  readonly modelSize?: undefined;
  readonly cache?: NoCache;
  readonly download?: undefined;
}

/** The node pulls the model like an image. */
interface DeliveredAsImage {
  readonly model: ImageModel;
  readonly runtime: Runtime;
  /** Size of the artifact: time to pull it comes from it (`MLService.modelSize`). @default - pulled within the time for images */
  readonly modelSize?: Size;
  readonly cache?: NoCache;
  readonly download?: undefined;
}

/** An init container fetches, because the runtime cannot. */
interface FetchedBefore {
  readonly model: DownloadedModel;
  readonly runtime: Runtime;
  readonly modelSize: Size;
  readonly cache?: PerPodCache | SharedCache;
  /** The container that fetches the model (`MLService.download`). */
  readonly download: Download;
}

/** The runtime fetches from the hub itself. */
interface FetchedByRuntime {
  readonly model: HubModel;
  readonly runtime: HubRuntime;
  /** Size of the files that are downloaded: room on disk and time come from it (`MLService.modelSize`). */
  readonly modelSize: Size;
  /** Where downloaded files are kept. @default Cache.perPod() */
  readonly cache?: PerPodCache | SharedCache;
  /** Fetches in an init container instead. @default - the runtime fetches */
  readonly download?: Download;
}

interface OnDevices {
  /** How long a start may take, at least 10 s (`MLService.startup`). There is no default: only a measurement knows. */
  readonly startup: Startup;
}

type WithoutAccelerator = {
  readonly accelerator?: undefined;
  /**
   * How long a start may take, at least 10 s (`MLService.startup`).
   *
   * @default Startup.within(Duration.minutes(2))
   * @example Startup.within(Duration.minutes(10))
   */
  readonly startup?: Startup;
};

/** On TPUs, for which the other runtimes are not built. */
interface WithTpu extends OnDevices {
  readonly accelerator: TpuSlice;
  readonly runtime: TpuRuntime;
}

interface WithAccelerator extends OnDevices {
  /** Devices of one pod, with the nodes that have them. Those that the runtime or its image cannot use are refused (`MLService.accelerator`). */
  readonly accelerator: GpuDevices | ClaimedDevices;
}

/** Several pods on as many nodes serve as one: a LeaderWorkerSet. */
interface SeveralNodes {
  /**
   * Nodes that one replica spreads over, at most 1,000 (`MLService.nodes`). Every one of them gets the devices, memory and disk that are given
   * here; the pod on the first one, the leader, answers.
   *
   * @see https://lws.sigs.k8s.io/docs/overview/
   * @example 2
   */
  readonly nodes: number;
  /**
   * How new groups replace old ones. A LeaderWorkerSet cannot stop all of them first.
   *
   * @default Rollout.auto()
   * @example Rollout.surge(1)
   */
  readonly rollout?: RollingRollout;
  /**
   * Keeps each group inside one domain, and each domain to one group: the label of nodes that are near each other, such as
   * `cloud.provider.com/rack`.
   *
   * @default - the scheduler places each pod by itself
   * @see https://lws.sigs.k8s.io/docs/concepts/#topology-placement
   */
  readonly exclusiveTopology?: string;
}

/** Another server is told by variables: `LWS_LEADER_ADDRESS`, `LWS_GROUP_SIZE`, `LWS_WORKER_INDEX`. */
interface NodesOfCustom extends SeveralNodes {
  readonly runtime: CustomRuntime;
  /** What the pods run that do not answer. @default - what the leader runs; `$(LWS_WORKER_INDEX)` tells who is who, 0 is the leader */
  readonly worker?: WorkerCommand;
}

/** vLLM knows how to spread. */
interface NodesOfVllm extends SeveralNodes {
  readonly runtime: VllmRuntime;
  readonly worker?: undefined;
}

/** A pod serves alone. */
interface OneNode {
  /** Nodes that one replica spreads over. @default 1 */
  readonly nodes?: 1;
  /** How a new version replaces the old one (`MLService.rollout`). @default Rollout.auto() */
  readonly rollout?: Rollout;
  readonly worker?: undefined;
  readonly exclusiveTopology?: undefined;
}

/**
 * What a model server is made of. Combinations of model, runtime, cache and accelerator that mean nothing do not compile.
 *
 * The commonest stand last, in this file and in the alphabet: when props fit none, the compiler compares them with the last (TypeScript 7: with the
 * last by name) and tells what that one lacks.
 */
export type MLServiceProps = CommonProps &
  (AlreadyThere | DeliveredAsImage | FetchedBefore | FetchedByRuntime) &
  (WithoutAccelerator | WithTpu | WithAccelerator) &
  (NodesOfCustom | NodesOfVllm | OneNode);

/** The props of a model server in one type, for code that serves all combinations. */
export interface ModelServerProps extends Omit<CommonProps, 'name'> {
  readonly model: Model;
  readonly runtime: Runtime;
  readonly modelSize?: Size;
  readonly cache?: Cache;
  readonly download?: Download;
  readonly accelerator?: Accelerator | ClaimedDevices;
  readonly startup?: Startup;
  readonly rollout?: Rollout;
  readonly nodes?: number;
  readonly worker?: WorkerCommand;
  readonly exclusiveTopology?: string;
}
