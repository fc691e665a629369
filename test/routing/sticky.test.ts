import { Duration } from 'cdk8s';
import { Preview } from '../../src/routing/route/route-preview';
import { checkSticky, Sticky } from '../../src/routing/route/sticky';
import { Via } from '../../src/routing/routers/via';
import { routeError } from './route';

const traefik = Via.traefik();
const nginx = Via.nginx({ ingressClass: 'nginx' });

test('none is none, and a cookie has a name and perhaps an age', () => {
  expect(checkSticky('here', traefik)).toBeUndefined();
  expect(checkSticky('here', traefik, Sticky.none())).toBeUndefined();
  expect(checkSticky('here', traefik, Sticky.cookie('ml'))).toEqual({ name: 'ml' });
  expect(checkSticky('here', traefik, Sticky.cookie('ml', Duration.hours(1)))).toEqual({ name: 'ml', seconds: 3600 });
});

test.each<[string, unknown]>([
  ['by name', 'cookie'],
  ['of an unknown kind', { kind: 'address' }],
  ['a cookie without name', { kind: 'cookie' }],
  ['a cookie name with a space', Sticky.cookie('m l')],
  ['an age in numbers', { kind: 'cookie', name: 'ml', maxAge: 60 }],
  ['an age below a second', Sticky.cookie('ml', Duration.millis(10))],
])('%s is refused', (_, sticky) => {
  expect(() => checkSticky('here', traefik, sticky as never)).toThrow('[BlueGreenRoute.sticky]');
});

test.each([
  ['Gateway API', Via.gatewayApi({ gateway: { name: 'public' } })],
  ['Istio', Via.istio({ gateways: ['public'] })],
])('%s has none that a switch would reach', (title, router) => {
  expect(() => checkSticky('here', router, Sticky.cookie('ml'))).toThrow(`${title} has no sticky sessions that a switch would reach`);
});

test('on nginx a mark would keep the canary, and with it the users: refused; a host name for each color is not', () => {
  expect(routeError(nginx, { sticky: Sticky.cookie('ml'), preview: Preview.header('x-color') })).toMatchObject({
    code: 'BlueGreenRoute.sticky',
  });
  expect(routeError(nginx, { sticky: Sticky.cookie('ml'), preview: Preview.cookie('color') })).toMatchObject({
    code: 'BlueGreenRoute.sticky',
  });
  expect(
    routeError(nginx, { sticky: Sticky.cookie('ml'), preview: Preview.host({ blue: 'b.example.com', green: 'g.example.com' }) }),
  ).toBeUndefined();
});
