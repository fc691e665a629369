import { ConfigError, configErrorText } from '../../src/base/config-error';
import { FindingsError } from '../../src/base/findings-error';

const FINDING = configErrorText('render.duplicate', { where: 'prod/a', what: 'twice', fix: 'rename it' });

test('several findings print together, after their number', () => {
  expect(new FindingsError([FINDING, 'prod/b: other']).message).toBe(
    '2 findings\nprod/a: twice\n  fix: rename it [render.duplicate]\nprod/b: other',
  );
});

test('one finding is not called several', () => {
  expect(new FindingsError([FINDING]).message).toMatch(/^1 finding\nprod\/a: /);
});

test('it is told from other errors, also when another copy of this library made it', () => {
  const foreign = Object.assign(new Error('1 finding'), { name: 'FindingsError', findings: ['x'] });
  expect([new FindingsError([]), foreign].map(FindingsError.is)).toEqual([true, true]);
  const others = [
    new Error('x'),
    new ConfigError('a.b', { where: '', what: '', fix: '' }),
    Object.assign(new Error('x'), { name: 'FindingsError' }),
  ];
  expect(others.map(FindingsError.is)).toEqual([false, false, false]);
});
