import { ConfigError, configErrorText } from '../../src/base/config-error';

const PROPS = { where: 'prod/training/nightly', what: 'image "train:latest" has no digest', fix: 'pin it' };

test('a message says where, what, how to fix and which rule', () => {
  expect(new ConfigError('BatchJob.image', PROPS).message).toBe(
    'prod/training/nightly: image "train:latest" has no digest\n  fix: pin it [BatchJob.image]',
  );
});

test('a finding that is collected reads as one that is thrown', () => {
  expect(configErrorText('BatchJob.image', PROPS)).toBe(new ConfigError('BatchJob.image', PROPS).message);
});

test('the parts can be read one by one', () => {
  expect(new ConfigError('BatchJob.image', PROPS)).toMatchObject({ ...PROPS, code: 'BatchJob.image', name: 'ConfigError' });
});

test('the error that led to it stays with it, and there is none where none was given', () => {
  const cause = new Error('EACCES');
  expect(new ConfigError('x.y', { ...PROPS, cause }).cause).toBe(cause);
  expect('cause' in new ConfigError('x.y', PROPS)).toBe(false);
});

describe('what counts as a ConfigError', () => {
  class Foreign extends Error {
    override readonly name = 'ConfigError';
    readonly code = 'a.b';
  }

  test.each<[string, unknown, boolean]>([
    ['one of this library', new ConfigError('x.y', PROPS), true],
    ['one of another copy of this library', new Foreign('x'), true],
    ['an error of Node with a code', Object.assign(new Error('x'), { code: 'ENOENT' }), false],
    ['an error that only has the name', Object.assign(new Error('x'), { name: 'ConfigError' }), false],
    ['a plain object', { name: 'ConfigError', code: 'x.y' }, false],
    ['nothing', undefined, false],
  ])('%s', (_what, error, expected) => expect(ConfigError.is(error)).toBe(expected));
});
