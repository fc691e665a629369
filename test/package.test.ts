import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { readmeFiles, writeReadmeProject } from './support/readme';

const REPOSITORY = resolve(__dirname, '..');
const manifest = JSON.parse(readFileSync(join(REPOSITORY, 'package.json'), 'utf8')) as Record<
  'dependencies' | 'peerDependencies',
  Record<string, string>
>;

/** Room for growth, not a target: what every CI of every user downloads. */
const MAX_DOCS_BYTES = 900_000;
const MAX_UNPACKED_BYTES = 3_800_000; // without docs

interface Pack {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

let folder: string;
let pack: Pack;
let user: string;

/** Builds and packs a copy, and installs the package by hand: with what it declares, and nothing else. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'package-'));
  const source = join(folder, 'source');
  for (const path of [
    'src',
    'imports',
    'scripts/build',
    'package.json',
    'tsconfig.json',
    '.projen',
    'README.md',
    'docs',
    'CHANGELOG.md',
    'LICENSE',
  ]) {
    cpSync(join(REPOSITORY, path), join(source, path), { recursive: true });
  }
  symlinkSync(join(REPOSITORY, 'node_modules'), join(source, 'node_modules'));
  run(source, 'npm', ['run', 'build']);
  const packed: unknown = JSON.parse(run(source, 'npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]));
  pack = (Array.isArray(packed) ? packed[0] : Object.values(packed as object)[0]) as Pack;
  user = join(folder, 'user');
  install(join(folder, pack.filename.replace(/^@/, '').replace('/', '-')));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true }));

function run(cwd: string, command: string, args: readonly string[]): string {
  const env = { ...process.env, NO_COLOR: '1' };
  const { status, stdout, stderr } = spawnSync(command, [...args], { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

function install(tarball: string): void {
  const modules = join(user, 'node_modules');
  mkdirSync(join(modules, 'cdk8s-mlops'), { recursive: true });
  run(modules, 'tar', ['-xzf', tarball, '--strip-components=1', '-C', 'cdk8s-mlops']);
  // npm would fetch these; every one that is declared is linked, so one that is missing from package.json is missing here.
  for (const name of [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(REPOSITORY, 'node_modules', name), join(modules, name));
  }
  writeReadmeProject(user);
}

const cli = () => join(user, 'node_modules/cdk8s-mlops/lib/cli/main.js');

test('the package holds the library, its types and its papers, and nothing else', () => {
  const strange = pack.files
    .map(({ path }) => path)
    .filter(
      (path) =>
        !/^(lib\/(index|check|testing|validation|esm-hooks|command|cli\/main|room-[a-z]+|[a-z-]+-[0-9A-Z]{8})\.js|lib\/schemas\/[a-z0-9-]+\.json|lib\/types\/.+\.d\.ts|docs\/.+\.md|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(
          path,
        ),
    );
  expect(strange).toEqual([]);
  const docs = pack.files.filter(({ path }) => path.startsWith('docs/')).reduce((sum, { size }) => sum + size, 0);
  expect(docs).toBeLessThan(MAX_DOCS_BYTES);
  expect(pack.unpackedSize - docs).toBeLessThan(MAX_UNPACKED_BYTES);
});

test('installed beside its peers in an empty folder, it renders the example of the README as the README shows it', () => {
  const output = run(user, process.execPath, [cli(), 'render', '--app', 'main.ts']);
  expect(output).toContain('5 created, 0 configured, 0 unchanged, 0 deleted');
  const shown = [...readmeFiles()].filter(([path]) => path.startsWith('dist/'));
  expect(shown.length).toBeGreaterThan(0);
  for (const [path, text] of shown) expect(text).toBe(readFileSync(join(user, path), 'utf8'));
});

/** The program of the README without TypeScript. */
function writePlainProgram(): void {
  const plain = (readmeFiles().get('main.ts') ?? '').replace(/import (\{.*?\}) from '(.*?)';/g, "const $1 = require('$2');");
  writeFileSync(join(user, 'main.js'), plain);
}

test('it works from plain JavaScript without the command line', () => {
  writePlainProgram();
  execFileSync(process.execPath, ['main.js'], { cwd: user, env: { ...process.env, CDK8S_OUTDIR: 'by-synth' } });
  const file = 'prod/scoring/scoring_deployment.apps_scorer.yaml';
  expect(readFileSync(join(user, 'by-synth', file), 'utf8')).toBe(readFileSync(join(user, 'dist', file), 'utf8'));
});

test.each([
  ['main.cjs', "const { MLService } = require('cdk8s-mlops');"],
  ['main.mjs', "import { MLService, Cpu } from 'cdk8s-mlops';"],
])('one construct is loaded by name from %s', (file, program) => {
  writeFileSync(join(user, file), `${program}\nif (typeof MLService !== 'function') throw new Error('not found');\n`);
  run(user, process.execPath, [file]);
});

test('to load one construct leaves the rest of the library alone', () => {
  const code = "const { MLService } = require('cdk8s-mlops'); MLService; console.log(Object.keys(require.cache).join('\\n'))";
  const loaded = run(user, process.execPath, ['-e', code])
    .split('\n')
    .filter((file) => !file.includes('/cdk8s/'));
  expect(loaded.filter((file) => /\/room-|node_modules\/(yaml|esbuild|commander)\/|schemas\/(?!props)/.test(file))).toEqual([
    expect.stringMatching(/\/room-serving\.js$/),
  ]);
});

test("a finding names the line of the user's program, and none of the installed library", () => {
  const program = (readmeFiles().get('main.ts') ?? '').replace(
    'app.synth();',
    "warn(prod, 'acme.old', { what: 'is old', fix: 'renew it' });\napp.synth();",
  );
  writeFileSync(join(user, 'warned.ts'), program.replace('{ Cpu,', '{ warn, Cpu,'));
  const apps = JSON.parse(run(user, process.execPath, [cli(), 'render', '--app', 'warned.ts', '--json'])).apps;
  const line = program.split('\n').findIndex((text) => text.includes('new Environment(')) + 1;
  expect(apps[0].warnings).toMatchObject([{ code: 'acme.old', madeAt: [{ file: 'warned.ts', line }] }]);
});

test('cdk8s synth takes the validation from a file of its own, which loads neither cdk8s nor the rest of the library', () => {
  writePlainProgram();
  const plugin = './node_modules/cdk8s-mlops/lib/validation';
  const validations = [{ package: plugin, version: '0.0.0', class: 'CheckValidation' }];
  writeFileSync(join(user, 'cdk8s.yaml'), JSON.stringify({ app: 'node main.js', language: 'typescript', validations }));
  const cdk8s = join(REPOSITORY, 'node_modules/cdk8s-cli/bin/cdk8s');
  expect(run(user, process.execPath, [cdk8s, 'synth', '--check-upgrade=false'])).toContain('Validations ended succesfully');
  const loaded = `require(${JSON.stringify(plugin)}); console.log(Object.keys(require.cache).join())`;
  expect(run(user, process.execPath, ['-e', loaded])).not.toMatch(/node_modules\/(cdk8s|constructs|esbuild)\/|lib\/index\.js/);
});

test("its types check a user's program, strictly and in both module systems", () => {
  const tsc = join(REPOSITORY, 'node_modules/typescript/bin/tsc');
  for (const [module, moduleResolution] of [
    ['commonjs', 'node10'],
    ['node16', 'node16'],
  ]) {
    // skipLibCheck stays off: our declarations themselves are checked, without the types of Node.
    const compilerOptions = { noEmit: true, strict: true, target: 'es2022', types: [], module, moduleResolution };
    writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['main.ts'] }));
    expect(run(user, process.execPath, [tsc, '-p', '.'])).toBe('');
  }
});

