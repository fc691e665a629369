import { App, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Manifest } from '../../src/manifest/manifest';
import { renderApp } from '../../src/render/render-app';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import type { Router } from '../../src/routing/routers/router';
import { Via } from '../../src/routing/routers/via';
import { ROUTERS } from '../routing/routers';
import { chart, Deliveries, object, rendered, specOf } from './delivery-fixture';

/** A color as a construct of its own, with an object below it. */
class Color extends Construct {
  readonly port = 80;

  constructor(
    scope: Construct,
    readonly name: string,
  ) {
    super(scope, name);
    object(this, 'Service', name);
  }
}

function route(colors: Chart, own: Chart, via: Router): void {
  const [blue, green] = [new Color(colors, 'blue'), new Color(colors, 'green')];
  new BlueGreenRoute(own, 'scoring', { hostname: 'models.example.com', blue, green, live: 'blue', via });
}

test.each(Object.entries(ROUTERS))('%s: Flux applies the route once the chart of its colors is ready', (_, via) => {
  const app = new App();
  const [colors, own] = [chart(app, 'colors'), chart(app, 'route')];
  route(colors, own, via);
  const delivery = new Deliveries(app);
  delivery.flux('route', own);
  delivery.flux('colors', colors);
  expect(specOf(app, 'Kustomization', 'route').dependsOn).toEqual([{ name: 'colors' }]);
});

test.each(Object.entries(ROUTERS))('%s: Argo CD applies every object of the route a wave after its colors', (_, via) => {
  const app = new App();
  const own = chart(app, 'scoring');
  route(own, own, via);
  new Deliveries(app).argo('scoring', own);
  const wave = ({ metadata }: Manifest): string | undefined => metadata.annotations?.['argocd.argoproj.io/sync-wave'];
  const objects = [...renderApp(app).charts.values()].flat().map(({ manifest }) => manifest);
  const ofRoute = objects.filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/component'] === 'route');
  expect(['blue', 'green'].map((name) => wave(rendered(app, 'Service', name)))).toEqual([undefined, undefined]);
  expect(new Set(ofRoute.map(wave))).toEqual(new Set(['1']));
});

test.each(Object.entries(ROUTERS))('%s: Flux refuses a route in the chart of its colors, which it applies at once', (_, via) => {
  const app = new App();
  const own = chart(app, 'scoring');
  route(own, own, via);
  new Deliveries(app).flux('scoring', own);
  expect(() => renderApp(app)).toThrow('scoring/scoring is in the chart of its colors, which Flux applies all at once');
});

test('Flux takes a route whose colors are made elsewhere', () => {
  const app = new App();
  const own = chart(app, 'scoring');
  const colors = { blue: { name: 'blue', port: 80 }, green: { name: 'green', port: 80 } };
  new BlueGreenRoute(own, 'scoring', {
    hostname: 'models.example.com',
    ...colors,
    live: 'blue',
    via: Via.gatewayApi({ gateway: { name: 'public' } }),
  });
  new Deliveries(app).flux('scoring', own);
  expect(() => renderApp(app)).not.toThrow();
});
