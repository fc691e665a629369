import * as fc from 'fast-check';
import { objectFileName } from '../../src/manifest/file-tree';
import { identityKey, type ObjectIdentity } from '../../src/manifest/object-identity';

const label = fc.constantFrom('a', 'b', 'a-b', 'default', 'deployment');
const name = fc.oneof(
  fc.constantFrom('a', 'A', 'a_b', 'a%5fb', 'a.b', 'system:node', 'é', 'con', '.', '..', 'b_configmap_a', '🚀'),
  fc.string({ minLength: 1, maxLength: 6 }),
  fc.nat(3).map((tail) => `${'x'.repeat(198)}${tail}`),
  fc.nat(300).map((length) => 'long'.repeat(100).slice(0, length + 1)),
);
const identity: fc.Arbitrary<ObjectIdentity> = fc.record(
  {
    group: fc.constantFrom('', 'apps', 'a.b', 'configmap'),
    kind: fc.constantFrom('ConfigMap', 'Deployment', 'A', 'B'),
    namespace: label,
    name,
  },
  { requiredKeys: ['group', 'kind', 'name'] },
);

test.each([
  [{ group: 'apps', kind: 'Deployment', namespace: 'scoring', name: 'scorer' }, 'scoring_deployment.apps_scorer.yaml'],
  [{ group: '', kind: 'Namespace', name: 'scoring' }, 'namespace_scoring.yaml'],
  [
    { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:node' },
    'clusterrole.rbac.authorization.k8s.io_system%3anode.yaml',
  ],
  [{ group: '', kind: 'ConfigMap', namespace: 'a', name: 'Été_1' }, 'a_configmap_%c3%89t%c3%a9%5f1.yaml'],
  [{ group: 'kustomize.config.k8s.io', kind: 'Kustomization', name: 'x' }, 'kustomization.kustomize.config.k8s.io_x.yaml'],
])('%j lives in %s', (one, file) => expect(objectFileName(one)).toBe(file));

test('different objects live in different files, also where case does not count', () => {
  fc.assert(
    fc.property(identity, identity, (left, right) => {
      expect(objectFileName(left).toLowerCase() === objectFileName(right).toLowerCase()).toBe(identityKey(left) === identityKey(right));
    }),
    { numRuns: 5000 },
  );
});

test('a file name is safe on every file system', () => {
  fc.assert(
    fc.property(identity, (one) => {
      const file = objectFileName(one);
      expect(file).toMatch(/^[a-z0-9][a-z0-9._%-]*\.yaml$/);
      expect(file.length).toBeLessThanOrEqual(230);
      expect(file.split('_').length).toBe(one.namespace === undefined ? 2 : 3);
    }),
    { numRuns: 1000 },
  );
});

test('only a name that does not fit is cut, and two that begin alike stay apart', () => {
  const fitting = objectFileName({ group: '', kind: 'Secret', name: 'x'.repeat(193) });
  expect(fitting).toBe(`secret_${'x'.repeat(193)}.yaml`);
  const [one, other] = ['a', 'b'].map((end) => objectFileName({ group: '', kind: 'Secret', name: `${'x'.repeat(194)}${end}` }));
  expect(one).toMatch(/^secret_x{193}-[0-9a-f]{16}\.yaml$/);
  expect(one).not.toBe(other);
});

test.each([
  { kind: '', name: 'a' },
  { kind: 'A', name: '' },
])('an object without a kind or a name has no file: %j', (one) => {
  expect(() => objectFileName({ group: '', ...one })).toThrow('no file name');
});
