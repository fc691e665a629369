import { ApiObject, App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { k8s } from 'cdk8s-plus-27';
import fc from 'fast-check';
import { plainData } from '../../src/render/plain-data';

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.double({ noNaN: true }));
const key = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== 'resolve' && text !== '__proto__');
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    leaf,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

function object(props: object, metadata: object = {}): ApiObject {
  return new ApiObject(new Chart(new App(), 'chart', { namespace: 'team-a', labels: { team: 'a' } }), 'object', {
    apiVersion: 'example.com/v1',
    kind: 'Example',
    metadata: { name: 'example', ...metadata },
    ...props,
  });
}

test('gives what toJson gives, for any data', () => {
  fc.assert(
    fc.property(tree, fc.dictionary(key, fc.string(), { noNullPrototype: true }), (spec, labels) => {
      const example = object({ spec, data: { spec } }, { labels, annotations: {}, finalizers: [], extra: { empty: {}, list: [] } });
      expect(plainData(example)).toEqual(example.toJson());
    }),
  );
});

test.each([
  ['a lazy value', () => ({ spec: { value: Lazy.any({ produce: () => ({ replicas: 3, list: [Lazy.any({ produce: () => 'x' })] }) }) } })],
  ['an implicit token', () => ({ spec: { value: { resolve: () => ({ a: 1 }) } } })],
  ['a union of number and string', () => ({ spec: { value: k8s.IntOrString.fromString('http') } })],
])('replaces %s as toJson does', (_, props) => {
  const example = object(props());
  expect(plainData(example)).toEqual(example.toJson());
});

test('takes the long way for JSON patches, for classes that convert, and for custom resolvers', () => {
  const patched = object({ spec: { a: 1 } });
  patched.addJsonPatch(JsonPatch.replace('/spec/a', 2));
  expect(plainData(patched)).toMatchObject({ spec: { a: 2 } });

  const chart = new Chart(new App(), 'chart');
  const typed = new k8s.KubeConfigMap(chart, 'typed', { metadata: { name: 'typed' }, data: { a: 'b' } });
  expect(plainData(typed)).toEqual(typed.toJson());

  const app = new App({
    resolvers: [{ resolve: (context) => (context.value === 'secret' ? context.replaceValue('replaced') : undefined) }],
  });
  const custom = new ApiObject(new Chart(app, 'chart'), 'object', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a' },
    data: { b: 'secret' },
  });
  expect(plainData(custom)).toMatchObject({ data: { b: 'replaced' } });
});

test('refuses class instances as toJson does', () => {
  const example = object({ spec: { when: new Date(0) } });
  expect(() => plainData(example)).toThrow("can't render non-simple object of type 'Date'");
  expect(() => example.toJson()).toThrow("can't render non-simple object of type 'Date'");
});
