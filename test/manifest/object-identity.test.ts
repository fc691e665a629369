import * as fc from 'fast-check';
import { compareIdentities, identityKey, identityOf, identityText, type ObjectIdentity } from '../../src/manifest/object-identity';

const part = fc.oneof(fc.constantFrom('', 'a', 'a/b', '/', '%', '%2f', 'apps', 'A'), fc.string({ maxLength: 4 }));
const identity: fc.Arbitrary<ObjectIdentity> = fc.record(
  { group: part, kind: part, namespace: part.filter((text) => text !== ''), name: part },
  { requiredKeys: ['group', 'kind', 'name'] },
);

test.each([
  ['apps/v1', { group: 'apps' }],
  ['v1', { group: '' }],
  ['serving.kserve.io/v1beta1', { group: 'serving.kserve.io' }],
])('the group of %s is known, the version is no part of the identity', (apiVersion, expected) => {
  expect(identityOf({ apiVersion, kind: 'K', metadata: { name: 'n', namespace: 'ns' } })).toEqual({
    ...expected,
    kind: 'K',
    namespace: 'ns',
    name: 'n',
  });
});

test('an empty namespace is no namespace', () => {
  expect(identityOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n', namespace: '' } })).toEqual({
    group: '',
    kind: 'Namespace',
    name: 'n',
  });
});

test.each([
  ['apiVersion', { apiVersion: '', kind: 'K', metadata: { name: 'n' } }],
  ['kind', { apiVersion: 'v1', kind: '', metadata: { name: 'n' } }],
  ['metadata.name', { apiVersion: 'v1', kind: 'K', metadata: { name: '' } }],
])('a manifest without %s is refused', (field, manifest) => {
  expect(() => identityOf(manifest)).toThrow(`a manifest without ${field}`);
});

test('a manifest without metadata is refused by name, not by a crash', () => {
  expect(() => identityOf(JSON.parse('{"apiVersion":"v1","kind":"List"}'))).toThrow('a manifest without metadata.name');
});

test('keys are equal exactly when identities are equal', () => {
  fc.assert(
    fc.property(identity, identity, (left, right) => (identityKey(left) === identityKey(right)) === (compareIdentities(left, right) === 0)),
    { numRuns: 3000 },
  );
});

test('an equal identity has an equal key', () => {
  fc.assert(fc.property(identity, (one) => identityKey({ ...one }) === identityKey(one)));
});

test.each([
  [{ group: 'apps', kind: 'Deployment', namespace: 'scoring', name: 'scorer' }, 'Deployment.apps scoring/scorer'],
  [{ group: '', kind: 'Namespace', name: 'scoring' }, 'Namespace scoring'],
])('people read %j as %s', (one, text) => expect(identityText(one)).toBe(text));
