import { unlinkSync } from 'node:fs';
import { tolerate } from '../../src/store/tolerate';

test('a named failure is taken, another one is thrown, and success is told', () => {
  expect(tolerate(['ENOENT'], () => undefined)).toBe(true);
  expect(tolerate(['ENOENT'], () => unlinkSync('/no/such/file'))).toBe(false);
  expect(() => tolerate(['EEXIST'], () => unlinkSync('/no/such/file'))).toThrow('ENOENT');
  expect(() =>
    tolerate(['ENOENT'], () => {
      throw new Error('no code');
    }),
  ).toThrow('no code');
});
