import { typeNames } from '../../scripts/generate/type-names';

const claimKind = { 'x-kubernetes-group-version-kind': [{ group: 'resource.k8s.io', version: 'v1', kind: 'ResourceClaim' }] };

test('a type is named after the last part of its definition', () => {
  expect(typeNames({ 'io.k8s.api.core.v1.Container': {} }).get('io.k8s.api.core.v1.Container')).toBe('Container');
});

test('where two definitions share a last part, the kind keeps it and the other gets its group in front', () => {
  const names = typeNames({ 'io.k8s.api.core.v1.ResourceClaim': {}, 'io.k8s.api.resource.v1.ResourceClaim': claimKind });
  expect([...names.values()]).toEqual(['CoreResourceClaim', 'ResourceClaim']);
});

test('two kinds of one name are refused, for one would hide the other', () => {
  const kinds = { 'io.k8s.api.a.v1.ResourceClaim': claimKind, 'io.k8s.api.b.v1.ResourceClaim': claimKind };
  expect(() => typeNames(kinds)).toThrow('both give the type name ResourceClaim');
});
