import * as fc from 'fast-check';
import { compareText, orderedKeys } from '../../src/manifest/key-order';
import { hostileText } from './hostile-data';

function ordered(keys: readonly string[], parent?: string): readonly string[] {
  return orderedKeys(Object.fromEntries(keys.map((key) => [key, 1])), parent);
}

test.each([
  ['an object', ['apiVersion', 'kind', 'metadata', 'type', 'immutable', 'rules', 'spec', 'data', 'stringData', 'status']],
  ['metadata', ['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences']],
  [
    'a container',
    ['name', 'image', 'command', 'args', 'ports', 'env', 'resources', 'readinessProbe', 'securityContext', 'volumeMounts', 'stdin'],
  ],
  [
    'a pod',
    ['serviceAccountName', 'nodeSelector', 'tolerations', 'securityContext', 'restartPolicy', 'initContainers', 'containers', 'volumes'],
  ],
  ['a deployment', ['replicas', 'strategy', 'selector', 'minReadySeconds', 'template']],
  ['an environment variable', ['name', 'value', 'valueFrom']],
  ['a toleration', ['key', 'operator', 'value', 'effect']],
  ['a reference', ['apiVersion', 'kind', 'name', 'namespace', 'uid']],
  ['a policy rule', ['apiGroups', 'resources', 'resourceNames', 'verbs']],
  ['a route', ['parentRefs', 'hostnames', 'rules']],
])('%s reads from what it is to its details', (_what, keys) => {
  expect(ordered([...keys].reverse())).toEqual(keys);
});

test.each(['labels', 'annotations', 'matchLabels', 'nodeSelector', 'data', 'stringData', 'limits'])(
  'the words under %s are alphabetical',
  (parent) => {
    expect(ordered(['name', 'kind', 'b', 'a', 'image'], parent)).toEqual(['a', 'b', 'image', 'kind', 'name']);
  },
);

test('keys that look like numbers are ordered as text, not moved to the front', () => {
  expect(ordered(['b', '10', '9', '/'], 'data')).toEqual(['/', '10', '9', 'b']);
});

test('text is compared by code points: capitals first, no locale, emoji after U+FFFD', () => {
  expect(['é', 'z', 'a', 'Z', '🚀', '\ufffd'].sort(compareText)).toEqual(['Z', 'a', 'z', 'é', '\ufffd', '🚀']);
});

test('the order of bytes in UTF-8 is the order of text', () => {
  fc.assert(
    fc.property(
      hostileText,
      hostileText,
      (left, right) => compareText(left, right) === Buffer.compare(Buffer.from(left), Buffer.from(right)),
    ),
    { numRuns: 1000 },
  );
});

test('the order is total: it does not depend on the order in which keys were set, nor on what was ordered before', () => {
  const keys = fc.uniqueArray(fc.oneof(fc.constantFrom('name', 'spec', 'kind', 'image', 'data', 'status'), hostileText), { maxLength: 8 });
  const shuffled = keys.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
  fc.assert(fc.property(shuffled, ([left, right]) => JSON.stringify(ordered(left)) === JSON.stringify(ordered(right))));
});

test('a map that is ordered keeps all its keys after thousands of other shapes', () => {
  for (let round = 0; round < 30_000; round += 1) ordered([`k${round}`, 'a']);
  expect(ordered(['spec', 'kind', 'other'])).toEqual(['kind', 'other', 'spec']);
});
