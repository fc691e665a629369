import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Environment } from '../../environment/environment';
import type { Router } from '../routers/router';
import type { Color } from './colors';
import type { ResolvedRoute } from './resolved-route';
import type { ServiceTarget } from './service-target';

/** A route in its place in the construct tree. */
export interface PlacedRoute {
  readonly route: Construct;
  readonly router: Router;
  readonly spec: ResolvedRoute;
  readonly targets: Readonly<Record<Color, ServiceTarget>>;
}

/** Where routes can meet: the environment, which is one cluster; outside of every environment, the chart. */
export function conflictScope(route: Construct): Construct {
  return Environment.of(route) ?? Chart.of(route);
}

const PLACED = new WeakMap<Construct, PlacedRoute[]>();

/**
 * Has a route checked together with the others of its environment, when the app is rendered.
 *
 * The first route of the environment checks for all, so that the tree is read once and not once per route.
 */
export function validateTogether(placed: PlacedRoute, findings: (place: Construct, routes: readonly PlacedRoute[]) => string[]): void {
  const place = conflictScope(placed.route);
  const known = PLACED.get(place);
  if (known !== undefined) {
    known.push(placed);
    return;
  }
  const routes = [placed];
  PLACED.set(place, routes);
  placed.route.node.addValidation({ validate: () => findings(place, routes) });
}
