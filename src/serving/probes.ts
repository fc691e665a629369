import type { Container, HTTPGetAction, Probe } from '../../imports/kubernetes';
import type { Engine } from './runtime/runtime-engine';

const STARTUP_PERIOD = 5;

/**
 * The three probes of a server that may take `startupSeconds` to load.
 *
 * Until the startup probe has succeeded the other two do not run, so that a slow load is never taken for a hang. Afterwards a server that
 * does not answer gets no requests after 15 seconds, and is restarted after a minute: a busy one answers late, and must not lose its model for it.
 */
export function probes(engine: Engine, startupSeconds: number): Pick<Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const ready = get(engine, engine.readinessPath);
  return {
    startupProbe: {
      ...ready,
      periodSeconds: STARTUP_PERIOD,
      failureThreshold: Math.ceil(startupSeconds / STARTUP_PERIOD),
      timeoutSeconds: 5,
    },
    readinessProbe: { ...ready, periodSeconds: 5, failureThreshold: 3, timeoutSeconds: 5 },
    livenessProbe: { ...get(engine, engine.livenessPath), periodSeconds: 10, failureThreshold: 6, timeoutSeconds: 10 },
  };
}

/** The longest start that the probes allow: what was declared, rounded up to whole periods. */
export function probedStartupSeconds(startupSeconds: number): number {
  return Math.ceil(startupSeconds / STARTUP_PERIOD) * STARTUP_PERIOD;
}

function get(engine: Engine, path: string): Probe {
  const httpGet: HTTPGetAction = { path, port: engine.ports[0].name };
  return { httpGet };
}
