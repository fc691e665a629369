import { Preview } from '../../src/routing/route/route-preview';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { routeError } from './route';

const nginx = Via.nginx({ ingressClass: 'nginx' });
const preview = Preview.host({ blue: 'b.example.com', green: 'g.example.com' });

test.each<[string, object]>([
  ['paths that its strict check accepts', { path: '/v1/my_model-2.0' }],
  [
    'annotations of other controllers and options',
    { annotations: { 'cert-manager.io/cluster-issuer': 'a', 'nginx.ingress.kubernetes.io/proxy-buffering': 'off' } },
  ],
  ['a host name for each color without a split', { preview }],
])('nginx accepts %s', (_, more) => {
  expect(routeError(nginx, more)).toBeUndefined();
});

test.each<[string, object, string]>([
  ['paths that its strict check refuses', { path: '/m:predict' }, 'BlueGreenRoute.path'],
  ['a host name for each color with a split', { preview, traffic: Traffic.split({ blue: 90, green: 10 }) }, 'BlueGreenRoute.preview'],
  ...[
    'kubernetes.io/ingress.class',
    'nginx.ingress.kubernetes.io/canary-weight',
    'nginx.ingress.kubernetes.io/affinity',
    'nginx.ingress.kubernetes.io/session-cookie-name',
    'nginx.ingress.kubernetes.io/mirror-target',
    'nginx.ingress.kubernetes.io/proxy-read-timeout',
  ].map((key): [string, object, string] => [`annotation ${key}`, { annotations: { [key]: '1' } }, 'BlueGreenRoute.annotations']),
])('nginx refuses %s', (_, more, code) => {
  expect(routeError(nginx, more)).toMatchObject({ code });
});
