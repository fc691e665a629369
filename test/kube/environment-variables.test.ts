import { App, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import * as fc from 'fast-check';
import { Env, type EnvVariables, envList, mergeVariables, nameOf } from '../../src/kube/pod/environment-variables';
import { yamlDocument } from '../../src/manifest/yaml-text';

const list = (variables: EnvVariables | undefined) => envList('X.env', 'prod/x', variables);
const chart = () => new Chart(new App(), 'chart', { namespace: 'team-a' });

test('variables become a list in the order given, with plain text and sources side by side', () => {
  const variables = {
    ZULU: 'first',
    ALPHA: '$(ZULU)/second',
    EMPTY: '',
    NUMBER_LIKE: '1e3',
    SEVERAL_LINES: 'a\nb',
    TOKEN: Env.secret('hub', 'token'),
    LEVEL: Env.configMap({ name: 'settings' }, 'log.level'),
    POD: Env.field('metadata.name'),
  };
  expect(yamlDocument(list(variables))).toMatchSnapshot();
});

test('values of cdk8s-plus-27 become plain data', () => {
  const scope = chart();
  const secret = kplus.Secret.fromSecretName(scope, 'Secret', 'hub');
  const configMap = kplus.ConfigMap.fromConfigMapName(scope, 'ConfigMap', 'settings');
  const container = new kplus.Container({ image: 'x', name: 'server' });
  const variables = {
    VALUE: kplus.EnvValue.fromValue('plain'),
    SECRET: kplus.EnvValue.fromSecretValue({ secret, key: 'token' }, { optional: true }),
    SECRET_ENV: secret.envValue('token'),
    CONFIG: kplus.EnvValue.fromConfigMap(configMap, 'log.level'),
    FIELD: kplus.EnvValue.fromFieldRef(kplus.EnvFieldPaths.POD_LABEL, { key: 'team' }),
    CPUS: kplus.EnvValue.fromResource(kplus.ResourceFieldPaths.CPU_LIMIT, { container, divisor: '1' }),
  };
  expect(yamlDocument(list(variables))).toMatchSnapshot();
});

test('no variables are no list entries', () => expect([list(undefined), list({})]).toEqual([[], []]));

test('objects are named by themselves or by their name', () => {
  expect([nameOf('hub'), nameOf(kplus.Secret.fromSecretName(chart(), 'Secret', 'hub'))]).toEqual(['hub', 'hub']);
});

describe('what it refuses', () => {
  const any = (value: unknown): EnvVariables => ({ PORT: value as string });

  test.each<[string, EnvVariables]>([
    ['a name that begins with a digit', { '1ST': 'x' }],
    ['a name with "="', { 'A=B': 'x' }],
    ['a name with a space', { 'A B': 'x' }],
    ['an empty name', { '': 'x' }],
    ['a number', any(8080)],
    ['a boolean', any(false)],
    ['nothing', any(undefined)],
    ['null', any(null)],
    ['a source without a source', any({})],
    ['a value that is a number', any({ value: 8080 })],
    ['a source that is null', any({ valueFrom: null })],
    ['a value and a source, of which one would be lost', { PORT: { ...Env.secret('a', 'b'), value: 'x' } }],
    ['a variable of the process that is not set', { PORT: kplus.EnvValue.fromProcess('CDK8S_MLOPS_NO_SUCH_VARIABLE') }],
    ['a Secret without a name', { PORT: Env.secret('', 'key') }],
    ['a key with a space', { PORT: Env.secret('a', 'the key') }],
    ['a key that leads out', { PORT: Env.configMap('a', '..') }],
    ['an empty key', { PORT: Env.configMap('a', '') }],
  ])('%s', (_what, variables) => {
    expect(() => list(variables)).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'X.env', where: 'prod/x' }));
  });

  test('names the variable and never its value', () => {
    expect(() => list({ TOKEN: { value: 's3cret', valueFrom: {} } })).toThrow(/TOKEN(?!.*s3cret)/s);
  });
});

describe('what always holds', () => {
  const name = fc.stringMatching(/^[A-Z_a-z][A-Z_a-z0-9]{0,6}$/);
  const variables = fc.array(fc.tuple(name, fc.string())).map((entries) => Object.fromEntries(entries) as Record<string, string>);

  test('every variable is in the list, once, with its own text, in order', () => {
    fc.assert(
      fc.property(variables, (given) => {
        expect(list(given)).toEqual(Object.entries(given).map(([key, value]) => ({ name: key, value })));
      }),
    );
  });

  test('of two sets, what is given wins, comes last and stays in its order; nothing is lost', () => {
    fc.assert(
      fc.property(variables, variables, (own, given) => {
        const merged = list(mergeVariables(own, given));
        expect(new Set(merged.map((variable) => variable.name))).toEqual(new Set([...Object.keys(own), ...Object.keys(given)]));
        const count = Object.keys(given).length;
        expect(count === 0 ? [] : merged.slice(-count)).toEqual(list(given));
        expect(merged.slice(0, merged.length - count)).toEqual(list(own).filter((variable) => !Object.hasOwn(given, variable.name)));
      }),
    );
  });
});
