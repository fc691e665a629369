import { App, Chart } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { checkImagesPinned } from '../../src/serving/pinned-images';
import { codeOf } from '../support/code-of';
import { cpu, gpu, TOOL_IMAGE } from './serving-props';

const code = (props: Parameters<typeof checkImagesPinned>[1]) => {
  const chart = new Chart(new Environment(new App(), 'prod'), 'test');
  return codeOf(() => checkImagesPinned(chart, props));
};

test('every image of the pod is checked', () => {
  const proxy = { name: 'proxy', image: 'envoy:1.30' };
  expect(code({ ...gpu, download: { image: TOOL_IMAGE } })).toBe('accepted');
  expect(code({ ...gpu, download: { image: 'tools:2' } })).toBe('MLService.image');
  expect(code({ ...cpu, initContainers: [proxy] })).toBe('MLService.image');
  expect(code({ ...cpu, extraContainers: [proxy] })).toBe('MLService.image');
  expect(code({ ...cpu, runtime: { ...cpu.runtime, image: 'scorer:1' } })).toBe('MLService.image');
});
