import { Size } from 'cdk8s';
import { HUB_CACHE } from '../model/model-location';
import { FIXED_PORT, homeEnv, refuseDerivedArgs } from './engine-args';
import type { TgiRuntime } from './runtime';
import type { Engine, EngineInput } from './runtime-engine';

// The image's default, 80, is closed to users other than root on some nodes.
const PORT = 8080;

const DERIVED = {
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

/** Text Generation Inference: it opens its port only once the shards are loaded, so one path answers both questions. */
export function tgiEngine(runtime: TgiRuntime, { where, target, devices }: EngineInput): Engine {
  refuseDerivedArgs(where, runtime.args, DERIVED);
  const hub = target.kind === 'hub';
  return {
    args: [
      `--model-id=${hub ? target.repository : target.path}`,
      ...(hub ? [`--revision=${target.revision}`] : []),
      '--hostname=0.0.0.0',
      `--port=${PORT}`,
      ...(devices > 1 ? [`--num-shard=${devices}`] : []),
      ...(runtime.args ?? []),
    ],
    // The image points the second variable at a directory that a read-only root closes.
    env: { ...homeEnv('tgi'), ...(hub ? { HF_HOME: HUB_CACHE, HUGGINGFACE_HUB_CACHE: `${HUB_CACHE}/hub` } : {}) },
    ports: [{ name: 'http', port: PORT }],
    readinessPath: '/health',
    livenessPath: '/health',
    user: 1000,
    scratch: Size.gibibytes(4),
    drains: true,
  };
}
