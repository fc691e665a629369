import { stripVTControlCharacters } from 'node:util';
import * as report from '../../src/cli/report/report-text';
import type { FileChange, Plan } from '../../src/store/change';

/** The text without colors, which depend on where the tests run. */
const plain =
  <A extends readonly unknown[]>(print: (...args: A) => string) =>
  (...args: A) =>
    stripVTControlCharacters(print(...args));
const reportChanges = plain(report.reportChanges);
const reportDiff = plain(report.reportDiff);
const reportDrift = plain(report.reportDrift);
const reportWarnings = plain(report.reportWarnings);

const created = (path: string, after = 'a: 1\n'): FileChange => ({ path, inventory: false, change: 'created', after });
const deleted = (path: string, before = 'a: 1\n'): FileChange => ({ path, inventory: false, change: 'deleted', before });
const unchanged = (path: string): FileChange => ({ path, inventory: false, change: 'unchanged' });
const inventory = (path: string): FileChange => ({ path, inventory: true, change: 'configured', before: 'a\n', after: 'b\n' });
const plan = (...changes: readonly FileChange[]): Plan => ({ outdir: '/dist', changes, newDirectories: [] });

test('a long list is folded by directory, and a deletion never is', () => {
  const many = Array.from({ length: 80 }, (_, index) => created(`prod/a/${index}.yaml`));
  expect(reportChanges('dist', plan(...many, created('prod/b/one.yaml'), deleted('prod/a/old.yaml'), deleted('prod/c/old.yaml')))).toBe(
    [
      '  created     dist/prod/a/ (80 files)',
      '  created     dist/prod/b/ (1 file)',
      '  deleted     dist/prod/a/old.yaml',
      '  deleted     dist/prod/c/old.yaml',
      'dist: 81 created, 0 configured, 0 unchanged, 2 deleted\n',
    ].join('\n'),
  );
});

test('--verbose lists every file, unchanged ones too', () => {
  const many = Array.from({ length: 80 }, (_, index) => unchanged(`prod/a/${index}.yaml`));
  expect(reportChanges('dist', plan(...many), true).split('\n')).toHaveLength(82);
});

test('an inventory is shown when it differs by itself, and not beside its files', () => {
  expect(reportDrift('dist', plan(inventory('a/.inventory'), unchanged('a/x.yaml')))).toContain('configured  dist/a/.inventory');
  expect(reportDrift('dist', plan(inventory('a/.inventory'), created('a/x.yaml')))).not.toContain('.inventory');
});

test('a diff of created and deleted files names nothing on the other side', () => {
  expect(reportDiff('dist', plan(created('a/x.yaml'), deleted('a/y.yaml')))).toBe(
    [
      '--- /dev/null',
      '+++ dist/a/x.yaml',
      '@@ -0,0 +1,1 @@',
      '+a: 1',
      '--- dist/a/y.yaml',
      '+++ /dev/null',
      '@@ -1,1 +0,0 @@',
      '-a: 1\n',
    ].join('\n'),
  );
});

test('a long diff is cut and says so', () => {
  const long = Array.from({ length: 1000 }, (_, index) => `line${index}: 1\n`).join('');
  const cut = reportDiff('dist', plan(created('a/x.yaml', long)));
  expect(cut).toMatch(/… 603 more lines; --verbose shows them\n$/);
  expect(reportDiff('dist', plan(created('a/x.yaml', long)), true).split('\n')).toHaveLength(1004);
});

test('a warning reads like an error', () => {
  const warning = { code: 'A.b', severity: 'warning', where: 'prod/a', what: 'is old', fix: 'renew it' } as const;
  expect(reportWarnings([warning])).toBe('warning  prod/a: is old\n  fix: renew it [A.b]\n');
  expect(reportWarnings([{ ...warning, subject: { madeAt: () => [{ file: 'main.ts', line: 4, column: 1 }] } }])).toBe(
    'warning  prod/a: is old\n  made at main.ts:4:1\n  fix: renew it [A.b]\n',
  );
});
