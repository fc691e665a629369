import { allTo, type ResolvedRoute } from '../../src/routing/route/resolved-route';
import { Preview } from '../../src/routing/route/route-preview';
import { refuseForNginx } from '../../src/routing/routers/nginx-limits';

const spec: ResolvedRoute = {
  name: 'scoring',
  hostname: 'models.example.com',
  path: '/',
  backends: { blue: { name: 'b', port: 80 }, green: { name: 'g', port: 80 } },
  live: 'blue',
  weights: allTo('blue'),
  preview: Preview.none(),
  timeouts: {},
  inactive: { kind: 'warm' },
  labels: {},
  annotations: {},
};
const hosts = Preview.host({ blue: 'b.example.com', green: 'g.example.com' });

test.each<[string, Partial<ResolvedRoute>]>([
  ['paths that its strict check lets through', { path: '/v1/my_model-2.0' }],
  [
    'annotations of others',
    { annotations: { 'cert-manager.io/cluster-issuer': 'a', 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' } },
  ],
  ['hosts of their own without a split', { preview: hosts }],
])('%s are taken', (_, more) => {
  expect(() => refuseForNginx('here', { ...spec, ...more })).not.toThrow();
});

test.each<[string, Partial<ResolvedRoute>, string]>([
  ['paths that its strict check refuses', { path: '/m:predict' }, 'BlueGreenRoute.path'],
  ['hosts of their own with a split', { preview: hosts, weights: { blue: 90, green: 10 } }, 'BlueGreenRoute.preview'],
  ...[
    'kubernetes.io/ingress.class',
    'nginx.ingress.kubernetes.io/canary-weight',
    'nginx.ingress.kubernetes.io/affinity',
    'nginx.ingress.kubernetes.io/session-cookie-name',
    'nginx.ingress.kubernetes.io/mirror-target',
    'nginx.ingress.kubernetes.io/proxy-read-timeout',
  ].map((key): [string, Partial<ResolvedRoute>, string] => [key, { annotations: { [key]: '1' } }, 'BlueGreenRoute.annotations']),
])('%s are refused', (_, more, code) => {
  expect(() => refuseForNginx('here', { ...spec, ...more })).toThrow(`[${code}]`);
});
