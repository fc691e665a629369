import { App, Chart } from 'cdk8s';
import { FindingsError } from '../../src/base/findings-error';
import { Environment } from '../../src/environment/environment';
import { BlueGreenRoute, type BlueGreenRouteProps } from '../../src/routing/route/blue-green-route';
import { Preview } from '../../src/routing/route/route-preview';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { renderedManifests } from '../support/rendered';

const shared = { hostname: 'models.example.com', blue: { name: 'scorer-blue', port: 80 }, green: { name: 'scorer-green', port: 80 } };
const gateway = Via.gatewayApi({ gateway: { name: 'public' } });
const nginx = Via.nginx({ ingressClass: 'nginx' });
const traefik = Via.traefik();
const istio = Via.istio({ gateways: ['public'] });
const pods = { selector: { app: 'scorer' }, port: 'http' };
const haproxy = Via.haproxyIngress({ ingressClass: 'haproxy', pods });
const haproxyTech = Via.haproxyTech({ ingressClass: 'haproxy', pods });

function thrownBy(build: () => unknown): unknown {
  try {
    build();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('checks the routes of an environment together', () => {
  const at = (chart: Chart, id: string, props: Partial<BlueGreenRouteProps>): BlueGreenRoute =>
    new BlueGreenRoute(chart, id, { ...shared, live: 'blue', via: gateway, ...props } as BlueGreenRouteProps);

  const findings = (build: (chart: Chart) => void): string => {
    const error = thrownBy(() => renderedManifests(build));
    return FindingsError.is(error) ? error.findings.join('\n') : '';
  };

  test.each<[string, Partial<BlueGreenRouteProps>, Partial<BlueGreenRouteProps>]>([
    ['two HTTPRoutes on one host and path', {}, {}],
    ['two primaries on one host and path', { via: nginx }, { via: nginx }],
    ['two IngressRoutes on one host and path', { via: traefik }, { via: traefik }],
    ['two VirtualServices on one host and path', { via: istio }, { via: istio }],
    ['two Ingresses of haproxy-ingress on one host and path', { via: haproxy }, { via: haproxy }],
    ['two Ingresses of HAProxy Technologies on one host and path', { via: haproxyTech }, { via: haproxyTech, live: 'green' }],
    [
      'a condition of HAProxy Technologies, which comes before a longer path of another route',
      { via: haproxyTech, live: 'green' },
      { via: haproxyTech, path: '/v2' },
    ],
    [
      'a canary on one host takes from another host of the same Service',
      { via: nginx, traffic: Traffic.split({ blue: 50, green: 50 }) },
      { via: nginx, hostname: 'other.example.com' },
    ],
    [
      'a Service that is live on one host and canary on another',
      { via: nginx, preview: Preview.header('x-color') },
      { via: nginx, hostname: 'other.example.com', live: 'green' },
    ],
  ])('refuses %s', (_, first, second) => {
    const text = findings((chart) => {
      at(chart, 'first', first);
      at(chart, 'second', second);
    });
    expect(text).toMatch(
      /test\/(first|second) changes where requests .* go, now or after a switch\n {2}fix: .*\[BlueGreenRoute\.neighbor\]/,
    );
  });

  test.each<[string, Partial<BlueGreenRouteProps>, Partial<BlueGreenRouteProps>]>([
    ['two hosts', {}, { hostname: 'other.example.com' }],
    ['two paths of one host', { path: '/v1' }, { path: '/v2' }],
    ['a path within another', { path: '/' }, { path: '/v2' }],
    ['two hosts of one Traefik', { via: traefik }, { via: traefik, hostname: 'other.example.com' }],
    ['a path within another of Traefik', { via: traefik }, { via: traefik, path: '/v2' }],
    ['two Gateways of Istio', { via: istio }, { via: Via.istio({ gateways: ['internal'] }) }],
    ['two Gateways', {}, { via: Via.gatewayApi({ gateway: { name: 'internal' } }) }],
    ['two routers, while moving from one to the other', {}, { via: nginx }],
    ['two hosts of one pair on nginx without a canary', { via: nginx }, { via: nginx, hostname: 'other.example.com' }],
  ])('accepts %s', (_, first, second) => {
    const text = findings((chart) => {
      at(chart, 'first', first);
      at(chart, 'second', second);
    });
    expect(text).toBe('');
  });

  test('routes of two environments never meet', () => {
    const app = new App();
    for (const id of ['dev', 'prod']) at(new Chart(new Environment(app, id), 'scoring', { namespace: 'team-a' }), 'scoring', {});
    expect(app.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
  });
});
