import fc from 'fast-check';
import { parallelism } from '../../src/serving/runtime/vllm-engine';
import { codeOf } from '../support/code-of';

const size = (tensor?: number, pipeline?: number, data?: number) => ({
  image: '',
  tensorParallel: tensor,
  pipelineParallel: pipeline,
  dataParallel: data,
});

test('all devices share each layer unless something else is said', () => {
  expect(parallelism('test', size(), 8)).toEqual({ tensor: 8, pipeline: 1, data: 1 });
  expect(parallelism('test', size(undefined, 2, 2), 8)).toEqual({ tensor: 2, pipeline: 2, data: 2 });
  expect(parallelism('test', size(), 0)).toEqual({ tensor: 1, pipeline: 1, data: 1 });
});

test.each([
  [size(1), 2],
  [size(4), 2],
  [size(undefined, 3), 8],
  [size(0), 1],
  [size(-2, -1), 2],
  [size(1.5), 0],
])('%j on %i devices is refused', (props, devices) =>
  expect(codeOf(() => parallelism('test', props, devices))).toBe('MLService.parallelism'),
);

test('what is accepted uses every device exactly once', () => {
  const count = fc.option(fc.integer({ min: 1, max: 8 }), { nil: undefined });
  fc.assert(
    fc.property(count, count, count, fc.integer({ min: 1, max: 64 }), (tensor, pipeline, data, devices) => {
      if (codeOf(() => parallelism('test', size(tensor, pipeline, data), devices)) !== 'accepted') return;
      const found = parallelism('test', size(tensor, pipeline, data), devices);
      expect(found.tensor * found.pipeline * found.data).toBe(devices);
    }),
  );
});
