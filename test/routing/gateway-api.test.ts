import { allTo, type ResolvedRoute } from '../../src/routing/route/resolved-route';
import { Preview } from '../../src/routing/route/route-preview';
import { httpRoutes } from '../../src/routing/routers/gateway-api-router';
import { parentRef } from '../../src/routing/routers/gateway-reference';

const spec: ResolvedRoute = {
  name: 'scoring',
  hostname: 'models.example.com',
  path: '/',
  backends: { blue: { name: 'b', port: 80 }, green: { name: 'g', port: 80 } },
  live: 'blue',
  weights: allTo('blue'),
  preview: Preview.header('x-color'),
  timeouts: { request: 600 },
  inactive: { kind: 'warm' },
  labels: {},
  annotations: {},
};
const [route] = httpRoutes(spec, parentRef('here', { name: 'public' }));

test('every default of the API is written out, so that Argo CD finds no difference', () => {
  expect(route).toHaveProperty('manifest.spec.parentRefs', [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }]);
  expect(route).toHaveProperty('manifest.spec.rules[2].backendRefs[1]', { group: '', kind: 'Service', name: 'g', port: 80, weight: 0 });
  expect(route).toHaveProperty('manifest.spec.rules[0].matches[0].headers[0].type', 'Exact');
});

test('a header names a color: its rules come first, and a switch leaves them alone', () => {
  expect(route).toHaveProperty('manifest.spec.rules[0].matches[0].headers[0].value', 'blue');
  expect(route).toHaveProperty('manifest.spec.rules[1].matches[0].headers[0].value', 'green');
  expect(route).toHaveProperty('manifest.spec.rules[1].backendRefs', [{ group: '', kind: 'Service', name: 'g', port: 80, weight: 100 }]);
  expect(route).not.toHaveProperty('manifest.spec.rules[2].matches[0].headers');
});

test('a header value of its own means the idle color: its rule has both colors, so that a switch changes weights only', () => {
  const [own] = httpRoutes({ ...spec, preview: Preview.header('x-beta', 'yes') }, parentRef('here', { name: 'public' }));
  expect(own).toHaveProperty('manifest.spec.rules[0].matches[0].headers[0].value', 'yes');
  expect(own).toHaveProperty('manifest.spec.rules[0].backendRefs[0].weight', 0);
  expect(own).toHaveProperty('manifest.spec.rules[0].backendRefs[1].weight', 100);
  expect(own).not.toHaveProperty('manifest.spec.rules[1].matches[0].headers');
});

test('timeouts stand in every rule: a tester waits as long as a user', () => {
  for (const position of [0, 1, 2]) expect(route).toHaveProperty(`manifest.spec.rules[${position}].timeouts`, { request: '10m' });
});
