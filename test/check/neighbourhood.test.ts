import fc from 'fast-check';
import { checkedObject } from '../../src/check/checked-object';
import { World } from '../../src/check/world';
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
      const world = new World([...objects, service]);
      const each = world.workloadsBeside(service).filter(({ pod }) => selects(selecting, pod.labels));
      expect(world.selectedBeside(service, selecting)).toEqual(each);
    }),
  );
});

test('of two objects with one name the later one is found, in its own namespace', () => {
  const make = (namespace: string) => checkedObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } }, {});
  const [first, second, other] = [make('x'), make('x'), make('y')];
  const world = new World([first, second, other]);
  expect(world.find(first, '/ConfigMap', 'a')).toBe(second);
  expect(world.find(first, '/ConfigMap', 'a', 'y')).toBe(other);
  expect(world.beside(first, '/ConfigMap')).toEqual([first, second]);
  expect(world.ofKind('/ConfigMap')).toEqual([first, second, other]);
});
