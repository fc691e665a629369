import fc from 'fast-check';
import { CheckContext } from '../../src/check/index/check-context';
import { type CheckedObject, checkedObject } from '../../src/check/index/checked-object';
import { selects } from '../../src/schema/semantics/label-selector';

const labels = fc.dictionary(fc.constantFrom('app', 'tier', 'zone'), fc.constantFrom<unknown>('a', 'b', 1, null));
const expression = fc.record({
  key: fc.constantFrom('app', 'zone'),
  operator: fc.constantFrom('Exists', 'NotIn'),
  values: fc.constant(['a']),
});
const selector = fc.record({ matchLabels: labels, matchExpressions: fc.array(expression, { maxLength: 1 }) }, { requiredKeys: [] });

test('a selector finds the same workloads as a look at each of them', () => {
  const namespace = fc.constantFrom('x', 'y', undefined);
  fc.assert(
    fc.property(fc.array(fc.tuple(labels, namespace), { maxLength: 12 }), selector, namespace, (pods, selecting, from) => {
      const objects = pods.map(([own, at], index) => {
        const template = { metadata: { labels: own }, spec: { containers: [] } };
        return checkedObject(
          { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: `d${index}`, namespace: at }, spec: { template } },
          {},
        );
      });
      const service = checkedObject({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: from } }, {});
      const context = new CheckContext([...objects, service]);
      const each = context.workloadsBeside(service).filter(({ pod }) => selects(selecting, pod.labels));
      expect(context.selectedBeside(service, selecting)).toEqual(each);
    }),
  );
});

function settings(namespace: string, file?: string) {
  return checkedObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } }, { file });
}

test('of two objects with one name the later one is found, in its own namespace', () => {
  const [first, second, other] = [settings('x'), settings('x'), settings('y')];
  const context = new CheckContext([first, second, other]);
  expect(context.find(first, '/ConfigMap', 'a')).toBe(second);
  expect(context.find(first, '/ConfigMap', 'a', 'y')).toBe(other);
  expect(context.beside(first, '/ConfigMap')).toEqual([second]);
  expect(context.duplicates(first)).toEqual([first, second]);
  expect(context.ofKind('/ConfigMap')).toEqual([first, second, other]);
});

test('of two trees side by side each sees its own, and what stands beside them sees one', () => {
  const [staging, prod, shared] = [settings('x', 'dist/staging/a.yaml'), settings('x', 'dist/prod/a.yaml'), settings('y', 'infra/a.yaml')];
  const context = new CheckContext([staging, prod, shared]);
  expect(context.find(staging, '/ConfigMap', 'a')).toBe(staging);
  expect(context.find(prod, '/ConfigMap', 'a')).toBe(prod);
  expect(context.beside(staging, '/ConfigMap')).toEqual([staging]);
  expect(context.find(shared, '/ConfigMap', 'a', 'x')).toBe(prod);
});

test('objects that the server names are never the same', () => {
  const named = () => checkedObject({ apiVersion: 'v1', kind: 'Pod', metadata: { generateName: 'a-' }, spec: { containers: [] } }, {});
  const pods = [named(), named()];
  expect(new CheckContext([...pods, settings(''), settings('')]).beside(pods[0] as CheckedObject, '/Pod')).toEqual(pods);
});

test('the nearest of duplicates is the one whose way from the root has most in common, wherever one looks from', () => {
  const part = fc.constantFrom('a', 'b', 'c');
  const file = fc.array(part, { maxLength: 4 }).map((parts) => [...parts, 'x.yaml'].join('/'));
  const common = (left: string, right: string) => {
    const [one, other] = [left.split('/').slice(0, -1), right.split('/').slice(0, -1)];
    const apart = one.findIndex((each, index) => each !== other[index]);
    return apart < 0 ? one.length : apart;
  };
  fc.assert(
    fc.property(fc.array(file, { minLength: 1, maxLength: 6 }), file, (files, from) => {
      const duplicates = files.map((each) => settings('x', each));
      const asking = checkedObject({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's', namespace: 'x' } }, { file: from });
      const most = Math.max(...files.map((each) => common(each, from)));
      const expected = duplicates.filter((_, index) => common(files[index] as string, from) === most).at(-1);
      expect(new CheckContext([...duplicates, asking]).find(asking, '/ConfigMap', 'a')).toBe(expected);
    }),
  );
});
