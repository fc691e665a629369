import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { fieldChanges, objectChanges } from '../../src/routing/proof/object-changes';

const service = (name: string, port: number): Manifest => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'a' },
  spec: { port },
});

test('names objects that are created, configured and deleted, and leaves out the others', () => {
  const before = new Map([['out/prod', [service('same', 1), service('changed', 1), service('gone', 1)]]]);
  const after = new Map([['out/prod', [service('new', 1), service('changed', 2), service('same', 1)]]]);
  expect(objectChanges(before, after)).toEqual([
    { object: 'Service a/changed', directory: 'out/prod', change: 'configured', fields: [{ path: '/spec/port', before: 1, after: 2 }] },
    { object: 'Service a/gone', directory: 'out/prod', change: 'deleted', fields: [] },
    { object: 'Service a/new', directory: 'out/prod', change: 'created', fields: [] },
  ]);
});

test('objects of one name in two directories are two', () => {
  const before = new Map([
    ['out/dev', [service('a', 1)]],
    ['out/prod', [service('a', 1)]],
  ]);
  const after = new Map([
    ['out/dev', [service('a', 1)]],
    ['out/prod', [service('a', 2)]],
  ]);
  expect(objectChanges(before, after).map(({ directory }) => directory)).toEqual(['out/prod']);
});

test.each<[unknown, unknown, object[]]>([
  [{ a: 1 }, { a: 1 }, []],
  [
    { a: 1 },
    { b: 1 },
    [
      { path: '/a', before: 1 },
      { path: '/b', after: 1 },
    ],
  ],
  [{ 'x/y~z': 1 }, { 'x/y~z': 2 }, [{ path: '/x~1y~0z', before: 1, after: 2 }]],
  [[1, 2], [1], [{ path: '/1', before: 2 }]],
  [{ a: [] }, { a: {} }, [{ path: '/a', before: [], after: {} }]],
  [{ a: { b: 1 } }, { a: 'text' }, [{ path: '/a', before: { b: 1 }, after: 'text' }]],
])('%j to %j', (before, after, changes) => {
  expect(fieldChanges(before, after)).toEqual(changes);
});

test('equal values have no changes, and different ones have some', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (left, right) => {
      expect(fieldChanges(left, structuredClone(left))).toEqual([]);
      expect(fieldChanges(left, right).length > 0).toBe(JSON.stringify(left) !== JSON.stringify(right) && !sameFields(left, right));
    }),
  );
  function sameFields(left: unknown, right: unknown): boolean {
    try {
      expect(left).toEqual(right);
      return true;
    } catch {
      return false;
    }
  }
});
