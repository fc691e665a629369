import { canStandBy } from '../../src/kube/capacity/demand';

test('is known by its shape', () => {
  const whole = { pods: 2, drainSeconds: 30, standBy: (): void => {} };
  expect(canStandBy(whole)).toBe(true);
  for (const part of ['pods', 'drainSeconds', 'standBy']) expect(canStandBy({ ...whole, [part]: undefined })).toBe(false);
  for (const other of [undefined, null, 7, { name: 'scorer', port: 80 }]) expect(canStandBy(other)).toBe(false);
});
