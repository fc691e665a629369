import { type CrdSchema, compileCrd } from '../../src/schema/packs/compile-crd';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { NodeTable } from '../../src/schema/packs/schema-node';
import { validateObject } from '../../src/schema/validate-object';

function findings(spec: CrdSchema, value: unknown): string[] {
  const table = new NodeTable();
  const schema = { type: 'object', properties: { spec } };
  const crd = { spec: { group: 'a.io', names: { kind: 'Widget' }, versions: [{ name: 'v1', schema: { openAPIV3Schema: schema } }] } };
  const kinds = compileCrd(table, crd);
  const schemas = new Schemas([{ from: [], kinds, nodes: table.nodes }]);
  return validateObject(schemas, { apiVersion: 'a.io/v1', kind: 'Widget', metadata: { name: 'a' }, spec: value }).findings.map(
    ({ code }) => code,
  );
}

const text: CrdSchema = { type: 'string' };

test.each<[string, CrdSchema, unknown, readonly string[]]>([
  ['an object without properties holds nothing', { type: 'object' }, { a: 1 }, ['schema.unknown']],
  ['unknown fields are kept where the schema says so', { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, { a: 1 }, []],
  [
    'known fields of an open object keep their type',
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: text } },
    { a: 1, b: 2 },
    ['schema.type'],
  ],
  ['a map takes any key', { type: 'object', additionalProperties: text }, { a: 'b', c: 1 }, ['schema.type']],
  ['numbers or text', { 'x-kubernetes-int-or-string': true }, 1, []],
  ['neither number nor text', { 'x-kubernetes-int-or-string': true }, true, ['schema.type']],
  ['null where it may be', { type: 'string', nullable: true }, null, []],
  ['null where it may not be', text, null, ['schema.type']],
  [
    'a list told apart by keys',
    {
      type: 'array',
      items: { type: 'object', properties: { name: text } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['name'],
    },
    [{ name: 'a' }, { name: 'a' }],
    ['schema.duplicate'],
  ],
  [
    'a key that is left out has its default',
    {
      type: 'array',
      items: { type: 'object', properties: { p: { type: 'string', default: 'TCP' } } },
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-list-map-keys': ['p'],
    },
    [{}, { p: 'TCP' }],
    ['schema.duplicate'],
  ],
  ['a set', { type: 'array', items: text, 'x-kubernetes-list-type': 'set' }, ['a', 'a'], ['schema.duplicate']],
  [
    'anyOf names no fields of its own',
    { type: 'object', properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    { b: 'x' },
    [],
  ],
  [
    'none of anyOf',
    { type: 'object', properties: { a: text, b: text }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    {},
    ['schema.rule'],
  ],
  [
    'two of oneOf',
    { type: 'object', properties: { a: text, b: text }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    { a: '', b: '' },
    ['schema.rule'],
  ],
  ['what not forbids', { type: 'object', properties: { a: text }, not: { required: ['a'] } }, { a: '' }, ['schema.rule']],
  ['length counts characters, not halves of them', { type: 'string', maxLength: 2 }, '😀😀', []],
  [
    'a whole object inside',
    { type: 'object', 'x-kubernetes-embedded-resource': true, 'x-kubernetes-preserve-unknown-fields': true },
    { kind: 'Pod', metadata: { lables: {} } },
    ['schema.required', 'schema.unknown'],
  ],
])('%s', (_, schema, value, codes) => {
  expect(findings(schema, value)).toEqual(codes);
});

test('equal parts stand in a table once', () => {
  const table = new NodeTable();
  expect([table.add({ type: 'string', minLength: 1 }), table.add({ minLength: 1, type: 'string' }), table.add({ type: 'string' })]).toEqual(
    [0, 0, 1],
  );
});
