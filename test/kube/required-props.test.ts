import { requireProps } from '../../src/kube/required-props';

const examples = { image: "'train:1'", cpu: 'Cpu.cores(1)' };

test.each<[object | undefined, string]>([
  [undefined, 'image'],
  [{}, 'image'],
  [{ image: 'train:1' }, 'cpu'],
  [{ image: 'train:1', cpu: null }, 'cpu'],
])('props %j are refused, because one is missing: %s', (props, missing) => {
  expect(() => requireProps('BatchJob', 'prod/train', props, examples)).toThrow(`prod/train: ${missing} is missing`);
  expect(() => requireProps('BatchJob', 'prod/train', props, examples)).toThrow(`[BatchJob.${missing}]`);
});

test('a prop that is nearly called so is named: it was probably misspelt', () => {
  expect(() => requireProps('BatchJob', 'prod/train', { imagee: 'train:1' }, examples)).toThrow(
    'prod/train: image is missing, and there is "imagee"',
  );
  expect(() => requireProps('BatchJob', 'prod/train', { image: 'train:1', gpus: 1 }, examples)).toThrow('cpu is missing\n');
});

test('values that are false, zero or empty are not missing', () => {
  expect(() => requireProps('X', 'x', { a: false, b: 0, c: '' }, { a: '', b: '', c: '' })).not.toThrow();
});
