import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { generate } from '../../scripts/generate/generate';
import { sha256 } from '../../scripts/generate/generated-file';

const IMPORTS = join(__dirname, '../../imports');

interface Sources {
  readonly cdk8sCli: string;
  readonly files: Readonly<Record<string, { readonly sha256: string }>>;
}

/** The files that are generated from the schemas of APIs; `props` has a test of its own. */
function imports(): Record<string, string> {
  const files = readdirSync(IMPORTS, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files.map((entry) => relative(IMPORTS, join(entry.parentPath, entry.name))).filter((name) => !/^props[./]/.test(name));
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(IMPORTS, name), 'utf8')]));
}

test('imports/ holds the files of SOURCES.json as generated: no file more, none less, none edited', () => {
  const { 'SOURCES.json': sourcesJson = '', ...files } = imports();
  const listed = Object.entries((JSON.parse(sourcesJson) as Sources).files).map(([name, file]) => [name, file.sha256]);
  const found = Object.entries(files).map(([name, text]) => [name, sha256(text)]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(listed));
});

test('SOURCES.json names the cdk8s-cli that is installed', () => {
  const { version } = JSON.parse(readFileSync(require.resolve('cdk8s-cli/package.json'), 'utf8')) as { readonly version: string };
  expect((JSON.parse(imports()['SOURCES.json'] ?? '') as Sources).cdk8sCli).toBe(version);
});

const schemas = process.env.CDK8S_MLOPS_SCHEMAS;
if (schemas === undefined) {
  test.skip('regenerating gives the same bytes (skipped: CDK8S_MLOPS_SCHEMAS names no schemas folder)', () => {});
} else {
  test('regenerating gives the same bytes', () => {
    expect(Object.fromEntries(generate(schemas))).toEqual(imports());
  }, 120_000);
}
