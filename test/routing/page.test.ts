import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlueGreenRoute, type BlueGreenRouteProps } from '../../src/routing/blue-green-route';
import { Preview } from '../../src/routing/preview';
import { Via } from '../../src/routing/via';
import { renderedYaml } from '../support/rendered';

const page = readFileSync(join(__dirname, '../../docs/blue-green-route.md'), 'utf8');
const blocks = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);

test.each<[number, BlueGreenRouteProps['via']]>([
  [0, Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } })],
  [1, Via.nginx({ ingressClass: 'nginx' })],
])('YAML block %i of the page is what its example renders to', (position, via) => {
  const text = renderedYaml((chart) => {
    new BlueGreenRoute(chart, 'scoring', {
      hostname: 'models.example.com',
      blue: { name: 'scorer-blue', port: 80 },
      green: { name: 'scorer-green', port: 80 },
      release: { live: 'blue' },
      preview: Preview.header('x-colour'),
      via,
    });
  });
  expect(blocks[position]).toBe(text);
});

test('the page lists every code that the room throws', () => {
  const codes = [
    'name',
    'hostname',
    'blue',
    'live',
    'traffic',
    'release',
    'preview',
    'annotations',
    'via',
    'pods',
    'selectors',
    'neighbour',
  ];
  for (const code of codes) expect(page).toContain(`\`BlueGreenRoute.${code}\``);
});
