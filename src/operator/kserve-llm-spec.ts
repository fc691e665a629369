import type { Container, PodSpec, PodTemplateSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { SERVER } from '../serving/pod/deployment-spec';
import { parallelism } from '../serving/runtime/vllm-engine';
import type { ServicePlan } from '../serving/service-plan';
import type { KServeLLMInferenceServiceProps } from './kserve-llm-props';

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

const CODE = 'KServeLLMInferenceService';

/** The name by which KServe's presets know the server among the containers, and its volume at /dev/shm. */
const MAIN = 'main';
const PRESET_SHARED_MEMORY = 'dshm';
const OWN_SHARED_MEMORY = 'dev-shm';

/** Read by the presets' command line. */
const ARGUMENTS = 'VLLM_ADDITIONAL_ARGS';

/** The spec: what a preset of KServe leaves open, and nothing that it must know better, such as its command, port and certificates. */
export function llmSpec(
  uri: string,
  plan: ServicePlan,
  { metadata = {}, spec = { containers: [] } }: PodTemplateSpec,
  props: KServeLLMInferenceServiceProps,
): LlmInferenceServiceSpec {
  const { where, identity, devices } = plan;
  const { runtime, nodes = 1, routeGroup, gateway, endpointPicker = true } = props;
  const { tensor, pipeline, data } = parallelism(where, runtime, devices, nodes);
  refuseOtherSpread(where, nodes, pipeline, data);
  // The preset of several nodes reads the size from the spec; that of one node did not always.
  const args = [...(nodes > 1 || tensor === 1 ? [] : [`--tensor-parallel-size=${tensor}`]), ...(runtime.args ?? [])];
  const { topologySpreadConstraints: _, ...anywhere } = spec;
  // The pods of a group want to be near each other, which no spread of single pods can say.
  const pod = nodes > 1 && props.topologySpread === undefined ? anywhere : spec;
  return {
    model: { uri, name: runtime.servedModelName ?? (props.model.kind === 'huggingFace' ? props.model.repository : identity.app) },
    replicas: plan.replicas.min,
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
    template: presetPod(pod, plan, args, 'leader'),
    ...(nodes === 1 ? {} : { worker: presetPod(pod, plan, args, 'worker') }),
  };
}

/** Over several nodes KServe's preset puts layers one after the other, one part on each. */
function refuseOtherSpread(where: string, nodes: number, pipeline: number, data: number): void {
  if (nodes === 1 ? pipeline === 1 : pipeline === nodes && data === 1) return;
  throw new ConfigError(`${CODE}.nodes`, {
    where,
    what: `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, pipelineParallel ${pipeline} and dataParallel ${data}: KServe makes a node of each part of a pipeline`,
    fix: nodes === 1 ? `use nodes: ${pipeline}` : 'leave pipelineParallel and dataParallel out',
  });
}

function presetPod(pod: PodSpec, plan: ServicePlan, args: readonly string[], role: 'leader' | 'worker'): PodSpec {
  const nonRoot = pod.securityContext?.runAsNonRoot === true;
  const volumes = pod.volumes?.map((volume) => (volume.name === OWN_SHARED_MEMORY ? { ...volume, name: PRESET_SHARED_MEMORY } : volume));
  const containers = pod.containers.map((container) =>
    container.name === SERVER ? main(container, plan, args, role, nonRoot) : container,
  );
  return { ...pod, containers, ...(volumes === undefined ? {} : { volumes }) };
}

function main(
  { name: _, image, env = [], resources, securityContext, volumeMounts = [] }: Container,
  { where, startupSeconds, shutdown, engine }: ServicePlan,
  args: readonly string[],
  role: 'leader' | 'worker',
  nonRoot: boolean,
): Container {
  const given = [...(engine.drains && role === 'leader' ? [`--shutdown-timeout=${shutdown.drain}`] : []), ...args];
  refuseShellText(where, given);
  return {
    name: MAIN,
    image,
    env: given.length === 0 ? env : [...env, { name: ARGUMENTS, value: given.join(' ') }],
    resources,
    // The preset's probe says where to ask and how; only it knows whether the server speaks TLS.
    ...(role === 'leader' ? { startupProbe: { periodSeconds: PERIOD, failureThreshold: Math.ceil(startupSeconds / PERIOD) } } : {}),
    // Presets say of their container that it may run as root, which would win over what the pod says.
    securityContext: nonRoot ? { ...securityContext, runAsNonRoot: true } : securityContext,
    volumeMounts: volumeMounts.map((mount) => (mount.name === OWN_SHARED_MEMORY ? { ...mount, name: PRESET_SHARED_MEMORY } : mount)),
  };
}

const PERIOD = 10;

/** The presets hand the arguments to a shell, which would split, expand or run what it finds in them. */
function refuseShellText(where: string, args: readonly string[]): void {
  const strange = args.find((argument) => !/^[\w.,:/=@+-]+$/.test(argument));
  if (strange === undefined) return;
  const what = `the argument ${JSON.stringify(strange)} reaches a shell in KServe's preset, which would take it apart`;
  throw new ConfigError(`${CODE}.args`, { where, what, fix: 'put it into a file of --config, or use MLService' });
}
