import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const CLI_PACKAGE = require.resolve('cdk8s-cli/package.json');

export function cdk8sCliVersion(): string {
  return (JSON.parse(readFileSync(CLI_PACKAGE, 'utf8')) as { readonly version: string }).version;
}

/**
 * Runs `cdk8s import` on CRD texts and gives the TypeScript text of each.
 *
 * Works in a folder of its own, so that no `cdk8s.yaml` is read or written. Each name is the alias of its import:
 * without one, two imports of the same API group overwrite each other (cdk8s-cli#3797).
 */
export function cdk8sImport(crdTexts: ReadonlyMap<string, string>): Map<string, string> {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-import-'));
  try {
    for (const [name, text] of crdTexts) writeFileSync(join(folder, `${name}.yaml`), text);
    runCdk8sImport(folder, [...crdTexts.keys()]);
    return new Map([...crdTexts.keys()].map((name) => [name, importedText(join(folder, 'imports'), name)]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runCdk8sImport(folder: string, names: readonly string[]): void {
  const specs = names.map((name) => `${name}:=${name}.yaml`);
  const options = ['--language', 'typescript', '--output', 'imports', '--no-save', '--check-upgrade=false'];
  const cli = join(dirname(CLI_PACKAGE), 'bin', 'cdk8s');
  execFileSync(process.execPath, [cli, 'import', ...specs, ...options], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

/** cdk8s names the file `<alias>-<group>.ts`; the alias has one group here. */
function importedText(imports: string, name: string): string {
  const [file, ...others] = readdirSync(imports).filter((candidate) => isOf(candidate, name));
  if (file === undefined || others.length > 0) throw new Error(`cdk8s import gave ${others.length && 1 + others.length} files for ${name}`);
  return readFileSync(join(imports, file), 'utf8');
}
