import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { ServerPort } from '../../kube/server/resolve-server';
import { HUB_CACHE } from '../model/resolve-model';
import { type Engine, type EngineInput, FIXED_PORT, homeEnv, refuseDerivedArgs } from './engine';
import type { CustomRuntime, Runtime, TgiRuntime, TritonRuntime } from './runtime';
import { vllmEngine } from './vllm-engine';

/** The engine behind a runtime. */
export function engineOf(runtime: Runtime, input: EngineInput): Engine {
  switch (runtime.kind) {
    case 'vllm':
      return vllmEngine(runtime, input);
    case 'tgi':
      return tgiEngine(runtime, input);
    case 'triton':
      return tritonEngine(runtime, input);
    case 'custom':
      return customEngine(runtime, input);
  }
}

// The image's default, 80, is closed to users other than root on some nodes.
const TGI_PORT = 8080;

const TGI_OPTIONS = {
  '--model-id': 'use model',
  '--revision': 'use the revision of the model',
  '--port': FIXED_PORT,
  '-p': FIXED_PORT,
  '--hostname': FIXED_PORT,
  '--num-shard': 'use the count of the accelerator',
  '--sharded': 'use the count of the accelerator',
  '--huggingface-hub-cache': 'use cache',
  '--api-key': "keep it out of Git: env: { API_KEY: Env.secret('<secret>', '<key>') }",
};

/** Text Generation Inference: it opens its port only once the shards are loaded, so one path serves all probes. */
function tgiEngine(runtime: TgiRuntime, { where, target, devices }: EngineInput): Engine {
  refuseDerivedArgs(where, runtime.args, TGI_OPTIONS);
  const hub = target.kind === 'hub';
  return {
    args: [
      `--model-id=${hub ? target.repository : target.path}`,
      ...(hub ? [`--revision=${target.revision}`] : []),
      '--hostname=0.0.0.0',
      `--port=${TGI_PORT}`,
      ...(devices > 1 ? [`--num-shard=${devices}`] : []),
      ...(runtime.args ?? []),
    ],
    // The image points the second variable at a directory that a read-only root closes.
    env: { ...homeEnv('tgi'), ...(hub ? { HF_HOME: HUB_CACHE, HUGGINGFACE_HUB_CACHE: `${HUB_CACHE}/hub` } : {}) },
    ports: [{ name: 'http', port: TGI_PORT }],
    readinessPath: '/health',
    livenessPath: '/health',
    user: 1000,
    scratch: Size.gibibytes(4),
    drains: true,
  };
}

const [TRITON_HTTP, TRITON_GRPC, TRITON_METRICS] = [8000, 8001, 8002];

const TRITON_OPTIONS = {
  '--model-repository': 'use model',
  '--model-store': 'use model',
  '--http-port': FIXED_PORT,
  '--grpc-port': FIXED_PORT,
  '--metrics-port': FIXED_PORT,
  '--exit-timeout-secs': 'use drain',
};

/** Triton: three ports, and probes of the KServe v2 protocol. */
function tritonEngine(runtime: TritonRuntime, { where, target, drainSeconds }: EngineInput): Engine {
  refuseDerivedArgs(where, runtime.args, TRITON_OPTIONS);
  if (target.kind === 'hub') throw needsDownload(where, 'Triton reads a model repository and does not load from the hub');
  return {
    // As arguments, because the image's entry point prepares the driver's compatibility libraries.
    args: [
      'tritonserver',
      `--model-repository=${target.path}`,
      `--http-port=${TRITON_HTTP}`,
      `--grpc-port=${TRITON_GRPC}`,
      `--metrics-port=${TRITON_METRICS}`,
      `--exit-timeout-secs=${drainSeconds}`,
      ...(runtime.args ?? []),
    ],
    env: homeEnv('triton-server'),
    ports: [
      { name: 'http', port: TRITON_HTTP },
      { name: 'grpc', port: TRITON_GRPC, appProtocol: 'kubernetes.io/h2c' },
      { name: 'metrics', port: TRITON_METRICS },
    ],
    readinessPath: '/v2/health/ready',
    livenessPath: '/v2/health/live',
    user: 1000,
    scratch: Size.gibibytes(4),
    drains: true,
  };
}

/** A server that this library does not know: it gets the model's path, and the runtime says which ports and paths it has. */
function customEngine(runtime: CustomRuntime, { where, target, worker }: EngineInput): Engine {
  if (target.kind === 'hub') throw needsDownload(where, 'a custom runtime does not load from the hub by itself');
  const { port, metricsPort } = runtime;
  const http: ServerPort = { name: 'http', port: checkPort(where, 'port', port) };
  const metrics =
    metricsPort === undefined || metricsPort === port ? [] : [{ name: 'metrics', port: checkPort(where, 'metricsPort', metricsPort) }];
  return {
    ...(runtime.command === undefined ? {} : { command: runtime.command }),
    args: runtime.args ?? [],
    env: { MODEL_PATH: target.path },
    worker: { command: worker?.command ?? runtime.command, args: worker?.args ?? runtime.args },
    ports: [http, ...metrics],
    readinessPath: checkPath(where, runtime.readinessPath ?? runtime.healthPath),
    livenessPath: checkPath(where, runtime.livenessPath ?? runtime.healthPath),
    scratch: Size.gibibytes(1),
    drains: true,
  };
}

function needsDownload(where: string, what: string): ConfigError {
  return new ConfigError('MLService.download', { where, what, fix: "add download: { image: '<image with the hf tool>' }" });
}

function checkPort(where: string, prop: string, port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  const fix = `use the port that the server listens on: Runtime.custom({ ${prop}: 8080, … })`;
  throw new ConfigError('MLService.port', { where, what: `${prop} must be between 1 and 65535, got ${port}`, fix });
}

function checkPath(where: string, path: string | undefined): string {
  if (path !== undefined && /^\/\S*$/.test(path)) return path;
  throw new ConfigError('MLService.healthPath', {
    where,
    what: `health path must start with "/" and have no spaces, got ${JSON.stringify(path)}`,
    fix: "set healthPath, or readinessPath and livenessPath, for example healthPath: '/healthz'",
  });
}
