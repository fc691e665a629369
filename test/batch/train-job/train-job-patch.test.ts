import { takeApart } from '../../../src/batch/train-job/train-job-patch';
import { LABEL_CONTEXT } from '../../support/label-context';

const node = { name: 'node', image: 'a:1' };

describe('takeApart stops the render rather than dropping', () => {
  test.each([
    ['a field of the container', { containers: [{ ...node, workingDir: '/app' }] }, 'workingDir'],
    ['a field of the pod', { containers: [node], priorityClassName: 'low' }, 'priorityClassName'],
    ['an init container', { containers: [node], initContainers: [node] }, 'initContainers'],
    ['a second container', { containers: [node, { name: 'other', image: 'a:1' }] }, 'one container'],
  ])('%s', (_, spec, text) => {
    expect(() => takeApart('job', 'node', LABEL_CONTEXT, { spec })).toThrow(text);
  });
});
