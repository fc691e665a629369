import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { routers } from '../../examples/routers/app';
import { withReleaseTexts } from '../../src/environment/release-texts';
import type { Manifest } from '../../src/manifest/manifest';
import { objectChanges } from '../../src/routing/proof/object-changes';
import { routeFindings } from '../../src/routing/table/route-findings';
import { routingTable } from '../../src/routing/table/routing-table';

const FILE = join(__dirname, '../../examples/routers/releases/prod.yaml');
const ROUTERS = ['gateway-api', 'haproxy-ingress', 'haproxy-tech', 'istio', 'nginx', 'traefik'];

type Directories = ReadonlyMap<string, readonly Manifest[]>;

function directories(): Directories {
  const charts = [...routers().render().charts];
  return new Map(charts.map(([directory, objects]) => [directory.replace('prod/', ''), objects.map(({ manifest }) => manifest)]));
}

function withRoute(entry: string): Promise<Directories> {
  const text = readFileSync(FILE, 'utf8').replace(/classifier: \{.*\}/, `classifier: ${entry}`);
  return withReleaseTexts(new Map([[FILE, text]]), async () => directories());
}

test('six directories, and in each the route of one router', () => {
  expect([...directories().keys()].filter((name) => name !== 'colors' && name !== 'namespace')).toEqual(ROUTERS);
});

test('on every router 90 % go to blue and 10 % to green, and nothing is a trap', () => {
  const all = [...directories().values()].flat();
  const rows = routingTable(all);
  expect(rows).toHaveLength(6);
  for (const { host, path, shares } of rows) {
    expect([host, path]).toEqual(['mlmodels.example.com', '/']);
    expect(Object.values(shares ?? {}).sort()).toEqual([10, 90]);
  }
  expect(routeFindings(all)).toEqual([]);
});

test('a switch changes one object of each router, and nothing else', async () => {
  const [before, after] = [await withRoute('{live: blue}'), await withRoute('{live: green}')];
  const changes = objectChanges(before, after);
  expect(changes.map(({ directory }) => directory)).toEqual(ROUTERS);
  expect(changes.map(({ change, object }) => `${change} ${object.split('.')[0]}`)).toEqual([
    'configured HTTPRoute',
    'configured Ingress',
    'configured Service models/classifier-haproxy-tech-green',
    'configured VirtualService',
    'configured Ingress',
    'configured TraefikService',
  ]);
});
