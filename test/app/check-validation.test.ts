import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { CheckValidation } from '../../src/app/check-validation';
import { compileCrd } from '../../src/schema/packs/compile-crd';
import { NodeTable } from '../../src/schema/packs/schema-node';
import { type CliResult, Project } from '../support/cli';

const REPOSITORY = join(__dirname, '../..');
let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

const app = (objects: readonly string[]) => `
import { ApiObject, App, Chart } from 'cdk8s';
const app = new App();
const chart = new Chart(app, 'hello', { namespace: 'team-a' });
const metadata = { name: 'a' };
${objects.join('\n')}
app.synth();
`;
const MAP = (data: string) => `new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: ${data} });`;
const WIDGET = (size: string) =>
  `new ApiObject(chart, 'widget', { apiVersion: 'example.com/v1', kind: 'Widget', metadata, spec: { size: ${size} } });`;

/** The schema of a Widget, as `schemas add` makes it. */
function widgetSchema(): string {
  const properties = { spec: { type: 'object', properties: { size: { type: 'string' } } } };
  const version = { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties } } };
  const spec = { group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets' }, versions: [version] };
  const nodes = new NodeTable();
  const kinds = compileCrd(nodes, { spec });
  return JSON.stringify({ kinds, nodes: nodes.nodes });
}

/** Runs the real command of cdk8s with the plugin as a file of its own, as the package has it. */
function synth(objects: readonly string[], files: Readonly<Record<string, string>> = {}, properties: object = {}): CliResult {
  const validations = [{ package: './plugin/validation', version: '0.0.0', class: 'CheckValidation', properties }];
  const config = { app: 'node --import tsx main.ts', language: 'typescript', validations };
  for (const [path, text] of Object.entries({ 'cdk8s.yaml': JSON.stringify(config), 'main.ts': app(objects), ...files }))
    project.write(path, text);
  buildSync({
    entryPoints: [join(REPOSITORY, 'src/app/check-validation.ts')],
    outfile: join(project.folder, 'plugin/validation.js'),
    bundle: true,
    platform: 'node',
    packages: 'external',
  });
  const cdk8s = join(REPOSITORY, 'node_modules/cdk8s-cli/bin/cdk8s');
  const result = project.run(process.execPath, [cdk8s, 'synth', '--check-upgrade=false', '--validate']);
  return { ...result, out: result.out + result.err };
}

test('cdk8s synth fails with the findings of the check, each with its construct and its place', () => {
  const { code, out } = synth([MAP('{ answer: 42 }')], {}, { kubernetes: '1.34' });
  expect(code).not.toBe(0);
  expect(out).toContain('schema.type (1 occurrences)');
  expect(out).toContain('- Construct Path: hello/map');
  expect(out).toContain('> data.answer, line 7');
  expect(out).toContain('Recommendation: error: ConfigMap team-a/a: data.answer is 42, and text belongs there');
}, 60_000);

test('cdk8s synth passes when there is nothing to find', () => {
  expect(synth([MAP("{ answer: '42' }")]).code).toBe(0);
}, 60_000);

test('rules and schemas of the project are known; objects of one name are called in full, for cdk8s knows one construct a name', () => {
  const rule = `import type { Rule } from 'cdk8s-mlops/check';
    export const owner: Rule = { code: 'acme.owner', severity: 'error', title: 't', reason: 'r', fix: 'add it', *check() { yield { what: 'has no owner' }; } };`;
  const { out } = synth(
    [MAP("{ answer: '42' }"), WIDGET('3')],
    { 'rules.ts': rule, '.cdk8s-mlops/schemas/widget.example.com.json': widgetSchema() },
    { rules: './rules.ts' },
  );
  expect(out).toContain('acme.owner');
  expect(out).toContain('- Resource Name: ConfigMap team-a/a');
  expect(out).toContain('Widget.example.com team-a/a: spec.size is 3, and text belongs there');
}, 60_000);

test.each<[object, RegExp]>([
  [{ kubernetes: '1.2' }, /kubernetes must be a known version, got "1\.2"[\s\S]*\[CheckValidation\.kubernetes\]/],
  [{ kubernetes: 1.34 }, /kubernetes must be a known version, got 1\.34[\s\S]*quoted \[CheckValidation\.kubernetes\]/],
  [{ rules: ['a.ts'] }, /\[CheckValidation\.rules\]/],
  [{ kubernets: '1.34' }, /unknown property "kubernets"[\s\S]*\[CheckValidation\.properties\]/],
])('%j is refused', (properties, message) => {
  expect(() => new CheckValidation(properties)).toThrow(message);
});
