import { Duration } from 'cdk8s';
import { Preview } from '../../src/routing/route/route-preview';
import { Sticky } from '../../src/routing/route/sticky';
import { Traffic } from '../../src/routing/route/traffic';
import { Via } from '../../src/routing/routers/via';
import { routeError, routeProps, routeYaml } from './route';

const via = Via.istio({ gateways: ['gateways/public', 'mesh'] });

test('renders weights, marks by cookie, and long answers', () => {
  const props = {
    path: '/v1',
    traffic: Traffic.split({ blue: 90, green: 10 }),
    preview: Preview.cookie('color'),
    timeouts: { request: Duration.minutes(10) },
  };
  expect(routeYaml(via, props)).toMatchSnapshot();
});

test('renders copies, marks by header, and a host name for each color', () => {
  expect(routeYaml(via, { traffic: Traffic.shadow({ to: 'green', percent: 20 }), preview: Preview.header('X-Color') })).toMatchSnapshot();
  expect(routeYaml(via, { preview: Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }) })).toMatchSnapshot();
});

test.each<[string, unknown]>([
  ['no options', undefined],
  ['no Gateway', { gateways: [] }],
  ['a Gateway that is no name', { gateways: ['a/b/c'] }],
  ['a Gateway in capitals', { gateways: ['Public'] }],
  ['a Gateway that is no text', { gateways: [7] }],
])('%s is refused', (_, options) => {
  expect(() => Via.istio(options as never)).toThrow(/\[(?:BlueGreenRoute\.via|Via\.istio)\]$/);
});

test('annotations of an Ingress controller are refused', () => {
  expect(routeError(via, { annotations: { 'nginx.ingress.kubernetes.io/canary': 'true' } })).toMatchObject({
    code: 'BlueGreenRoute.annotations',
  });
});

test('what Istio cannot do does not compile', () => {
  // @ts-expect-error its cookie picks a pod behind a weight, not the weight: users would change colors
  routeProps(via, { sticky: Sticky.cookie('ml') });
  // @ts-expect-error there is one timeout, of the whole exchange
  routeProps(via, { timeouts: { backendRequest: Duration.minutes(1) } });
  expect(routeError(via, { sticky: Sticky.cookie('ml') })).toMatchObject({ code: 'BlueGreenRoute.sticky' });
});
