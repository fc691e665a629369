import { ConfigError } from '../../base/config-error';
import type { ResolvedRoute } from '../route/resolved-route';

/** Refuses annotations of an Ingress controller on an object that is not an Ingress: they would silently have no effect. */
export function refuseIngressAnnotations(kind: string): (where: string, spec: Pick<ResolvedRoute, 'annotations'>) => void {
  return (where, { annotations }) => {
    const key = Object.keys(annotations).find((name) => FOREIGN.test(name));
    if (key === undefined) return;
    const what = `annotation ${key} is for Ingress controllers and has no effect on an ${kind}`;
    throw new ConfigError('BlueGreenRoute.annotations', { where, what, fix: 'remove it, or configure it on the Gateway or entry point' });
  };
}

const FOREIGN =
  /^(nginx\.ingress\.kubernetes\.io|ingress\.kubernetes\.io|kubernetes\.io\/ingress|nginx\.|haproxy\.org\/|haproxy-ingress\.github\.io\/)/;
