import type { Container, Probe } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';

/** How a server is asked whether it works. Made by {@link Health}. */
export type Health =
  | { readonly kind: 'http'; readonly path: string; readonly livenessPath?: string }
  | { readonly kind: 'tcp' }
  | { readonly kind: 'exec'; readonly command: readonly string[] };

/** Questions. They go to the first port. */
export const Health = {
  /** An HTTP request; `livenessPath` when another path tells whether the server must be restarted. */
  http(path: string, options: { readonly livenessPath?: string } = {}): Health {
    return { kind: 'http', path, ...options };
  },
  /** Whether the port is open. It says little: prefer another where there is one. */
  tcp(): Health {
    return { kind: 'tcp' };
  },
  /** A command in the container that ends with 0: `Health.exec(['redis-cli', 'ping'])`. */
  exec(command: readonly string[]): Health {
    return { kind: 'exec', command };
  },
} as const;

const PERIOD = 10;

/**
 * The three probes. Starting has time of its own; a server that does not answer gets no requests after 30 seconds and is restarted after a minute.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
export function healthProbes(
  code: string,
  where: string,
  health: Health,
  port: string,
  startupSeconds: number,
): Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  refuseBrokenHealth(code, where, health);
  const ready = probeAction(health, port, health.kind === 'http' ? health.path : '');
  const alive = probeAction(health, port, health.kind === 'http' ? (health.livenessPath ?? health.path) : '');
  const common = { periodSeconds: PERIOD, timeoutSeconds: 5 };
  return {
    startupProbe: { ...ready, ...common, failureThreshold: Math.ceil(startupSeconds / PERIOD) },
    readinessProbe: { ...ready, ...common, failureThreshold: 3 },
    livenessProbe: { ...alive, ...common, failureThreshold: 6 },
  };
}

function probeAction(health: Health, port: string, path: string): Probe {
  switch (health.kind) {
    case 'http':
      return { httpGet: { path, port } };
    case 'tcp':
      return { tcpSocket: { port } };
    case 'exec':
      return { exec: { command: [...health.command] } };
  }
}

function refuseBrokenHealth(code: string, where: string, health: Health): void {
  const paths = health.kind === 'http' ? [health.path, health.livenessPath ?? health.path] : [];
  const wrong = paths.find((path) => typeof path !== 'string' || !/^\/\S*$/.test(path));
  if (wrong === undefined && (health.kind !== 'exec' || health.command.length > 0)) return;
  const what = health.kind === 'exec' ? 'the health command is empty' : `the health path is ${JSON.stringify(wrong)}`;
  throw new ConfigError(`${code}.health`, { where, what, fix: "use Health.http('/healthz'), Health.tcp() or Health.exec(['pg_isready'])" });
}
