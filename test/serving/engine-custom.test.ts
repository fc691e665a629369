import { customEngine } from '../../src/serving/runtime/engine-custom';
import { type CustomProps, Runtime } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';
import { COMMIT, SCORER_IMAGE } from './serving-props';

const input = { where: 'test', app: 'scorer', target: { kind: 'path', path: '/m' } as const, devices: 0, drainSeconds: 45, env: undefined };
const base = { image: SCORER_IMAGE, port: 8080, healthPath: '/healthz' };
const engine = (change: object = {}) => customEngine(Runtime.custom({ ...base, ...change } as CustomProps), input);

test('one health path answers both questions, two answer one each', () => {
  expect(engine()).toMatchObject({ readinessPath: '/healthz', livenessPath: '/healthz' });
  const two = engine({ healthPath: undefined, readinessPath: '/ready', livenessPath: '/live' });
  expect(two).toMatchObject({ readinessPath: '/ready', livenessPath: '/live' });
});

test('the server learns where its model is, and keeps its own home and command', () => {
  expect(engine()).toMatchObject({ env: { MODEL_PATH: '/m' }, args: [] });
  expect(engine()).not.toHaveProperty('command');
  expect(engine({ command: ['serve'], args: ['$(MODEL_PATH)'] })).toMatchObject({ command: ['serve'], args: ['$(MODEL_PATH)'] });
});

test('metrics get a port of their own only when they have one', () => {
  expect(engine({ metricsPort: 9090 }).ports).toEqual([
    { name: 'http', port: 8080 },
    { name: 'metrics', port: 9090 },
  ]);
  expect(engine({ metricsPort: 8080 }).ports).toHaveLength(1);
});

test.each<[string, object, string]>([
  ['no port', { port: undefined }, 'Runtime.custom'],
  ['port 0', { port: 0 }, 'MLService.port'],
  ['a port above 65535', { metricsPort: 70_000 }, 'MLService.port'],
  ['no health path', { healthPath: undefined }, 'Runtime.custom'],
  ['a relative health path', { healthPath: 'healthz' }, 'MLService.healthPath'],
  ['one path of two', { healthPath: undefined, readinessPath: '/ready' }, 'Runtime.custom'],
])('%s is refused', (_, change, code) => expect(codeOf(() => engine(change))).toBe(code));

test('the hub is refused: how to load from it is not known', () => {
  const target = { kind: 'hub', repository: 'acme/llama', revision: COMMIT } as const;
  expect(codeOf(() => customEngine(Runtime.custom(base), { ...input, target }))).toBe('MLService.download');
});
