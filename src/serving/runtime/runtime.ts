import { checkedFactories } from '../../base/validate-props';

/** What all runtimes have in common. */
interface RuntimeImage {
  /** Image of the server. It needs a digest where the environment requires pins. */
  readonly image: string;
  /** Further arguments. One that this library derives is refused, with the prop to use instead (`MLService.args`). @default - none */
  readonly args?: readonly string[];
}

export interface VllmOptions extends RuntimeImage {
  /** GPUs that share each layer. @default - all GPUs that `pipelineParallel` and `dataParallel` leave */
  readonly tensorParallel?: number;
  /** Groups of GPUs that share the layers one after the other. @default 1 */
  readonly pipelineParallel?: number;
  /** Copies of the model inside one pod. @default 1 */
  readonly dataParallel?: number;
  /** The name that clients ask for. @default - the hub's `org/name`; for other sources the service's `app` */
  readonly servedModelName?: string;
  /**
   * Whether the server gets `--shutdown-timeout`, without which it aborts running requests when it is told to stop.
   *
   * @default - true, unless the image's tag says that the version is below 0.18, which does not know the option
   * @see https://github.com/vllm-project/vllm/pull/34730
   */
  readonly shutdownTimeout?: boolean;
}

export interface TgiOptions extends RuntimeImage {}

export interface TritonOptions extends RuntimeImage {}

/** Where a server says how it is: one path for everything, or one for each question. */
type CustomHealth =
  | { readonly healthPath: string; readonly readinessPath?: undefined; readonly livenessPath?: undefined }
  | { readonly healthPath?: undefined; readonly readinessPath: string; readonly livenessPath: string };

export type CustomRuntimeOptions = RuntimeImage &
  CustomHealth & {
    /** Port that the server listens on for HTTP, 1–65535. */
    readonly port: number;
    /** Port of Prometheus metrics, when it is another one. @default - metrics, if any, are on `port` */
    readonly metricsPort?: number;
    /** Replaces the image's entry point. `$(MODEL_PATH)` in it and in `args` is the model's path. @default - the image's own */
    readonly command?: readonly string[];
  };

export type VllmRuntime = VllmOptions & { readonly kind: 'vllm' };
export type TgiRuntime = TgiOptions & { readonly kind: 'tgi' };
export type TritonRuntime = TritonOptions & { readonly kind: 'triton' };
export type CustomRuntime = CustomRuntimeOptions & { readonly kind: 'custom' };

/** Runtimes that can fetch a model from the Hugging Face hub themselves. */
export type HubRuntime = VllmRuntime | TgiRuntime;

/** Runtimes that can run on TPUs, with an image that is built for them. */
export type TpuRuntime = VllmRuntime | CustomRuntime;

/** The server program. */
export type Runtime = HubRuntime | TritonRuntime | CustomRuntime;

/** Model servers. */
export const Runtime = checkedFactories('Runtime', {
  /** vLLM's OpenAI-compatible server. @see https://docs.vllm.ai/ */
  vllm(props: VllmOptions): VllmRuntime {
    return { ...props, kind: 'vllm' };
  },
  /** Hugging Face Text Generation Inference. @see https://huggingface.co/docs/text-generation-inference/ */
  tgi(props: TgiOptions): TgiRuntime {
    return { ...props, kind: 'tgi' };
  },
  /** NVIDIA Triton; the model must be laid out as a Triton model repository. @see https://docs.nvidia.com/deeplearning/triton-inference-server/ */
  triton(props: TritonOptions): TritonRuntime {
    return { ...props, kind: 'triton' };
  },
  /** Any other HTTP server. It finds the model's path in the variable `MODEL_PATH`. */
  custom(props: CustomRuntimeOptions): CustomRuntime {
    return { ...props, kind: 'custom' };
  },
});
