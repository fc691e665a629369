import { readFileSync } from 'node:fs';
import { ConfigError } from '../../src/base/config-error';
import { explainFailure } from '../../src/store/explain-failure';

test('a failure of the file system says where it was, and keeps its cause', () => {
  const act = () => explainFailure('/dist', () => readFileSync('/dist/no/such/file'));
  expect(act).toThrow(ConfigError);
  expect(act).toThrow(
    expect.objectContaining({ code: 'store.io', where: '/dist/no/such/file', cause: expect.objectContaining({ code: 'ENOENT' }) }),
  );
});

test('other errors and results pass through', () => {
  const mine = new TypeError('mine');
  const fail = () => {
    throw mine;
  };
  expect(() => explainFailure('/dist', fail)).toThrow(mine);
  expect(explainFailure('/dist', () => 1)).toBe(1);
});
