import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const REPOSITORY = resolve(__dirname, '../..');

/** The command line, bundled once per test file into a folder of the package, where it finds its dependencies. */
export function buildCli(): { readonly file: string; readonly remove: () => void } {
  const folder = buildInto('cli-', { main: 'src/cli/main.ts', 'esm-hooks': 'src/app/esm-hooks.ts' });
  return { file: join(folder, 'main.cjs'), remove: () => rmSync(folder, { recursive: true }) };
}

let library: string | undefined;

/** The library as one file, which programs of a test file load: its hundreds of sources would take as long as a render. */
function libraryFile(): string {
  if (library === undefined) {
    const folder = buildInto('library-', { index: 'src/index.ts', check: 'src/check.ts', testing: 'src/testing.ts' });
    library = join(folder, 'index.cjs');
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  }
  return library;
}

function buildInto(prefix: string, entryPoints: Readonly<Record<string, string>>): string {
  const cache = join(REPOSITORY, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, prefix));
  buildSync({
    absWorkingDir: REPOSITORY,
    entryPoints: { ...entryPoints },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    packages: 'external',
    loader: { '.json': 'copy' },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
  });
  return folder;
}

/** The command line and a project for a file of tests; both are gone after the last. */
export function cliAndProject(): { readonly cli: ReturnType<typeof buildCli>; readonly project: Project } {
  const [cli, project] = [buildCli(), new Project()];
  afterAll(() => {
    cli.remove();
    project.remove();
  });
  return { cli, project };
}

export interface CliResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A user's project in a folder of its own, with this repository's packages. */
export class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'project-'));

  constructor(files: Readonly<Record<string, string>> = {}) {
    linkPackages(join(this.folder, 'node_modules'));
    this.reset(files);
  }

  /** Leaves these files and nothing else. A file that stays as it is is not written. */
  reset(files: Readonly<Record<string, string>>): void {
    const wanted = new Map(Object.entries(files));
    for (const path of pathsBelow(this.folder)) {
      const text = wanted.get(path);
      if (text !== undefined && readFileSync(join(this.folder, path), 'utf8') === text) wanted.delete(path);
      else rmSync(join(this.folder, path));
    }
    removeEmptyFolders(this.folder);
    for (const [path, text] of wanted) this.write(path, text);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  /** Every file below a folder, by relative path. */
  tree(path: string): Record<string, string> {
    const root = join(this.folder, path);
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map((entry) => join(entry.parentPath, entry.name)).sort();
    return Object.fromEntries(paths.map((file) => [relative(root, file), readFileSync(file, 'utf8')]));
  }

  run(command: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): CliResult {
    const { CDK8S_OUTDIR: _, ...inherited } = process.env;
    const result = spawnSync(command, args, { cwd: this.folder, encoding: 'utf8', env: { ...inherited, NO_COLOR: '1', ...env } });
    return { code: result.status, out: result.stdout, err: result.stderr };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** A folder of links, which holds what is cached for one project, and goes with it. */
function linkPackages(folder: string): void {
  mkdirSync(folder);
  const from = join(REPOSITORY, 'node_modules');
  for (const name of readdirSync(from)) if (name !== '.cache') symlinkSync(join(from, name), join(folder, name));
  const own = join(folder, 'cdk8s-mlops');
  mkdirSync(own);
  writeFileSync(
    join(own, 'package.json'),
    JSON.stringify({ name: 'cdk8s-mlops', exports: { '.': './index.cjs', './check': './check.cjs', './testing': './testing.cjs' } }),
  );
  for (const entry of ['index', 'check', 'testing']) symlinkSync(join(dirname(libraryFile()), `${entry}.cjs`), join(own, `${entry}.cjs`));
}

/** Everything that is no folder, outside of the packages; links are not followed. */
function pathsBelow(root: string, below = ''): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = join(below, entry.name);
    if (path === 'node_modules') return [];
    return entry.isDirectory() ? pathsBelow(root, path) : [path];
  });
}

function removeEmptyFolders(root: string): void {
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    if (!entry.isDirectory() || entry.name === 'node_modules') continue;
    removeEmptyFolders(join(root, entry.name));
    if (readdirSync(join(root, entry.name)).length === 0) rmdirSync(join(root, entry.name));
  }
}
