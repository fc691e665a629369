import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ReleaseChange } from '../../src/cli/change-release';
import { makeChange } from '../../src/cli/make-change';
import type { FileTree } from '../../src/manifest/file-tree';
import { writeTree } from '../../src/store/write-tree';
import { type CliResult, cliAndProject } from '../support/cli';
import { thrownBy } from '../support/code-of';

const { cli, project } = cliAndProject();

const APP = `
import { Chart } from 'cdk8s';
import { BlueGreenRoute, Environment, GitOpsApp, Via } from 'cdk8s-mlops';

const app = new GitOpsApp();
const prod = new Environment(app, 'prod');
new BlueGreenRoute(new Chart(prod, 'route', { namespace: 'team-a' }), 'scoring', {
  hostname: 'models.example.com',
  blue: { name: 'blue', port: 80 },
  green: { name: 'green', port: 80 },
  release: prod.release.route('scoring'),
  via: Via.gatewayApi({ gateway: { name: 'public' } }),
});
app.synth();
`;
const RELEASE = 'routes:\n  scoring: {live: blue} # the word to edit\n';
const file = (path: string): string => join(project.folder, path);

const LINKS = ['broken', 'same.yaml', 'releases/prod.yaml'];

function start(release = RELEASE): (...args: readonly string[]) => CliResult {
  // Links first: a reset does not follow them.
  for (const link of LINKS) if (lstatSync(file(link), { throwIfNoEntry: false })?.isSymbolicLink()) rmSync(file(link));
  project.reset({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': APP, 'releases/prod.yaml': release });
  const run = (...args: readonly string[]): CliResult => project.run(process.execPath, [cli.file, ...args]);
  run('render');
  return run;
}

const toGreen = ['switch', 'prod', 'scoring', 'green'] as const;

describe('the release file', () => {
  test('that is a symbolic link stays one: the file behind it changes', () => {
    const run = start();
    mkdirSync(file('shared'), { recursive: true });
    writeFileSync(file('shared/prod.yaml'), RELEASE);
    rmSync(file('releases/prod.yaml'));
    symlinkSync('../shared/prod.yaml', file('releases/prod.yaml'));
    expect(run(...toGreen)).toMatchObject({ code: 0, err: '' });
    expect(lstatSync(file('releases/prod.yaml')).isSymbolicLink()).toBe(true);
    expect(project.read('shared/prod.yaml')).toBe(RELEASE.replace('blue', 'green'));
    expect(readdirSync(file('shared'))).toEqual(['prod.yaml']);
  });

  test.each([0o600, 0o664, 0o755])('keeps its mode (%d)', (mode) => {
    const run = start();
    chmodSync(file('releases/prod.yaml'), mode);
    expect(run(...toGreen)).toMatchObject({ code: 0 });
    expect(statSync(file('releases/prod.yaml')).mode & 0o777).toBe(mode);
    expect(readdirSync(file('releases')).sort()).toEqual(['prod.scoring.proof.json', 'prod.yaml']);
  });

  test('keeps its byte order mark, its line ends, its comments and the order of its keys', () => {
    const text =
      '\uFEFF# prod\r\nroutes: # below\r\n  # first\r\n  scoring:\r\n    inactive: warm # ready\r\n    live: blue # now\r\nimages: {}\r\n';
    const run = start(text);
    expect(run(...toGreen)).toMatchObject({ code: 0, err: '' });
    expect(project.read('releases/prod.yaml')).toBe(text.replace('live: blue', 'live: green'));
  });

  test.each<[string, string]>([
    ['{live: blue, inactive: warm}', '{live: green, inactive: warm}'],
    ['{live: blue}', '{live: green}'],
    ['{live: blue, weights: {blue: 90, green: 10}, inactive: warm}', '{live: green, inactive: warm}'],
  ])('%s switches to %s', (before, after) => {
    const run = start(`routes:\n  scoring: ${before}\n`);
    expect(run(...toGreen)).toMatchObject({ code: 0, err: '' });
    expect(project.read('releases/prod.yaml')).toBe(`routes:\n  scoring: ${after}\n`);
  });
});

describe('a proof that cannot be written is refused, and nothing is switched', () => {
  test.each<[string, string, RegExp]>([
    ['a directory', 'proofs', /^error {2}proofs: this is a directory, not a file\n {2}fix: .* \[cli\.proof\]\n$/],
    ['below a file', 'main.ts/proof.json', /^error {2}main\.ts\/proof\.json: main\.ts is a file, not a directory\n.*\[cli\.proof\]\n$/],
    ['a link to nothing', 'broken', /^error {2}broken: this symbolic link points to nothing\n.*\[cli\.proof\]\n$/],
    ['the release file', 'releases/prod.yaml', /the proof would replace the release file or a rendered file\n.*\[cli\.proof\]\n$/],
    ['the release file behind a link', 'same.yaml', /the proof would replace the release file or a rendered file\n.*\[cli\.proof\]\n$/],
    ['a rendered file', 'dist/prod/route/httproute.scoring.yaml', /the proof would replace the release file or a rendered file/],
  ])('%s', (_, path, message) => {
    const run = start();
    mkdirSync(file('proofs'), { recursive: true });
    symlinkSync('nowhere', file('broken'));
    symlinkSync('releases/prod.yaml', file('same.yaml'));
    const before = project.tree('dist');
    const rendered = Object.keys(before).find((name) => name.includes('scoring')) ?? '';
    const asked = path.startsWith('dist/') ? `dist/${rendered}` : path;
    const result = run(...toGreen, '--proof', asked);
    expect(result).toMatchObject({ code: 2, out: '', err: expect.stringMatching(message) });
    expect([project.read('releases/prod.yaml'), project.tree('dist')]).toEqual([RELEASE, before]);
  });

  test('a release file that is a directory is refused by name', () => {
    project.reset({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': APP, 'releases/prod.yaml/x': '' });
    expect(project.run(process.execPath, [cli.file, ...toGreen])).toMatchObject({
      code: 1,
      err: expect.stringContaining('[release.file]'),
    });
  });

  test('a new directory for the proof is created', () => {
    expect(start()(...toGreen, '--proof', 'a/b/proof.json')).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(project.read('a/b/proof.json'))).toMatchObject({ proof: 1 });
  });
});

describe('a write that fails halfway is taken back', () => {
  const OBJECT = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n';
  const treeOf = (text: string): FileTree => new Map([['prod', new Map([['x.yaml', `${OBJECT}data: {a: ${text}}\n`]])]]);
  /** Nothing may have this path, so the write of the directory fails. */
  const BROKEN: FileTree = new Map([['../prod', new Map([['x.yaml', OBJECT]])]]);

  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'change-'));
    writeFileSync(join(folder, 'prod.yaml'), RELEASE, { mode: 0o640 });
    for (const name of ['one', 'two']) {
      mkdirSync(join(folder, name));
      writeTree(join(folder, name), treeOf('old'));
    }
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const change = (...afterTrees: readonly FileTree[]): ReleaseChange =>
    ({
      path: join(folder, 'prod.yaml'),
      before: RELEASE,
      after: RELEASE.replace('blue', 'green'),
      apps: afterTrees.map((tree, index) => ({
        outdir: join(folder, index === 0 ? 'one' : 'two'),
        before: treeOf('old'),
        after: tree,
      })),
    }) as unknown as ReleaseChange;
  const made = (wanted: ReleaseChange, proof = 'proofs/prod.json'): unknown =>
    thrownBy(() => makeChange(wanted, { path: join(folder, proof), text: '{}\n' }));
  const contents = (): Record<string, string> => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    return Object.fromEntries(
      files.map((entry) => [
        join(entry.parentPath, entry.name).slice(folder.length + 1),
        readFileSync(join(entry.parentPath, entry.name), 'utf8'),
      ]),
    );
  };

  test('when the second of two output directories cannot be written', () => {
    const before = contents();
    expect(made(change(treeOf('new'), BROKEN))).toMatchObject({ code: 'store.path' });
    expect(contents()).toEqual(before);
    expect(existsSync(join(folder, 'proofs'))).toBe(false);
    expect(statSync(join(folder, 'prod.yaml')).mode & 0o777).toBe(0o640);
  });

  test('when the proof cannot be written', () => {
    const before = contents();
    expect(made(change(treeOf('new')), 'prod.yaml/proof.json')).toMatchObject({
      code: 'store.io',
      what: expect.stringMatching(/ENOTDIR|EEXIST/),
    });
    expect(contents()).toEqual(before);
  });

  test('when the proof turns into a directory at the last moment, the directories too', () => {
    const before = contents();
    mkdirSync(join(folder, 'proof.json'));
    expect(made(change(treeOf('new'), treeOf('newer')), 'proof.json')).toMatchObject({
      code: 'store.io',
      what: expect.stringMatching(/EISDIR|ENOTEMPTY|EEXIST/),
    });
    expect(contents()).toEqual(before);
  });

  test('and when undoing fails too, both causes are named', () => {
    const wanted = change(treeOf('new'), BROKEN);
    (wanted.apps[0] as unknown as { before: unknown }).before = BROKEN;
    const error = made(wanted);
    expect(error).toMatchObject({
      code: 'release.rollback',
      what: expect.stringMatching(/^the change failed \(.*\), and undoing it failed too: /s),
    });
    expect(readFileSync(join(folder, 'prod.yaml'), 'utf8')).toBe(RELEASE);
  });

  test('a change that can be written is written: file, directories and proof', () => {
    makeChange(change(treeOf('new')), { path: join(folder, 'proofs/prod.json'), text: '{}\n' });
    expect(contents()).toMatchObject({ 'prod.yaml': RELEASE.replace('blue', 'green'), 'proofs/prod.json': '{}\n' });
    expect(contents()['one/prod/x.yaml']).toContain('a: new');
  });
});
