import { App, Chart } from 'cdk8s';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../src/routing/route/blue-green-route-props';
import type { ResolvedRoute } from '../../src/routing/route/resolved-route';
import type { Router } from '../../src/routing/routers/router';
import { thrownBy } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const shared = {
  hostname: 'models.example.com',
  blue: { name: 'scorer-blue', port: 80 },
  green: { name: 'scorer-green', port: 80 },
  live: 'blue',
};

/** Props of a route with colors that are made elsewhere. */
export function routeProps<R extends Router>(via: R, more: Partial<BlueGreenRouteProps<R>> = {}): BlueGreenRouteProps<R> {
  return { ...shared, via, ...more } as BlueGreenRouteProps<R>;
}

/** The YAML of such a route. */
export function routeYaml<R extends Router>(via: R, more: Partial<BlueGreenRouteProps<R>> = {}): string {
  return renderedYaml((chart) => {
    new BlueGreenRoute(chart, 'scoring', routeProps(via, more));
  });
}

/** What creating such a route throws. */
export function routeError(via: Router, more: object = {}): unknown {
  return thrownBy(() => resolvedRoute(via, more));
}

/** The value that such a route resolves to. */
export function resolvedRoute(via: Router, more: object = {}): ResolvedRoute {
  const props = { ...shared, via, ...more } as BlueGreenRouteProps;
  return new BlueGreenRoute(new Chart(new App(), 'test', { namespace: 'team-a' }), 'scoring', props).spec;
}
