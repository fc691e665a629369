import { join } from 'node:path';
import { CheckValidation } from '../../src/app/check-validation';
import { Project } from '../support/cli';

const REPOSITORY = join(__dirname, '../..');
const projects: Project[] = [];
afterAll(() => {
  for (const project of projects) project.remove();
});

const app = (data: string) => `
import { ApiObject, App, Chart } from 'cdk8s';
const app = new App();
const chart = new Chart(app, 'hello', { namespace: 'team-a' });
new ApiObject(chart, 'a', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: ${data} });
app.synth();
`;

/** A plugin as cdk8s loads it: a folder whose module exports the class. */
const PLUGIN = `
require('esbuild').buildSync({ entryPoints: ['${join(REPOSITORY, 'src/app/check-validation.ts')}'], bundle: true, platform: 'node', outfile: __dirname + '/built.cjs', packages: 'external' });
module.exports = require('./built.cjs');
`;

function synth(data: string) {
  const validations = [{ package: './plugin', version: '0.0.0', class: 'CheckValidation', properties: { kubernetes: '1.34' } }];
  const project = new Project({
    'cdk8s.yaml': JSON.stringify({ app: 'node --import tsx main.ts', language: 'typescript', validations }),
    'main.ts': app(data),
    'plugin/package.json': JSON.stringify({ name: 'plugin', version: '0.0.0', main: 'index.js' }),
    'plugin/index.js': PLUGIN,
  });
  return project.run(process.execPath, [
    join(REPOSITORY, 'node_modules/cdk8s-cli/bin/cdk8s'),
    'synth',
    '--check-upgrade=false',
    '--validate',
  ]);
}

test('cdk8s synth fails with the findings of the check, and passes without', () => {
  const wrong = synth('{ answer: 42 }');
  expect(wrong.code).not.toBe(0);
  expect(wrong.out + wrong.err).toMatch(/schema\.type[\s\S]*data\.answer is 42, and text belongs there/);
  expect(synth("{ answer: '42' }").code).toBe(0);
}, 60_000);

test('a version that is not known is refused', () => {
  expect(() => new CheckValidation({ kubernetes: '1.2' })).toThrow(/\[CheckValidation\.kubernetes\]/);
});
