import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type CliResult, cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

const APP = `
import { ApiObject, Chart } from 'cdk8s';
import { GitOpsApp } from 'cdk8s-mlops';

const app = new GitOpsApp();
const chart = new Chart(app, 'hello', { namespace: 'team-a' });
for (const name of ['one', 'two']) {
  new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { answer: 'no' } });
}
app.synth();
`;

function start(files: Readonly<Record<string, string>>): (...args: readonly string[]) => CliResult {
  project.reset(files);
  return (...args) => project.run(process.execPath, [cli.file, ...args]);
}

const CONFIG = { 'cdk8s.yaml': 'language: typescript\napp: npx ts-node main.ts\n' };

describe('render', () => {
  test('says what it created, and the second time that nothing changed', () => {
    const run = start({ ...CONFIG, 'main.ts': APP });
    expect(run('render')).toEqual({
      code: 0,
      out: [
        '  created     dist/hello/kustomization.yaml',
        '  created     dist/hello/team-a_configmap_one.yaml',
        '  created     dist/hello/team-a_configmap_two.yaml',
        'dist: 3 created, 0 configured, 0 unchanged, 0 deleted\n',
      ].join('\n'),
      err: '',
    });
    expect(run('render').out).toBe('dist: 0 created, 0 configured, 3 unchanged, 0 deleted\n');
  });

  test('sees a changed source although its modules are cached', () => {
    const run = start({ ...CONFIG, 'main.ts': `import './part';${APP}`, 'part.ts': '' });
    run('render');
    project.write('main.ts', APP.replace("['one', 'two']", "['one', 'three']").replace("'no'", "'yes'"));
    expect(run('render').out).toBe(
      [
        '  configured  dist/hello/kustomization.yaml',
        '  configured  dist/hello/team-a_configmap_one.yaml',
        '  created     dist/hello/team-a_configmap_three.yaml',
        '  deleted     dist/hello/team-a_configmap_two.yaml',
        'dist: 1 created, 2 configured, 0 unchanged, 1 deleted\n',
      ].join('\n'),
    );
  });

  test('gives the bytes of app.synth() and of cdk8s synth', () => {
    const run = start({ 'cdk8s.yaml': 'language: typescript\napp: node --import tsx main.ts\n', 'main.ts': APP });
    run('render', '--output', 'by-render');
    project.run(process.execPath, ['--import', 'tsx', 'main.ts'], { CDK8S_OUTDIR: 'by-synth' });
    const cdk8s = resolve(__dirname, '../../node_modules/cdk8s-cli/bin/cdk8s');
    const result = project.run(process.execPath, [cdk8s, 'synth', '--output', 'by-cdk8s', '--check-upgrade=false'], {
      CDK8S_DISABLE_SORT: '1',
    });
    expect(result.code).toBe(0);
    const rendered = project.tree('by-render');
    expect(Object.keys(rendered)).toHaveLength(4);
    expect(project.tree('by-synth')).toEqual(rendered);
    expect(project.tree('by-cdk8s')).toEqual(rendered);
  });

  test('runs plain JavaScript, programs that end later, and programs that exit by themselves', () => {
    const plain = APP.replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = require('$2');");
    const run = start({
      'plain.js': plain.replace('cdk8s-mlops', resolve(__dirname, '../../src/index.ts')),
      'later.ts': APP.replace('app.synth();', 'setTimeout(() => app.synth(), 5);'),
      'main-only.ts': APP.replace('app.synth();', 'if (require.main === module) app.synth();'),
    });
    for (const file of ['plain.js', 'later.ts', 'main-only.ts']) {
      expect(run('render', '--app', file, '--output', file.replace('.', '-')).out).toContain('3 created');
    }
    expect(project.tree('later-ts')).toEqual(project.tree('plain-js'));
  });

  test('prints one JSON document for machines', () => {
    const run = start({ ...CONFIG, 'main.ts': APP });
    expect(JSON.parse(run('render', '--json').out)).toMatchObject({
      command: 'render',
      ok: true,
      clean: false,
      apps: [
        {
          outdir: 'dist',
          counts: { created: 3, deleted: 0 },
          changes: expect.arrayContaining([{ path: 'hello/kustomization.yaml', change: 'created' }]),
        },
      ],
    });
  });
});

describe('check', () => {
  test('is silent about an equal tree, shows a difference and the way back, and writes nothing', () => {
    const run = start({ ...CONFIG, 'main.ts': APP });
    run('render');
    expect(run('check')).toEqual({ code: 0, out: 'dist: up to date, 3 files\n', err: '' });
    project.write('dist/hello/team-a_configmap_one.yaml', project.read('dist/hello/team-a_configmap_one.yaml').replace('"no"', '"yes"'));
    const before = project.tree('dist');
    expect(run('check')).toEqual({
      code: 1,
      out: [
        'drift  dist is not what the app renders; `render` would make it so:',
        '  configured  dist/hello/team-a_configmap_one.yaml',
        'dist: 0 created, 1 configured, 2 unchanged, 0 deleted',
        '--- dist/hello/team-a_configmap_one.yaml',
        '+++ dist/hello/team-a_configmap_one.yaml',
        '@@ -3,5 +3,5 @@',
        ' metadata:',
        '   name: one',
        '   namespace: team-a',
        ' data:',
        '-  answer: "yes"',
        '+  answer: "no"\n',
      ].join('\n'),
      err: '',
    });
    expect(project.tree('dist')).toEqual(before);
  });

  test('finds stale files and missing ones', () => {
    const run = start({ ...CONFIG, 'main.ts': APP });
    run('render');
    project.write('main.ts', APP.replace("['one', 'two']", "['one']"));
    const result = run('check', '--json');
    expect(result.code).toBe(1);
    expect(JSON.parse(result.out).apps[0].changes).toContainEqual({ path: 'hello/team-a_configmap_two.yaml', change: 'deleted' });
  });
});

