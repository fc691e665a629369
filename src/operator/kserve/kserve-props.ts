import type { Size } from 'cdk8s';
import type { PodMonitoring } from '../../kube/server/monitoring';
import type { Caller } from '../../serving/caller';
import type { DownloadedModel, ModelInPlace } from '../../serving/model/model';
import type { Slo } from '../../serving/monitoring/slo';
import type { Rollout } from '../../serving/rollout/rollout';
import type { Runtime } from '../../serving/runtime/runtime';
import type { CpuScale } from '../../serving/scale/replicas';
import type { OperatedDevices, OperatedProps } from '../operated-server';

interface KServeCommon extends OperatedProps {
  /**
   * The name of the InferenceService. KServe makes a Deployment and a Service called `<name>-predictor`.
   *
   * A DNS label of at most 48 characters that starts with a letter; `<name>-predictor-<namespace>` becomes a host name and must fit 63
   * (`KServeInferenceService.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * The server, with the arguments, probes and ports that this library knows of it.
   *
   * @example Runtime.vllm({ image: '…@sha256:…' })
   */
  readonly runtime: Runtime;
  /**
   * How many servers run: a number of at least 1, or `Scale.hpa` on processor use, the only metric of KServe's own autoscaler.
   *
   * @default 1
   * @example 2 or Scale.hpa({ min: 1, max: 4, cpuUtilization: 70 })
   */
  readonly replicas?: number | CpuScale;
  /** How a new version replaces the old one (`MLService.rollout`). @default Rollout.auto() */
  readonly rollout?: Rollout;
  /** Who may call. A NetworkPolicy then refuses everybody else; an empty list admits nobody. @default - everybody, without a policy */
  readonly callers?: readonly Caller[];
  /** Collects the servers' metrics from the pods: the Service is KServe's, with labels of its own. @default - nobody collects them */
  readonly monitoring?: PodMonitoring;
  /** Objectives, which become alerts on burn rates. Needs `monitoring` (`MLService.slo`). @default - none */
  readonly slo?: Slo;
}

/** KServe's storage initializer fetches into the pod's scratch space. */
interface FetchedByKServe {
  /**
   * A token of the hub must stand under the key `HF_TOKEN` of its Secret; a single version of an object cannot be asked for.
   *
   * @example Model.pvc('models')
   */
  readonly model: DownloadedModel;
  /** Size of the files that are downloaded: room on disk and time come from it (`MLService.modelSize`). */
  readonly modelSize: Size;
}

/** Nothing is fetched. */
interface AlreadyThere {
  /** @example Model.pvc('models') */
  readonly model: ModelInPlace;
  readonly modelSize?: undefined;
}

/** Props of an `MLService` that an InferenceService cannot express. */
interface NotInInferenceService {
  /** KServe fetches into each pod; use MLService, or a LocalModelCache of KServe with Model.pvc. */
  readonly cache?: never;
  /** KServe fetches itself; use MLService. */
  readonly download?: never;
  /** KServe makes the Service, with port 80. */
  readonly servicePort?: never;
  /** Use MLService, or KServeLLMInferenceService. */
  readonly nodes?: never;
  /** Use MLService. */
  readonly worker?: never;
  /** Use MLService. */
  readonly exclusiveTopology?: never;
}

/**
 * What an InferenceService is made of.
 *
 * What its object has no field for is not a prop: a cache or a download container of one's own (KServe fetches), the Service's port, several
 * nodes, scaling by KEDA or by metrics of the pods, claimed devices.
 */
export type KServeInferenceServiceProps = KServeCommon & NotInInferenceService & OperatedDevices & (FetchedByKServe | AlreadyThere);
