import { App, type Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { BlueGreenRoute } from '../../src/routing/blue-green-route';
import { Via } from '../../src/routing/via';
import { chart, Deliveries, object, rendered, specOf } from './world';

/** A colour as a construct of its own, with an object below it. */
class Colour extends Construct {
  readonly port = 80;

  constructor(
    scope: Construct,
    readonly name: string,
  ) {
    super(scope, name);
    object(this, 'Service', name);
  }
}

function route(colours: Chart, own: Chart): void {
  const [blue, green] = [new Colour(colours, 'blue'), new Colour(colours, 'green')];
  const via = Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } });
  new BlueGreenRoute(own, 'scoring', { hostname: 'models.example.com', blue, green, live: 'blue', via });
}

test('Flux applies the route once the chart of its colours is ready', () => {
  const app = new App();
  const [colours, own] = [chart(app, 'colours'), chart(app, 'route')];
  route(colours, own);
  const delivery = new Deliveries(app);
  delivery.flux('route', own);
  delivery.flux('colours', colours);
  expect(specOf(app, 'Kustomization', 'route').dependsOn).toEqual([{ name: 'colours' }]);
});

test('Argo CD applies the route of one Application a wave after its colours', () => {
  const app = new App();
  const own = chart(app, 'scoring');
  route(own, own);
  new Deliveries(app).argo('scoring', own);
  const wave = (kind: string, name: string) => rendered(app, kind, name).metadata.annotations?.['argocd.argoproj.io/sync-wave'];
  expect([wave('Service', 'blue'), wave('Service', 'green'), wave('HTTPRoute', 'scoring')]).toEqual([undefined, undefined, '1']);
});
