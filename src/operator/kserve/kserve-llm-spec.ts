import type { Container, PodSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import type { CustomObject } from '../../kube/kube-object';
import { podTemplate } from '../../kube/pod/resolve-pod';
import type { ResolvedService } from '../../serving/resolve-model-server';
import type { Parallelism } from '../../serving/runtime/vllm-engine';
import type { KServeRouteGroup } from './kserve-llm-props';

/** The name by which KServe's presets find the server among the containers. */
export const PRESET_CONTAINER = 'main';

/** The name of the presets' volume at /dev/shm, and of ours. */
const PRESET_SHARED_MEMORY = 'dshm';
const OWN_SHARED_MEMORY = 'dev-shm';

/** Read by the presets' command line. */
const ARGUMENTS = 'VLLM_ADDITIONAL_ARGS';

/** An LLMInferenceService with every default applied and every value parsed. */
export interface ResolvedLlmService extends ResolvedService {
  /** The address that KServe fetches the model from. */
  readonly uri: string;
  readonly secrets: readonly string[];
  /** The model name that clients ask for. */
  readonly servedName: string;
  readonly parallelism: Parallelism;
  readonly gateway: { readonly name: string; readonly namespace: string } | undefined;
  readonly routeGroup: KServeRouteGroup | undefined;
  readonly endpointPicker: boolean;
  readonly leaderArgs: readonly string[];
  readonly workerArgs: readonly string[];
}

/** The fields of an LLMInferenceService that this library writes. @see https://kserve.github.io/website/docs/reference/crd-api */
export interface LlmInferenceServiceSpec {
  readonly model: { readonly uri: string; readonly name: string };
  readonly replicas: number;
  readonly parallelism: { readonly tensor?: number; readonly pipeline?: number; readonly data?: number; readonly dataLocal?: number };
  readonly router: {
    readonly gateway: { readonly refs?: readonly { readonly name: string; readonly namespace: string }[] };
    readonly route: { readonly group?: string; readonly weight?: number };
    readonly scheduler?: Record<string, never>;
  };
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly template: PodSpec;
  readonly worker?: PodSpec;
}

/** The LLMInferenceService: what a preset of KServe leaves open, and nothing that the preset sets, such as its command, port and certificates. */
export function llmManifest(service: ResolvedLlmService): CustomObject {
  const { name, labels, uri, servedName, replicas, nodes, gateway, routeGroup, endpointPicker, pod } = service;
  const { tensor, pipeline, data } = service.parallelism;
  const metadata = podTemplate(pod).metadata ?? {};
  const spec: LlmInferenceServiceSpec = {
    model: { uri, name: servedName },
    replicas: replicas.min,
    parallelism: {
      ...(tensor === 1 ? {} : { tensor }),
      ...(pipeline === 1 ? {} : { pipeline }),
      ...(data === 1 ? {} : { data, dataLocal: data }),
    },
    router: {
      gateway: gateway === undefined ? {} : { refs: [gateway] },
      route: routeGroup === undefined ? {} : { group: routeGroup.name, weight: routeGroup.weight },
      ...(endpointPicker ? { scheduler: {} } : {}),
    },
    labels: metadata.labels ?? {},
    annotations: metadata.annotations ?? {},
    template: presetPod(service, 'leader'),
    ...(nodes === 1 ? {} : { worker: presetPod(service, 'worker') }),
  };
  return {
    apiVersion: 'serving.kserve.io/v1alpha2',
    kind: 'LLMInferenceService',
    metadata: { name, labels, annotations: metadata.annotations },
    spec,
  };
}

function presetPod(service: ResolvedLlmService, role: 'leader' | 'worker'): PodSpec {
  const renamed = <T extends { readonly name: string }>(named: T): T =>
    named.name === OWN_SHARED_MEMORY ? { ...named, name: PRESET_SHARED_MEMORY } : named;
  const { pod } = service;
  const container = presetContainer(service, role);
  const volumeMounts = (container.volumeMounts ?? []).map(renamed);
  const { spec } = podTemplate({ ...pod, container: { ...container, volumeMounts }, volumes: pod.volumes.map(renamed) });
  return { ...spec, containers: spec?.containers ?? [] };
}

const STARTUP_PERIOD = 10;

/** The server as a preset completes it: without command, ports and lifecycle. */
function presetContainer({ pod, startupSeconds, leaderArgs, workerArgs }: ResolvedLlmService, role: 'leader' | 'worker'): Container {
  const { name, image, env = [], resources, securityContext, volumeMounts } = pod.container;
  const args = role === 'leader' ? leaderArgs : workerArgs;
  const startupProbe = { periodSeconds: STARTUP_PERIOD, failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD) };
  return {
    name,
    image,
    env: args.length === 0 ? env : [...env, { name: ARGUMENTS, value: args.join(' ') }],
    resources,
    // The preset's probe knows where to ask and whether the server speaks TLS.
    ...(role === 'leader' ? { startupProbe } : {}),
    // Presets let their container run as root, which would win over the pod's setting.
    securityContext: pod.security.runAsNonRoot === true ? { ...securityContext, runAsNonRoot: true } : securityContext,
    volumeMounts,
  };
}

/** The presets pass the arguments to a shell, which would split, expand or run what it finds in them. */
export function checkArguments(code: string, where: string, args: readonly string[]): void {
  const unsafe = args.find((argument) => !/^[\w.,:/=@+-]+$/.test(argument));
  if (unsafe === undefined) return;
  const what = `argument ${JSON.stringify(unsafe)} reaches a shell in KServe's preset, which would split or expand it`;
  throw new ConfigError(`${code}.args`, { where, what, fix: 'put it into a file of --config, or use MLService' });
}
