import { ConfigError } from '../../src/base/config-error';
import { errorFinding, type Finding, fileFinding, findingsText, findingText, foldFindings } from '../../src/base/finding';
import { FindingsError } from '../../src/base/findings-error';

const PROPS = { where: 'prod/training/nightly', what: 'image "train:latest" has no digest', fix: 'pin it' };

test('a message says where, what, how to fix and which rule', () => {
  expect(new ConfigError('BatchJob.image', PROPS).message).toBe(
    'prod/training/nightly: image "train:latest" has no digest\n  fix: pin it [BatchJob.image]',
  );
});

test('a finding reads like the error that carries it', () => {
  const error = new ConfigError('BatchJob.image', PROPS);
  expect(error.finding).toEqual(errorFinding('BatchJob.image', PROPS));
  expect(findingText(error.finding)).toBe(error.message);
});

test('a finding in an object names the path, the source line, the fix and when it is legitimate', () => {
  const finding: Finding = {
    code: 'pod.privileged',
    severity: 'warning',
    where: 'Pod ml/a',
    path: ['spec', 'containers', 0, 'securityContext'],
    what: 'is privileged',
    fix: 'remove it',
    legitimate: 'a driver needs it',
    subject: { madeAt: () => [{ file: 'main.ts', line: 4, column: 1 }] },
  };
  expect(findingText(finding)).toBe(
    [
      'Pod ml/a: spec.containers[0].securityContext is privileged',
      '  made at main.ts:4:1',
      '  fix: remove it [pod.privileged]',
      '  legitimate when a driver needs it: accept it with the reason',
    ].join('\n'),
  );
});

test('a finding in a file names the line', () => {
  const finding = fileFinding(
    'a.yaml',
    { line: 3, column: 7 },
    { code: 'yaml.syntax', what: 'unexpected token', fix: 'fix the YAML syntax' },
  );
  expect(findingText(finding)).toBe('a.yaml:3:7: unexpected token\n  fix: fix the YAML syntax [yaml.syntax]');
});

describe('a long list', () => {
  const many = Array.from({ length: 1596 }, (_, i) =>
    errorFinding('render.duplicate', { where: `prod/o${i}`, what: 'twice', fix: 'rename it' }),
  );
  const rare = errorFinding('BatchJob.queue', { where: 'prod/job', what: 'no quota', fix: 'raise it' });

  test('folds to the first findings of each code, the number of the others by code, and how to list all', () => {
    const text = findingsText([...many, rare]);
    expect(text.split('\n')).toHaveLength(21 * 2 + 1);
    expect(text).toContain('prod/job: no quota');
    expect(text).toMatch(/\n… 1576 more: 1576 render\.duplicate; cdk8s-mlops check --verbose lists all$/);
  });

  test('is complete in the error, and in its message only if it is short', () => {
    const error = new FindingsError([...many, rare]);
    expect(error.findings).toHaveLength(1597);
    expect(error.message.split('\n')).toHaveLength(44);
    expect(new FindingsError(many.slice(0, 20)).message).not.toContain('more');
  });

  test('is not folded when all are asked for', () => {
    expect(foldFindings(many, true)).toEqual({ shown: many });
    expect(findingsText(many, true).split('\n')).toHaveLength(1596 * 2);
  });
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

const FINDING = errorFinding('render.duplicate', { where: 'prod/a', what: 'twice', fix: 'rename it' });

test('several findings print together, after their number', () => {
  expect(new FindingsError([FINDING, errorFinding('a.b', { where: 'prod/b', what: 'other', fix: 'change it' })]).message).toBe(
    '2 findings\nprod/a: twice\n  fix: rename it [render.duplicate]\nprod/b: other\n  fix: change it [a.b]',
  );
});

test('one finding is not called several', () => {
  expect(new FindingsError([FINDING]).message).toMatch(/^1 finding\nprod\/a: /);
});

test('a FindingsError is recognized, also when another copy of this library made it', () => {
  const foreign = Object.assign(new Error('1 finding'), { name: 'FindingsError', findings: ['x'] });
  expect([new FindingsError([]), foreign].map(FindingsError.is)).toEqual([true, true]);
  const others = [
    new Error('x'),
    new ConfigError('a.b', { where: '', what: '', fix: '' }),
    Object.assign(new Error('x'), { name: 'FindingsError' }),
  ];
  expect(others.map(FindingsError.is)).toEqual([false, false, false]);
});
