import { Chart } from 'cdk8s';
import fc from 'fast-check';
import { type Parameter, resolved } from '../../src/base/prop-schema';
import * as api from '../../src/index';
import { renderApp } from '../../src/render/render-app';
import { CALLABLES } from '../support/callables';
import { type Leaf, Leaves, leaves } from './changes';
import { FuzzApp } from './fuzz-app';
import { hostileValue } from './hostile';
import { refusalFaults } from './outcome';
import { RUNS, SEED } from './runs';

type Callable = (...given: readonly unknown[]) => unknown;

/** Everything public that is called without `new`, by machine: a factory that is added is tried. */
const FACTORIES: readonly [name: string, parameters: readonly Parameter[], factory: Callable][] = [...CALLABLES].flatMap(
  ([name, parameters]): [string, readonly Parameter[], Callable][] => {
    const [owner = '', factory = ''] = name.split('.');
    const value = (api as unknown as Readonly<Record<string, Readonly<Record<string, Callable>>>>)[owner];
    return factory === '' ? [] : [[name, parameters, value?.[factory] as Callable]];
  },
);

test('every factory is there', () => {
  expect(FACTORIES.filter(([, , factory]) => typeof factory !== 'function').map(([name]) => name)).toEqual([]);
  expect(FACTORIES.length).toBeGreaterThan(100);
});

/** Arguments of the right kinds with hostile leaves, and now and then one of no kind at all. */
const given = fc.record({ leaves, wrong: fc.option(fc.record({ at: fc.nat(3), value: hostileValue }), { freq: 1, nil: undefined }) });

function called(
  parameters: readonly Parameter[],
  factory: Callable,
  seed: readonly Leaf[],
  wrong?: { readonly at: number; readonly value: unknown },
) {
  const values = new Leaves(seed);
  const sound = parameters.flatMap(({ schema, rest }) => (rest ? (values.made(schema) as unknown[]) : [values.made(schema)]));
  try {
    factory(...sound.map((value, i) => (wrong !== undefined && i === wrong.at % sound.length ? wrong.value : value)));
  } catch (error) {
    return refusalFaults(error);
  }
  return [];
}

test.each(FACTORIES)('%s refuses hostile arguments by name, or makes something', (_, parameters, factory) => {
  fc.assert(
    fc.property(given, ({ leaves, wrong }) => expect(called(parameters, factory, leaves, wrong)).toEqual([])),
    { numRuns: RUNS, seed: SEED },
  );
});

/** The functions that take a construct of the caller's first. */
const FUNCTIONS: readonly [name: string, does: Callable][] = Object.entries({
  accept: api.accept,
  commentValue: api.commentValue,
  declareDemand: api.declareDemand,
  declareIdle: api.declareIdle,
  warn: api.warn,
}) as never;

test('every other function is tried below', () => {
  const others = [...CALLABLES].flatMap(([name, [first]]) =>
    /^[a-z][A-Za-z]*$/.test(name) && resolved(first?.schema ?? {})['x-members'] !== undefined ? [name] : [],
  );
  expect(others).toEqual(FUNCTIONS.map(([name]) => name));
});

test.each(FUNCTIONS)('%s refuses hostile arguments by name, or what is rendered then does', (name, does) => {
  const parameters = (CALLABLES.get(name) ?? []).slice(1);
  fc.assert(
    fc.property(given, ({ leaves, wrong }) => {
      const fuzz = new FuzzApp();
      const object = api.kubeObject(new Chart(fuzz.app, 'other', { namespace: 'a' }), 'object', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a' },
      });
      const faults = called(parameters, (...values) => does(object, ...values), leaves, wrong);
      expect([...faults, ...rendered(fuzz)]).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

function rendered({ app }: FuzzApp): readonly string[] {
  try {
    renderApp(app);
  } catch (error) {
    return refusalFaults(error);
  }
  return [];
}
