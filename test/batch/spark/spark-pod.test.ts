import { sparkPod } from '../../../src/batch/spark/spark-pod';

const container = { name: 'spark-kubernetes-driver', image: 'a:1', resources: { requests: { cpu: '1' } } };
const memory = { memory: '1024m', memoryOverhead: '384m' };

describe('sparkPod stops the render rather than dropping', () => {
  test.each([
    ['a field of the container', { containers: [{ ...container, workingDir: '/app' }] }, 'workingDir'],
    ['a field of the pod', { containers: [container], runtimeClassName: 'nvidia' }, 'runtimeClassName'],
  ])('%s', (_, spec, text) => {
    expect(() => sparkPod({ spec }, memory)).toThrow(text);
  });
});
