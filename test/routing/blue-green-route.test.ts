import { BlueGreenRoute } from '../../src/routing/blue-green-route';
import { Via } from '../../src/routing/via';
import { renderedYaml } from '../support/rendered';

const blue = { name: 'scorer-blue', port: 80 };
const green = { name: 'scorer-green', port: 80 };
const shared = { hostname: 'models.example.com', blue, green };

test('the live colour has all the traffic of the one HTTPRoute', () => {
  const text = renderedYaml((chart) => {
    new BlueGreenRoute(chart, 'scoring', { ...shared, live: 'green', via: Via.gatewayApi({ gateway: { name: 'public' } }) });
  });
  expect(text.match(/weight: \d+/g)).toEqual(['weight: 0', 'weight: 100']);
});
