import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { dump } from 'js-yaml';

const CLI_PACKAGE = require.resolve('cdk8s-cli/package.json');

/** CRDs of one API group, to become one module. */
export interface CrdImport {
  readonly file: string;
  readonly group: string;
  /** The CRDs as YAML documents. */
  readonly text: string;
}

export function cdk8sCliVersion(): string {
  return (JSON.parse(readFileSync(CLI_PACKAGE, 'utf8')) as { readonly version: string }).version;
}

/** Runs `cdk8s import` and gives the TypeScript text of each import, by file. */
export function cdk8sImport(imports: readonly CrdImport[]): ReadonlyMap<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-import-'));
  try {
    for (const { file, text } of imports) writeFileSync(join(folder, `${file}.yaml`), text);
    writeFileSync(join(folder, 'cdk8s.yaml'), configText(imports));
    runCdk8sImport(folder);
    return new Map(imports.map((each) => [each.file, readFileSync(importedFile(folder, each), 'utf8')]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The command line takes one spec; a config takes several in one process. */
function configText(imports: readonly CrdImport[]): string {
  return dump({ language: 'typescript', imports: imports.map(({ file }) => `${file}:=${file}.yaml`) });
}

function runCdk8sImport(folder: string): void {
  const cli = join(dirname(CLI_PACKAGE), 'bin', 'cdk8s');
  const args = [cli, 'import', '--output', 'imports', '--no-save', '--check-upgrade=false'];
  execFileSync(process.execPath, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** With an alias; without one, two imports of a group would overwrite each other (cdk8s-cli#3797). */
function importedFile(folder: string, { file, group }: CrdImport): string {
  return join(folder, 'imports', `${file}-${group}.ts`);
}
