import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../src/routing/route/blue-green-route-props';
import { Preview } from '../../src/routing/route/route-preview';
import { Via } from '../../src/routing/routers/via';
import { renderedYaml } from '../support/rendered';
import { proofOfSwitch } from './proof-of-switch';
import { ROUTERS } from './routers';

const PAGE = join(__dirname, '../../docs/blue-green-route.md');
const SRC = join(__dirname, '../../src');
const page = readFileSync(PAGE, 'utf8');

const VIAS: readonly BlueGreenRouteProps['via'][] = [
  Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } }),
  Via.nginx({ ingressClass: 'nginx' }),
];

function yamlOf(via: BlueGreenRouteProps['via'] | undefined): string {
  return renderedYaml((chart) => {
    new BlueGreenRoute(chart, 'scoring', {
      hostname: 'models.example.com',
      blue: { name: 'scorer-blue', port: 80 },
      green: { name: 'scorer-green', port: 80 },
      release: { live: 'blue' },
      preview: Preview.header('x-color'),
      via: via as BlueGreenRouteProps['via'],
    });
  });
}

test('every YAML block of the page is what its example renders to, and the proof what a switch gives', () => {
  let block = 0;
  const rebuilt = page
    .replace(/```yaml\n[\s\S]*?```/g, () => `\`\`\`yaml\n${yamlOf(VIAS[block++])}\`\`\``)
    .replace(/```json\n[\s\S]*?```/, () => `\`\`\`json\n${proofOfSwitch()}\n\`\`\``);
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(PAGE, rebuilt);
  expect(page).toBe(rebuilt);
  expect(block).toBe(VIAS.length);
});

describe('the table of what each router can', () => {
  const ORDER = ['Gateway API', 'Istio', 'Traefik', 'nginx', 'haproxy-ingress', 'HAProxy Technologies'];
  const cells = (row: string): string[] => {
    const line = page.split('\n').find((text) => text.startsWith(`| ${row} |`)) ?? '';
    return line
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim());
  };

  test.each<[string, (name: string) => boolean]>([
    ['`Traffic.split`', (name) => ROUTERS[name]?.traffics.includes('split') === true],
    ['`Traffic.shadow`', (name) => ROUTERS[name]?.traffics.includes('shadow') === true],
    ['`Preview.header`', (name) => ROUTERS[name]?.previews.includes('header') === true],
    ['`Preview.cookie`', (name) => ROUTERS[name]?.previews.includes('cookie') === true],
    ['`Preview.host`', (name) => ROUTERS[name]?.previews.includes('host') === true],
    ['`Sticky.cookie`', (name) => ROUTERS[name]?.stickies.includes('cookie') === true],
    ['`timeouts.request`', (name) => ROUTERS[name]?.timeouts.includes('request') === true],
    ['`timeouts.backendRequest`', (name) => ROUTERS[name]?.timeouts.includes('backendRequest') === true],
  ])('%s', (row, can) => {
    expect(page).toContain(`| | ${ORDER.join(' | ')} |`);
    expect(cells(row).map((cell) => cell !== '–')).toEqual(ORDER.map(can));
  });
});

test('the page lists every code that the room and its commands throw', () => {
  const commands = ['switch', 'shift', 'scale', 'routes', 'run-change', 'change-release', 'make-change', 'release-target'];
  const files = [
    ...sourcesBelow('routing'),
    ...commands.map((name) => join(SRC, 'cli', `${name}.ts`)),
    join(SRC, 'environment/release-edit.ts'),
    join(SRC, 'environment/release-file.ts'),
    join(SRC, 'store/manifest-directory.ts'),
  ];
  const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const codes = new Set(
    [...texts.matchAll(/'((?:BlueGreenRoute|switch|routes|cli)\.[a-z-]+|release\.(?:drift|edit|unused|inactive))'/gi)].map(
      ([, code = '']) => code,
    ),
  );
  const listed = new Set(
    [...page.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) => {
      const names = [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
      const room = names[0]?.split('.')[0] ?? '';
      return names.map((name) => (name.startsWith('.') ? `${room}${name}` : name));
    }),
  );
  expect([...codes].filter((code) => !listed.has(code)).sort()).toEqual([]);
});

function sourcesBelow(room: string): string[] {
  return readdirSync(join(SRC, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}
