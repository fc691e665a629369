import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { FIXED_PORT, homeEnv, refuseDerivedArgs } from './engine-args';
import type { TritonRuntime } from './runtime';
import type { Engine, EngineInput } from './runtime-engine';

const [HTTP, GRPC, METRICS] = [8000, 8001, 8002];

const DERIVED = {
  '--model-repository': 'use model',
  '--model-store': 'use model',
  '--http-port': FIXED_PORT,
  '--grpc-port': FIXED_PORT,
  '--metrics-port': FIXED_PORT,
  '--exit-timeout-secs': 'use drain',
};

/** Triton: three ports, and probes of the KServe v2 protocol. */
export function tritonEngine(runtime: TritonRuntime, { where, target, drainSeconds }: EngineInput): Engine {
  refuseDerivedArgs(where, runtime.args, DERIVED);
  if (target.kind === 'hub') {
    const fix = "add download: { image: '<image with the hf tool>' }";
    throw new ConfigError('MLService.download', { where, what: 'Triton reads a model repository and loads nothing from the hub', fix });
  }
  return {
    // As arguments, because the image's entry point prepares the driver's compatibility libraries.
    args: [
      'tritonserver',
      `--model-repository=${target.path}`,
      `--http-port=${HTTP}`,
      `--grpc-port=${GRPC}`,
      `--metrics-port=${METRICS}`,
      `--exit-timeout-secs=${drainSeconds}`,
      ...(runtime.args ?? []),
    ],
    env: homeEnv('triton-server'),
    ports: [
      { name: 'http', port: HTTP },
      { name: 'grpc', port: GRPC, appProtocol: 'kubernetes.io/h2c' },
      { name: 'metrics', port: METRICS },
    ],
    readinessPath: '/v2/health/ready',
    livenessPath: '/v2/health/live',
    user: 1000,
    scratch: Size.gibibytes(4),
    drains: true,
  };
}
