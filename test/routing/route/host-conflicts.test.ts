import { ApiObject, App, Chart } from 'cdk8s';
import { findingText } from '../../../src/base/finding';
import { FindingsError } from '../../../src/base/findings-error';
import { Environment } from '../../../src/environment/environment';
import { BlueGreenRoute } from '../../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../../src/routing/route/blue-green-route-props';
import { Preview } from '../../../src/routing/route/route-preview';
import { Traffic } from '../../../src/routing/route/traffic';
import { Via } from '../../../src/routing/routers/via';
import { thrownBy } from '../../support/code-of';
import { renderedManifests } from '../../support/rendered';

const shared = { hostname: 'models.example.com', blue: { name: 'scorer-blue', port: 80 }, green: { name: 'scorer-green', port: 80 } };
const gateway = Via.gatewayApi({ gateway: { name: 'public' } });
const nginx = Via.nginx({ ingressClass: 'nginx' });
const traefik = Via.traefik();
const istio = Via.istio({ gateways: ['public'] });
const pods = { selector: { app: 'scorer' }, port: 'http' };
const haproxy = Via.haproxyIngress({ ingressClass: 'haproxy', pods });
const haproxyTech = Via.haproxyTech({ ingressClass: 'haproxy', pods });

describe('checks the routes of an environment together', () => {
  const at = (chart: Chart, id: string, props: Partial<BlueGreenRouteProps>): BlueGreenRoute =>
    new BlueGreenRoute(chart, id, { ...shared, live: 'blue', via: gateway, ...props } as BlueGreenRouteProps);

  const findings = (build: (chart: Chart) => void): string => {
    const error = thrownBy(() => renderedManifests(build));
    return FindingsError.is(error) ? error.findings.map(findingText).join('\n') : '';
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

  test.each<[string, boolean, object]>([
    ['an HTTPRoute without hosts and rules', false, { parentRefs: [{ name: 'public' }] }],
    [
      'an HTTPRoute that takes every path of the host',
      true,
      { parentRefs: [{ name: 'public' }], hostnames: ['models.example.com'], rules: [{}] },
    ],
  ])('%s that the app creates by hand conflicts: %s', (_, conflicts, spec) => {
    const text = findings((chart) => {
      at(chart, 'scoring', {});
      new ApiObject(chart, 'own', { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'own' }, spec });
    });
    expect(text.includes('[BlueGreenRoute.neighbor]')).toBe(conflicts);
  });

  test.each<[string, boolean]>([
    ['/v1/models', true],
    ['/v1/models/m', false],
    ['/v2', false],
  ])('an Ingress by hand on %s conflicts with a route on /v1/models: %s', (path, conflicts) => {
    const backend = { service: { name: 'other', port: { number: 80 } } };
    const rules = [{ host: 'models.example.com', http: { paths: [{ path, pathType: 'Prefix', backend }] } }];
    const text = findings((chart) => {
      at(chart, 'scoring', { via: nginx, path: '/v1/models' });
      const spec = { ingressClassName: 'nginx', rules };
      new ApiObject(chart, 'own', { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: { name: 'own' }, spec });
    });
    expect(text.includes('[BlueGreenRoute.neighbor]')).toBe(conflicts);
  });

  test('routes of two environments never conflict', () => {
    const app = new App();
    for (const id of ['dev', 'prod']) at(new Chart(new Environment(app, id), 'scoring', { namespace: 'team-a' }), 'scoring', {});
    expect(app.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
  });
});
