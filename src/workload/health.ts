import type { Probe } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkedFactories } from '../base/validate-props';
import type { ServerHealth } from '../kube/server/resolve-server';

/** How Kubernetes checks a server. Made by a factory of the same name. */
export type Health =
  | { readonly kind: 'http'; readonly path: string; readonly livenessPath?: string }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** Options of {@link Health.http}. */
interface HttpHealthOptions {
  /** Path that fails when only a restart helps: `'/livez'`. @default - the readiness path */
  readonly livenessPath?: string;
}

/** Health checks. They use the first port. */
export const Health = checkedFactories('Health', {
  /** An HTTP request that must return 200 to 399: `Health.http('/healthz')`. */
  http(path: string, options: HttpHealthOptions = {}): Health {
    return { kind: 'http', path, ...options };
  },
  /** The port accepts connections. This says little: prefer HTTP or a command. */
  tcp(): Health {
    return { kind: 'tcp' };
  },
  /** A command in the container that must exit with 0: `Health.exec(['redis-cli', 'ping'])`. */
  exec(command: readonly string[]): Health {
    return { kind: 'exec', command };
  },
} as const);

/** The probes of a health check on a port; refuses paths and commands that cannot work. */
export function resolveHealth(code: string, where: string, health: Health, port: string, startupSeconds: number): ServerHealth {
  const refuse = (what: string): never => {
    const fix = "use Health.http('/healthz'), Health.tcp() or Health.exec(['pg_isready'])";
    throw new ConfigError(`${code}.health`, { where, what, fix });
  };
  const http = (path: string): Probe =>
    /^\/\S*$/.test(path)
      ? { httpGet: { path, port } }
      : refuse(`health path must start with "/" and have no spaces, got ${JSON.stringify(path)}`);
  const timing = { startupSeconds, periodSeconds: 10, liveTimeoutSeconds: 5 };
  switch (health.kind) {
    case 'http':
      return { ready: http(health.path), live: http(health.livenessPath ?? health.path), ...timing };
    case 'tcp':
      return { ready: { tcpSocket: { port } }, live: { tcpSocket: { port } }, ...timing };
    case 'exec': {
      if (health.command.length === 0) refuse('the health command is empty');
      const exec = { command: [...health.command] };
      return { ready: { exec }, live: { exec }, ...timing };
    }
  }
}
