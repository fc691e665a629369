import { Size } from 'cdk8s';
import { parseImage } from '../kube/image';
import type { Engine, EngineInput } from './engine';
import { FIXED_PORT, refuseDerivedArgs, TLS } from './engine-args';
import { homeEnv } from './home-env';
import { HUB_CACHE } from './model-location';
import { parallelism } from './parallelism';
import type { VllmRuntime } from './runtime';

const PORT = 8000;

const API_KEY = 'VLLM_API_KEY';

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
  '--shutdown-timeout': 'use drain',
  '--download-dir': 'use cache',
  '--api-key': `keep it out of Git: env: { ${API_KEY}: Env.secret('<secret>', '<key>') }`,
  '--ssl-keyfile': TLS,
  '--ssl-certfile': TLS,
};

/** vLLM: `/health` may answer before the weights are loaded, `/v1/models` does not (llm-d#330, gateway-api-inference-extension#550). */
export function vllmEngine(runtime: VllmRuntime, input: EngineInput): Engine {
  refuseDerivedArgs(input.where, runtime.args, DERIVED);
  const drains = runtime.shutdownTimeout ?? knowsShutdownTimeout(input.where, runtime.image);
  return {
    // Spelled out, because older images have another entry point that takes other arguments.
    command: ['vllm', 'serve'],
    args: [...vllmArgs(runtime, input), ...(drains ? [`--shutdown-timeout=${input.drainSeconds}`] : []), ...(runtime.args ?? [])],
    env: { ...homeEnv('vllm'), ...(input.target.kind === 'hub' ? { HF_HOME: HUB_CACHE } : {}) },
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

function vllmArgs(runtime: VllmRuntime, { where, app, target, devices }: EngineInput): readonly string[] {
  const { tensor, pipeline, data } = parallelism(where, runtime, devices);
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

function knowsShutdownTimeout(where: string, image: string): boolean {
  const version = /^v?([0-9]+)\.([0-9]+)/.exec(parseImage('MLService.image', where, image).tag ?? '');
  if (version === null) return true;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > 0 || minor >= 18;
}
