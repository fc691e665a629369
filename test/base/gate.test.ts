import { App, Chart } from 'cdk8s';
import * as checkApi from '../../src/check';
import * as api from '../../src/index';
import { ConfigError, FindingsError } from '../../src/index';
import { CALLABLES } from '../support/callables';

type Callable = (...given: readonly unknown[]) => unknown;
type Class = new (...given: readonly unknown[]) => unknown;

/** Nothing that any parameter takes. */
const STRANGE = Symbol('strange');

function refusal(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (ConfigError.is(error) || FindingsError.is(error)) return error.message;
    return `not a refusal: ${error}`;
  }
  return 'accepted';
}

const lookUp = (name: string): unknown =>
  name.split('.').reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], { ...api, ...checkApi });

const isConstruct = (name: string) => CALLABLES.get(name)?.some((each) => each.name === 'scope') ?? false;
const names = [...CALLABLES.keys()];
const constructs = names.filter(isConstruct);
const factories = names.filter((name) => !isConstruct(name) && name !== 'GitOpsApp' && (CALLABLES.get(name) ?? []).length > 0);

test('the public API has as many constructs and factories as people see', () => {
  expect(constructs.length).toBeGreaterThan(30);
  expect(factories.length).toBeGreaterThan(90);
});

test.each(constructs)('new %s(…) goes through the gate', (name) => {
  const chart = new Chart(new App(), 'chart', { namespace: 'team' });
  const construct = lookUp(name) as Class;
  expect(refusal(() => new construct(chart, 'thing', STRANGE))).toMatch(
    new RegExp(`^chart/thing: \`props\` must be an object, got symbol Symbol\\(strange\\)\n  fix: .*\\[${name}\\.props\\]$`),
  );
});

test('new GitOpsApp(…) goes through the gate', () => {
  expect(refusal(() => new api.GitOpsApp(STRANGE as never))).toMatch(/`props` must be an object, got symbol Symbol\(strange\)/);
});

test.each(factories)('%s(…) goes through the gate with each of its arguments', (name) => {
  const parameters = CALLABLES.get(name) ?? [];
  const factory = lookUp(name) as Callable;
  const message = refusal(() => factory(...parameters.map(() => STRANGE)));
  for (const each of parameters) {
    expect(message).toContain(`${name}(…): \`${each.rest ? `${each.name}[0]` : each.name}\` must be `);
  }
});

test('importing the library reads no file of prop schemas: what is used first reads its own', () => {
  const read: string[] = [];
  jest.isolateModules(() => {
    jest.doMock('../../imports/props', () => {
      const actual = jest.requireActual('../../imports/props') as typeof import('../../imports/props');
      const files = Object.entries(actual.PROP_FILES).map(([room, file]) => {
        const recorded = () => {
          read.push(room);
          return file();
        };
        return [room, recorded];
      });
      return { ...actual, PROP_FILES: Object.fromEntries(files) };
    });
    const { Subject } = require('../../src/index') as typeof import('../../src/index');
    expect(read).toEqual([]);
    Subject.group('team-a');
    expect([...new Set(read)]).toEqual(['platform']);
  });
  jest.dontMock('../../imports/props');
});
