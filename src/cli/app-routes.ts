import type { RenderedApp } from '../app/rendered-objects';
import { Environment } from '../environment/environment';
import type { RenderedObject } from '../render/rendered-object';
import type { RouteState } from '../routing/proof/switch-proof';
import { BlueGreenRoute } from '../routing/route/blue-green-route';

/** A route of an app, with the environment that it stands in. */
export interface AppRoute extends RouteState {
  /** Construct path: the same in every render. */
  readonly path: string;
  readonly environment: Environment | undefined;
}

/** The environments of an app. */
export function environmentsOf({ rendered }: RenderedApp): readonly Environment[] {
  return constructsOf(rendered.charts).filter((construct): construct is Environment => Environment.is(construct));
}

/** The routes of an app, each with all objects of its environment. */
export function routesOf({ rendered }: RenderedApp): readonly AppRoute[] {
  const objects = [...rendered.charts.values()].flat();
  return constructsOf(rendered.charts)
    .filter((construct): construct is BlueGreenRoute => BlueGreenRoute.is(construct))
    .map((route) => {
      const environment = route.node.scopes.find((scope): scope is Environment => Environment.is(scope));
      const near = objects.filter(({ construct }) => environment === undefined || construct.node.scopes.includes(environment));
      const own = objects.find(({ construct }) => construct.node.scope === route);
      const namespace = own?.manifest.metadata.namespace;
      return { path: route.node.path, environment, route, namespace, manifests: near.map(({ manifest }) => manifest) };
    });
}

function constructsOf(charts: ReadonlyMap<string, readonly RenderedObject[]>): readonly unknown[] {
  return [...charts.values()].flat()[0]?.construct.node.root.node.findAll() ?? [];
}
