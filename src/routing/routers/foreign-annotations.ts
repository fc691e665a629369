import { ConfigError } from '../../base/config-error';
import type { ResolvedRoute } from '../route/resolved-route';

/** Refuses annotations of an Ingress controller on an object that is none: it would behave as one without them, and nobody would say so. */
export function refuseIngressAnnotations(kind: string): (where: string, spec: Pick<ResolvedRoute, 'annotations'>) => void {
  return (where, { annotations }) => {
    const key = Object.keys(annotations).find((name) => FOREIGN.test(name));
    if (key === undefined) return;
    const what = `annotation ${key} is for an Ingress controller; the ${kind} with it behaves as one without`;
    throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'remove it, or say the same on the Gateway or entry point' });
  };
}

const FOREIGN =
  /^(nginx\.ingress\.kubernetes\.io|ingress\.kubernetes\.io|kubernetes\.io\/ingress|nginx\.|haproxy\.org\/|haproxy-ingress\.github\.io\/)/;