test('objects of cdk8s-plus fit, whichever version is installed', () => {
  for (const version of ['cdk8s-plus-27', 'cdk8s-plus-34']) {
    symlinkSync(join(REPOSITORY, 'node_modules', version), join(user, 'node_modules', version));
    writeFileSync(join(user, 'plus.ts'), plusProgram(version));
    const compilerOptions = { noEmit: true, strict: true, skipLibCheck: true, target: 'es2022', types: [], module: 'node16' };
    writeFileSync(join(user, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['plus.ts'] }));
    expect(run(user, process.execPath, [join(REPOSITORY, 'node_modules/typescript/bin/tsc'), '-p', '.'])).toBe('');
    run(user, process.execPath, [cli(), 'render', '--app', 'plus.ts', '-o', version]);
    expect(readFileSync(join(user, version, 'work/team-a_job.batch_train.yaml'), 'utf8')).toContain('sizeLimit: 1024Mi');
  }
});

function plusProgram(version: string): string {
  return `import { Chart, Size } from 'cdk8s';
import { BatchJob, GitOpsApp, Mount, Run } from 'cdk8s-mlops';
import * as kplus from '${version}';

const app = new GitOpsApp();
const chart = new Chart(app, 'work', { namespace: 'team-a' });
new BatchJob(chart, 'train', {
  run: Run.onEveryChange(),
  image: 'ghcr.io/acme/train@sha256:${'0'.repeat(64)}',
  cpu: kplus.Cpu.units(1),
  memory: Size.gibibytes(4),
  env: { EPOCHS: kplus.EnvValue.fromValue('3') },
  mounts: [Mount.plus('/scratch', kplus.Volume.fromEmptyDir(chart, 'scratch', 'scratch', { sizeLimit: Size.gibibytes(1) }))],
});
app.synth();
`;
}