describe('an app that fails', () => {
  test('exits with 1, names the line of its source, and leaves the output as it was', () => {
    const run = start({ ...CONFIG, 'main.ts': APP });
    run('render');
    const before = project.tree('dist');
    project.write('main.ts', `${APP}\nfunction later(): never {\n  throw new Error('no such team');\n}\nlater();\n`);
    const result = run('render');
    expect(result.code).toBe(1);
    expect(result.err).toMatch(/^error {2}the app failed\nError: no such team\n\s+at later \(main\.ts:13:9\)\n/);
    expect(project.tree('dist')).toEqual(before);
  });

  test('exits with 1 and says where, what and how to fix', () => {
    const duplicate = APP.replace(
      'app.synth();',
      "new ApiObject(chart, 'again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'one' } });\napp.synth();",
    );
    const run = start({ ...CONFIG, 'main.ts': duplicate });
    expect(run('render')).toEqual({
      code: 1,
      out: '',
      err: [
        'error  1 finding',
        'hello/again: ConfigMap team-a/one is also created by hello/one',
        '  made at main.ts:10:1',
        '  fix: give one of them another name or namespace, or remove it [render.duplicate]\n',
      ].join('\n'),
    });
    expect(JSON.parse(run('check', '--json').out)).toMatchObject({ ok: false, error: { code: 'findings' } });
  });

  test.each(['process.exit();', 'void Promise.resolve().then(() => process.exit(0));', 'setTimeout(() => process.exit(0), 1);'])(
    'a program that ends itself well is rendered: %s',
    (exit) => {
      const run = start({ ...CONFIG, 'main.ts': `${APP}\n${exit}` });
      expect(run('render')).toMatchObject({ code: 0, out: expect.stringContaining('3 created'), err: '' });
    },
  );

  test('exits with the code of the program when that is not 0, and names the line', () => {
    const run = start({ ...CONFIG, 'main.ts': `${APP}\nvoid Promise.resolve().then(() => process.exit(3));` });
    expect(JSON.parse(run('check', '--json').out)).toMatchObject({ ok: false, error: { code: 'app' } });
    const { code, err } = run('check');
    expect(err).toMatch(/^error {2}the app failed\nError: the program exited with code 3\n\s+at .*main\.ts:12:\d+/);
    expect(code).toBe(3);
  });

  test('exits with 1 when a promise of the program fails', () => {
    const run = start({ ...CONFIG, 'main.ts': `${APP}\nvoid Promise.reject(new Error('too late'));` });
    expect(run('render')).toMatchObject({ code: 1, err: expect.stringContaining('too late') });
  });
});

describe('wrong use exits with 2', () => {
  test.each<[string, Readonly<Record<string, string>>, readonly string[], RegExp]>([
    ['no app at all', {}, ['render'], /no app is named.*\[cli\.app\]/s],
    ['a file that is not there', {}, ['render', '--app', 'absent.ts'], /absent\.ts: there is no such file.*\[cli\.app\]/s],
    ['a command that is no single program', { 'cdk8s.yaml': 'app: make synth\n' }, ['check'], /does not simply run one .*\[cli\.app\]/s],
    ['a broken cdk8s.yaml', { 'cdk8s.yaml': 'app: [\n' }, ['render'], /cdk8s\.yaml:\d+: .*\[cli\.config\]/s],
    ['a syntax error', { 'main.ts': 'const = 1;\n' }, ['render', '--app', 'main.ts'], /main\.ts:1:\d+: .*\[cli\.typescript\]/s],
    ['a program without a GitOpsApp', { 'main.ts': 'console.log(1);' }, ['render', '--app', 'main.ts'], /\[cli\.synth\]/],
    ['two apps for one directory', { 'main.ts': `${APP}\nnew GitOpsApp().synth();` }, ['render', '--app', 'main.ts'], /\[cli\.outdir\]/],
    ['an unknown flag', { 'main.ts': APP }, ['render', '--ap', 'main.ts'], /unknown option '--ap'/],
    ['an unknown verb', {}, ['rendre'], /unknown command 'rendre'/],
    ['the root of the file system as output', { 'main.ts': APP }, ['render', '--app', 'main.ts', '-o', '/'], /\[store\./],
  ])('%s', (_, files, args, message) => {
    const run = start(files);
    const result = run(...args);
    expect(result.err).toMatch(message);
    expect(result.code).toBe(2);
  });

  test('an output directory that is a symbolic link', () => {
    const run = start({ 'main.ts': APP, 'elsewhere/keep.txt': 'mine' });
    symlinkSync(join(project.folder, 'elsewhere'), join(project.folder, 'dist'));
    expect(run('render', '--app', 'main.ts')).toMatchObject({ code: 2, err: expect.stringMatching(/\[store\./) });
    expect(project.tree('elsewhere')).toEqual({ 'keep.txt': 'mine' });
  });
});

test('a reader that closes its end is no failure', async () => {
  start({ ...CONFIG, 'main.ts': APP });
  const child = spawn(process.execPath, [cli.file, 'render'], { cwd: project.folder, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  const errors: Buffer[] = [];
  child.stderr.on('data', (data: Buffer) => errors.push(data));
  const [code] = await once(child, 'close');
  expect([Buffer.concat(errors).toString(), code]).toEqual(['', 0]);
});

test('--help and --version exit with 0', () => {
  const run = start({});
  expect(run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('render') });
  expect(run('--version')).toMatchObject({ code: 0 });
});
