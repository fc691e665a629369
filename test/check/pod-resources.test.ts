import { amountText, grantedContainers, isAbove, podResources } from '../../src/check/capacity/pod-totals';
import { CheckContext } from '../../src/check/index/check-context';
import { readYamlFile } from '../../src/check/input/yaml-file';
import { podTemplate } from '../../src/schema/pod-template';

/** What a pod is granted beside a LimitRange, as `requests cpu=1 limits cpu=2`. */
function granted(spec: string, range = ''): string {
  const item =
    range === ''
      ? ''
      : `---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: r, namespace: b}\nspec: {limits: [{type: Container, ${range}}]}\n`;
  const { objects } = readYamlFile('a.yaml', `apiVersion: v1\nkind: Pod\nmetadata: {name: a, namespace: b}\nspec: {${spec}}\n${item}`);
  const [object] = objects;
  const pod = object && podTemplate(object.groupKind, object.manifest);
  if (object === undefined || pod === undefined) throw new Error('no pod');
  const { requests, limits } = podResources(grantedContainers(object, pod, new CheckContext(objects)), pod);
  const text = (amounts: ReadonlyMap<string, number>) =>
    [...amounts].map(([name, amount]) => `${name}=${amountText(name, amount)}`).join(' ');
  return `requests ${text(requests)}, limits ${text(limits)}`;
}

const container = (resources: string, more = '') => `{name: c, image: i, ${more}resources: {${resources}}}`;

test.each<[string, string, string, string]>([
  [
    'containers are added up',
    `containers: [${container('requests: {cpu: 1}')}, ${container('requests: {cpu: 500m}')}]`,
    '',
    'requests cpu=1500m, limits ',
  ],
  ['a limit stands for a request', `containers: [${container('limits: {memory: 1Gi}')}]`, '', 'requests memory=1Gi, limits memory=1Gi'],
  [
    'an init container counts by itself, with the sidecars before it',
    `containers: [${container('requests: {cpu: 1}')}], initContainers: [${container('requests: {cpu: 500m}', 'restartPolicy: Always, ')}, ${container('requests: {cpu: 2}')}]`,
    '',
    'requests cpu=2500m, limits ',
  ],
  ['a greatest limit is the default of both', `containers: [${container('')}]`, 'max: {cpu: 2}', 'requests cpu=2, limits cpu=2'],
  [
    'defaults fill gaps only',
    `containers: [${container('requests: {cpu: 1}')}]`,
    'default: {cpu: 3}, defaultRequest: {cpu: 2, memory: 1Gi}',
    'requests cpu=1 memory=1Gi, limits cpu=3',
  ],
  [
    'the pod as a whole has the last word',
    `resources: {requests: {cpu: 4}}, containers: [${container('requests: {cpu: 1, memory: 1Gi}')}]`,
    '',
    'requests cpu=4 memory=1Gi, limits ',
  ],
])('%s', (_, spec, range, text) => {
  expect(granted(spec, range)).toBe(text);
});

test('thousandths are compared as people mean them', () => {
  expect(isAbove(700 * 1e-3, 0.7)).toBe(false);
  expect(isAbove(0.701, 0.7)).toBe(true);
});

test.each<[string, number, string]>([
  ['memory', 1.5 * 2 ** 30, '1.5Gi'],
  ['limits.memory', 512 * 2 ** 20, '512Mi'],
  ['memory', 1e9, '953.67Mi'],
  ['cpu', 0.25, '250m'],
  ['nvidia.com/gpu', 8, '8'],
])('%s of %p is written %s', (resource, amount, text) => {
  expect(amountText(resource, amount)).toBe(text);
});
