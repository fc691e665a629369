import type { Size } from 'cdk8s';
import type { ClaimModel, HubModel, ImageModel, S3Model } from '../../serving/model/model';
import type { VllmRuntime } from '../../serving/runtime/runtime';
import type { OperatedDevices, OperatedProps } from '../operated-server';

/** Several LLMInferenceServices behind one route of KServe: two versions of one model. */
export interface KServeRouteGroup {
  /** What the group is called: every service that names it shares its route. */
  readonly name: string;
  /** Share of requests among the weights of the group, from 0 to 1,000,000. */
  readonly weight: number;
}

interface KServeLlmCommon extends OperatedProps {
  /**
   * The name of the LLMInferenceService, from which KServe derives all others.
   *
   * A DNS label of at most 38 characters that starts with a letter (`KServeLLMInferenceService.name`).
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * vLLM. Its arguments reach a shell in KServe's preset, so those with other characters than letters, digits and `-_.,:/=@+` are refused.
   *
   * @example Runtime.vllm({ image: '…@sha256:…' })
   */
  readonly runtime: VllmRuntime;
  /** How many servers run, or groups of servers on several nodes. Autoscaling is left to KServe's own operator. @default 1 */
  readonly replicas?: number;
  /** Nodes that one replica spreads over, layers one after the other. KServe makes a LeaderWorkerSet then. @default 1 */
  readonly nodes?: number;
  /**
   * The Gateway that KServe's HTTPRoute attaches to.
   *
   * @default - the one of KServe's configuration
   */
  readonly gateway?: { readonly name: string; readonly namespace: string };
  /** Whether KServe runs an endpoint picker, and requests go through an InferencePool. @default true */
  readonly endpointPicker?: boolean;
  /** Shares the route with other services. @default - a route of its own */
  readonly routeGroup?: KServeRouteGroup;
}

/** KServe's storage initializer fetches into the pod's scratch space. */
interface FetchedByKServe {
  /**
   * A token of the hub must stand under the key `HF_TOKEN` of its Secret.
   *
   * @example Model.huggingFace('org/name', { … })
   */
  readonly model: HubModel | S3Model;
  /** Size of the files that are downloaded: room on disk and time come from it (`MLService.modelSize`). */
  readonly modelSize: Size;
}

/** KServe mounts it. */
interface MountedByKServe {
  /** @example Model.huggingFace('org/name', { … }) */
  readonly model: ClaimModel | ImageModel;
  readonly modelSize?: undefined;
}

/** Props of an `MLService` that an LLMInferenceService cannot express. */
interface NotInLlmInferenceService {
  /** KServe fetches into each pod; use MLService, or Model.pvc. */
  readonly cache?: never;
  /** KServe fetches itself; use MLService. */
  readonly download?: never;
  /** KServe makes the Service and the route. */
  readonly servicePort?: never;
  /** Requests come through the Gateway of KServe; write a NetworkPolicy of your own. */
  readonly callers?: never;
  /** The ports of the presets have no names; KServe brings a PodMonitor of its own. */
  readonly monitoring?: never;
  /** Measure at the Gateway; or use MLService. */
  readonly slo?: never;
  /** KServe replaces pods as it is configured. */
  readonly rollout?: never;
  /** Use MLService. */
  readonly worker?: never;
  /** Use MLService. */
  readonly exclusiveTopology?: never;
}

/**
 * What an LLMInferenceService is made of.
 *
 * What its object has no field for is not a prop: a cache or a download container of one's own, a model in the image, callers and a port (KServe
 * routes requests itself), monitors (its ports have no names; KServe brings one), a rollout of one's own, autoscaling, claimed devices.
 */
export type KServeLLMInferenceServiceProps = KServeLlmCommon &
  NotInLlmInferenceService &
  OperatedDevices &
  (FetchedByKServe | MountedByKServe);
