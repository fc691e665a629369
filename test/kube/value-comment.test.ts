import type { Chart } from 'cdk8s';
import { commentValue, valueComments } from '../../src/kube/delivery/value-comment';
import { customObject } from '../../src/kube/kube-object';
import { renderedYaml } from '../support/rendered';

const POLICY = '{"$imagepolicy": "flux-system:scorer"}';

function deployment(chart: Chart) {
  const containers = [
    { name: 'proxy', image: 'envoy:1.30' },
    { name: 'server', image: 'scorer:1.4', args: ['a\nb'] },
  ];
  return customObject(chart, 'X', {
    apiVersion: 'acme.io/v1',
    kind: 'Model',
    metadata: { name: 'scorer' },
    spec: { containers, replicas: 2 },
  });
}

test('a comment stands at the end of the line of its value, and at no other', () => {
  const text = renderedYaml((chart) => {
    const object = deployment(chart);
    commentValue(object, ['spec', 'containers', 1, 'image'], POLICY);
    commentValue(object, ['spec', 'replicas'], 'set by hand');
  });
  expect(text.split('\n').filter((line) => line.includes('#'))).toEqual([
    '  replicas: 2 # set by hand',
    `      image: scorer:1.4 # ${POLICY}`,
  ]);
  expect(text).toMatchSnapshot();
});

test('an object without comments has none', () => {
  renderedYaml((chart) => expect(valueComments(deployment(chart))).toBeUndefined());
});

test('comments come in the order they were made', () => {
  renderedYaml((chart) => {
    const object = deployment(chart);
    commentValue(object, ['spec', 'replicas'], 'b');
    commentValue(object, ['kind'], 'a');
    expect(valueComments(object)?.map(({ text }) => text)).toEqual(['b', 'a']);
  });
});

test.each<[string, (string | number)[], string]>([
  ['a value that is not there', ['spec', 'gone'], POLICY],
  ['a map', ['spec'], POLICY],
  ['a container that is not there', ['spec', 'containers', 2, 'image'], POLICY],
  ['a value with a comment already', ['kind'], POLICY],
  ['text of two lines', ['spec', 'replicas'], 'a\nb'],
])('a comment on %s is refused when the app is rendered', (_what, path, comment) => {
  const render = () =>
    renderedYaml((chart) => {
      const object = deployment(chart);
      commentValue(object, ['kind'], 'first');
      commentValue(object, path, comment);
    });
  expect(render).toThrow(/: comment at \/(spec|kind)/);
});
