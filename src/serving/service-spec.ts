import type { Service } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import type { Engine } from './runtime/runtime-engine';

/** The port of the Service, the same for every runtime, so that a change of runtime is no change for callers. */
export const SERVICE_PORT = 80;

/** The Service: ports go to the container's by name, so that a new container port needs no change here and can roll. */
export function service(
  name: string,
  labels: Record<string, string>,
  selector: Record<string, string>,
  engine: Engine,
  port: number,
): Service {
  const [http, ...others] = engine.ports;
  const ports = [{ ...http, port }, ...others].map((entry) => ({
    name: entry.name,
    port: entry.port,
    protocol: 'TCP',
    targetPort: entry.name,
    ...(entry.appProtocol === undefined ? {} : { appProtocol: entry.appProtocol }),
  }));
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { type: 'ClusterIP', selector, ports } };
}

/** Refuses a Service port that is no port, or that the runtime's other ports take. */
export function servicePort(where: string, engine: Engine, port: number = SERVICE_PORT): number {
  const taken = engine.ports.slice(1).find((other) => other.port === port);
  if (Number.isInteger(port) && port >= 1 && port <= 65535 && taken === undefined) return port;
  const what =
    taken === undefined ? `servicePort ${port} is no port from 1 to 65535` : `servicePort ${port} is taken by the port "${taken.name}"`;
  throw new ConfigError('MLService.servicePort', { where, what, fix: 'leave servicePort out for 80' });
}
