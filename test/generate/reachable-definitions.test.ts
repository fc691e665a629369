import { reachableDefinitions } from '../../scripts/generate/reachable-definitions';

const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const pod = {
  'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Pod' }],
  properties: { spec: ref('spec'), labels: { type: 'object', additionalProperties: ref('value') } },
};

test('kinds and everything they refer to stay, the rest goes', () => {
  const all = { value: {}, unused: {}, spec: { properties: { items: { type: 'array', items: ref('item') } } }, pod, item: {} };
  expect(Object.keys(reachableDefinitions(all))).toEqual(['item', 'pod', 'spec', 'value']);
});

test('types that refer to themselves come to an end', () => {
  const spec = { properties: { not: ref('spec') } };
  expect(Object.keys(reachableDefinitions({ pod, spec, value: {} }))).toEqual(['pod', 'spec', 'value']);
});

test('a reference to nothing is refused', () => {
  expect(() => reachableDefinitions({ pod })).toThrow('does not hold it');
});
