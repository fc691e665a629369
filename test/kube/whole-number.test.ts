import { MAX_INT32, wholeNumber } from '../../src/kube/whole-number';

const check = (value: number) => wholeNumber('BatchJob.retries', 'prod/train', value, { title: 'retries', min: 0 });

test.each([0, 1, MAX_INT32])('%d is accepted', (value) => {
  expect(check(value)).toBe(value);
});

test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_INT32 + 1, '3' as unknown as number, undefined as unknown as number])(
  '%p is refused',
  (value) => {
    expect(() => check(value)).toThrow('[BatchJob.retries]');
  },
);

test('the message has the bounds', () => {
  expect(() => check(-1)).toThrow(`prod/train: retries is -1\n  fix: use a whole number from 0 to ${MAX_INT32} [BatchJob.retries]`);
});
