import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { CustomRuntime } from './runtime';
import type { Engine, EngineInput, EnginePort } from './runtime-engine';

/** A server that this library does not know: it is told the model's path, and says where it answers. */
export function customEngine(runtime: CustomRuntime, { where, target, worker }: EngineInput): Engine {
  if (target.kind === 'hub') {
    const fix = "add download: { image: '<image with the hf tool>' }";
    throw new ConfigError('MLService.download', { where, what: 'how this runtime would load from the hub is not known', fix });
  }
  const { port, metricsPort } = runtime;
  const http: EnginePort = { name: 'http', port: checkPort(where, 'port', port) };
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

function checkPort(where: string, prop: string, port: number): number {
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
  const fix = `use the port that the server listens on: Runtime.custom({ ${prop}: 8080, … })`;
  throw new ConfigError('MLService.port', { where, what: `${prop} ${port} is no port from 1 to 65535`, fix });
}

function checkPath(where: string, path: string | undefined): string {
  if (typeof path === 'string' && /^\/\S*$/.test(path)) return path;
  throw new ConfigError('MLService.healthPath', {
    where,
    what: `the health path is ${JSON.stringify(path)}`,
    fix: "give healthPath, or readinessPath and livenessPath, for example healthPath: '/healthz'",
  });
}
