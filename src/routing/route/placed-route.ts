import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Finding } from '../../base/finding';
import { Environment } from '../../environment/environment';
import { addFindings } from '../../kube/construct-findings';
import type { Router } from '../routers/router';
import type { Color } from './colors';
import type { ResolvedRoute } from './resolved-route';
import type { ServiceTarget } from './service-target';

/** A route, with its construct and the Services of its colors. */
export interface PlacedRoute {
  readonly route: Construct;
  readonly router: Router;
  readonly spec: ResolvedRoute;
  readonly targets: Readonly<Record<Color, ServiceTarget>>;
}

/** Where routes can conflict: in their environment, which is one cluster; without an environment, in their chart. */
function conflictScope(route: Construct): Construct {
  return Environment.of(route) ?? Chart.of(route);
}

const PLACED = new WeakMap<Construct, PlacedRoute[]>();

/**
 * Validates a route together with the others of its environment when the app is rendered.
 *
 * The first route of an environment validates all of them, so that the tree is read once and not once per route.
 */
export function validateTogether(
  placed: PlacedRoute,
  findings: (scope: Construct, routes: readonly PlacedRoute[]) => readonly Finding[],
): void {
  const scope = conflictScope(placed.route);
  const known = PLACED.get(scope);
  if (known !== undefined) {
    known.push(placed);
    return;
  }
  const routes = [placed];
  PLACED.set(scope, routes);
  addFindings(placed.route, () => findings(scope, routes));
}
