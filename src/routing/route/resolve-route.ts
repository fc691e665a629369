import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL } from '../../base/names';
import { workloadLabels } from '../../kube/labels';
import type { Router } from '../routers/router';
import type { BlueGreenRouteProps } from './blue-green-route-props';
import { COLORS } from './colors';
import { resolveTraffic } from './live-traffic';
import type { Backend, ResolvedRoute } from './resolved-route';
import { assertHostname, assertPath } from './route-address';
import { resolvePreview } from './route-preview';
import { type RouteTimeouts, resolveTimeouts } from './route-timeouts';
import { resolveBackend } from './service-target';
import { resolveSticky } from './sticky';

/** A route from its props. Applies every default and makes every refusal, the router's own included; builders take the value as it is. */
export function resolveRoute(construct: Construct, id: string, props: BlueGreenRouteProps): ResolvedRoute {
  const where = construct.node.path;
  const router: Router = props.via;
  const name = checkName('BlueGreenRoute.name', where, props.name ?? id, DNS_LABEL);
  const hostname = assertHostname('BlueGreenRoute.hostname', where, props.hostname, 'wildcard');
  const traffic = resolveTraffic(where, router, props);
  const sticky = resolveSticky(where, router, props.sticky);
  const preview = resolvePreview(where, hostname, router, props.preview);
  const { namespace } = Chart.of(construct);
  const route: ResolvedRoute = {
    ...(namespace === undefined ? {} : { namespace }),
    name,
    hostname,
    path: assertPath('BlueGreenRoute.path', where, props.path ?? '/'),
    backends: resolveBackends(construct, props),
    ...traffic,
    // A color that is off has no pods that a preview could reach.
    preview: traffic.inactive.kind === 'off' ? { kind: 'none' } : preview,
    ...(sticky === undefined ? {} : { sticky }),
    timeouts: resolveTimeouts(where, supportedTimeouts(where, router, props.timeouts)),
    labels: { ...props.labels, ...workloadLabels({ app: name, instance: name, component: 'route' }) },
    annotations: { ...props.annotations },
  };
  router.assertSupported(where, route);
  return route;
}

function resolveBackends(construct: Construct, props: Pick<BlueGreenRouteProps, 'blue' | 'green'>): ResolvedRoute['backends'] {
  const [blue, green] = COLORS.map((color) => resolveBackend(construct, color, props[color])) as [Backend, Backend];
  if (blue.name !== green.name) return { blue, green };
  const what = `blue and green are both Service "${blue.name}", so a switch would change nothing`;
  throw new ConfigError('BlueGreenRoute.green', { where: construct.node.path, what, fix: 'give each color its own Service' });
}

function supportedTimeouts(where: string, router: Router, timeouts: RouteTimeouts = {}): RouteTimeouts {
  const unsupported = Object.keys(timeouts).find((name) => !router.timeouts.some((known) => known === name));
  if (unsupported === undefined) return timeouts;
  const known = router.timeouts.map((name) => `timeouts.${name}`);
  const fix = known.length === 0 ? 'remove it, and set the limit in the router itself' : `use ${known.join(' or ')}`;
  throw new ConfigError('BlueGreenRoute.timeouts', { where, what: `${router.title} does not support timeouts.${unsupported}`, fix });
}
