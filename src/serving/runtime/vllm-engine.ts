import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import type { ImageReference } from '../../kube/pod/image';
import { HUB_CACHE } from '../model/resolve-model';
import { type Engine, type EngineInput, FIXED_PORT, homeEnv, refuseDerivedArgs, TLS } from './engine';
import type { VllmOptions, VllmRuntime } from './runtime';

const PORT = 8000;

const API_KEY = 'VLLM_API_KEY';

const NODES = 'use nodes of the service';

const DERIVED = {
  '--model': 'use model',
  '--revision': 'use the revision of the model',
  '--served-model-name': 'use servedModelName of the runtime',
  '--port': FIXED_PORT,
  '--host': FIXED_PORT,
  '--tensor-parallel-size': 'use tensorParallel of the runtime',
  '-tp': 'use tensorParallel of the runtime',
  '--pipeline-parallel-size': 'use pipelineParallel of the runtime',
  '-pp': 'use pipelineParallel of the runtime',
  '--data-parallel-size': 'use dataParallel of the runtime',
  '-dp': 'use dataParallel of the runtime',
  '--nnodes': NODES,
  '-n': NODES,
  '--node-rank': NODES,
  '-r': NODES,
  '--master-addr': NODES,
  '--headless': NODES,
  '--shutdown-timeout': 'use drain',
  '--download-dir': 'use cache',
  '--api-key': `keep it out of Git: env: { ${API_KEY}: Env.secret('<secret>', '<key>') }`,
  '--ssl-keyfile': TLS,
  '--ssl-certfile': TLS,
};

/** vLLM: `/health` may answer before the weights are loaded, `/v1/models` does not (llm-d#330, gateway-api-inference-extension#550). */
export function vllmEngine(runtime: VllmRuntime, input: EngineInput): Engine {
  refuseDerivedArgs(input.where, runtime.args, DERIVED);
  const { nodes } = input;
  if (nodes > 1) refuseUnspreadable(input, runtime);
  const drains = runtime.shutdownTimeout ?? isAtLeast(input.image, SHUTDOWN_TIMEOUT);
  return {
    // Spelled out, because older images have another entry point that takes other arguments.
    command: ['vllm', 'serve'],
    args: [
      ...vllmArgs(runtime, input),
      ...groupArgs(nodes),
      ...(drains ? [`--shutdown-timeout=${input.drainSeconds}`] : []),
      ...(runtime.args ?? []),
    ],
    worker: { args: [...vllmArgs(runtime, input), ...groupArgs(nodes), '--headless', ...(runtime.args ?? [])] },
    env: { ...homeEnv('vllm'), ...(input.target.kind === 'hub' ? { HF_HOME: HUB_CACHE } : {}), ...groupEnv(nodes) },
    ports: [{ name: 'http', port: PORT }],
    // A key closes /v1 to the kubelet too, and no probe can send a key without writing it down.
    readinessPath: input.env?.[API_KEY] === undefined ? '/v1/models' : '/health',
    livenessPath: '/health',
    // The user that newer images bring; older ones run with any.
    user: 2000,
    scratch: Size.gibibytes(8),
    drains,
  };
}

function vllmArgs(runtime: VllmRuntime, { where, app, target, devices, nodes }: EngineInput): readonly string[] {
  const { tensor, pipeline, data } = parallelism(where, runtime, devices, nodes);
  const name = runtime.servedModelName ?? (target.kind === 'path' ? app : undefined);
  return [
    ...(target.kind === 'hub' ? [target.repository, `--revision=${target.revision}`] : [target.path]),
    ...(name === undefined ? [] : [`--served-model-name=${name}`]),
    `--port=${PORT}`,
    ...(tensor === 1 ? [] : [`--tensor-parallel-size=${tensor}`]),
    ...(pipeline === 1 ? [] : [`--pipeline-parallel-size=${pipeline}`]),
    ...(data === 1 ? [] : [`--data-parallel-size=${data}`]),
  ];
}

/** Minor versions that brought an option. */
const SHUTDOWN_TIMEOUT = 18;
const SEVERAL_NODES = 12;

/** False when the image's tag says that it is older than 0.`minor`. */
function isAtLeast(image: ImageReference, minor: number): boolean {
  const version = /^v?([0-9]+)\.([0-9]+)/.exec(image.tag ?? '');
  return version === null || Number(version[1]) > 0 || Number(version[2]) >= minor;
}

/**
 * vLLM's own way over several nodes, without Ray, which its image no longer brings (vllm-project/vllm#23691).
 *
 * The container's variables are put in by the LeaderWorkerSet; Kubernetes expands them in arguments.
 */
function groupArgs(nodes: number): readonly string[] {
  if (nodes === 1) return [];
  return [
    '--distributed-executor-backend=mp',
    `--nnodes=${nodes}`,
    '--node-rank=$(LWS_WORKER_INDEX)',
    '--master-addr=$(LWS_LEADER_ADDRESS)',
  ];
}

/** Without it each node guesses its address from its route to the internet, which a closed network does not have. */
function groupEnv(nodes: number): EnvVariables {
  return nodes === 1 ? {} : { VLLM_HOST_IP: Env.field('status.podIP') };
}

function refuseUnspreadable({ where, image }: EngineInput, { dataParallel, args }: VllmRuntime): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('MLService.nodes', { where, what, fix });
  };
  if (!isAtLeast(image, SEVERAL_NODES)) {
    refuse(`${image.text} is too old to run on several nodes by itself`, `use vLLM 0.${SEVERAL_NODES} or later`);
  }
  if (dataParallel !== undefined && dataParallel > 1) {
    refuse(
      'copies of the model over several nodes need a load balancer inside vLLM',
      'use replicas, each on its own nodes, without dataParallel',
    );
  }
  if (args?.some((argument) => argument.startsWith('--distributed-executor-backend'))) {
    refuse('args choose another executor, and vLLM joins nodes with its own', 'leave it out, or run Ray with Runtime.custom({ … })');
  }
}

/** How one server spreads over the devices of its pods. */
export interface Parallelism {
  readonly tensor: number;
  readonly pipeline: number;
  readonly data: number;
}

/** The three sizes, whose product is the number of devices: fewer would pay for idle ones, more would never start. */
export function parallelism(where: string, props: VllmOptions, devicesOfPod: number, nodes = 1): Parallelism {
  // Layers one after the other between nodes, shared within: the network between nodes is the slower one.
  const { pipelineParallel: pipeline = nodes, dataParallel: data = 1 } = props;
  // Without devices the server runs on processors: one process a node, or split further.
  const devices = nodes === 1 ? devicesOfPod : Math.max(1, devicesOfPod) * nodes;
  const tensor = props.tensorParallel ?? Math.max(1, devices / (pipeline * data));
  const sizes = { tensorParallel: tensor, pipelineParallel: pipeline, dataParallel: data };
  const terms = Object.entries(sizes).map(([name, size]) => `${name} ${size}`);
  const whole = Object.values(sizes).every((size) => Number.isInteger(size) && size >= 1);
  const needed = tensor * pipeline * data;
  if (whole && (devices === 0 || needed === devices)) return { tensor, pipeline, data };
  throw new ConfigError('MLService.parallelism', {
    where,
    what: `${terms.join(' × ')} = ${needed} devices, and ${nodes === 1 ? 'the pod has' : `${nodes} pods have`} ${devices}`,
    fix: 'use whole numbers whose product is the count of the accelerator, for example Gpu.nvidia(2) with tensorParallel: 2',
  });
}
