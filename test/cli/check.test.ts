import { type CliResult, cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

function start(files: Readonly<Record<string, string>>): (...args: readonly string[]) => CliResult {
  project.reset(files);
  return (...args) => project.run(process.execPath, [cli.file, ...args]);
}

const WRONG = `apiVersion: v1
kind: Service
metadata: {name: scorer, namespace: team-a}
spec:
  ports:
    - port: "80"
`;
const RIGHT = WRONG.replace('"80"', '80');

const app = (spec: string) => `
import { ApiObject, Chart } from 'cdk8s';
import { GitOpsApp } from 'cdk8s-mlops';
const app = new GitOpsApp();
const chart = new Chart(app, 'hello', { namespace: 'team-a' });
new ApiObject(chart, 'claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: ${spec} });
app.synth();
`;
const CLAIM = "{ accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '1Gi' } } }";

describe('check of a directory', () => {
  test('names file, line and column, and exits 1', () => {
    const run = start({ 'manifests/a.yaml': WRONG });
    expect(run('check', 'manifests')).toEqual({
      code: 1,
      out: [
        'Service team-a/scorer',
        '  error  spec.ports[0].port is "80", and a whole number belongs there',
        '    at manifests/a.yaml:6:7',
        '    fix: write it without quotes: 80 [schema.type]',
        '1 error, 0 warnings',
        '1 object checked\n',
      ].join('\n'),
      err: '',
    });
  });

  test('exits 0 when all is right, and with warnings', () => {
    const run = start({ 'a.yaml': RIGHT, 'b.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a, namespace: b}\n' });
    expect(run('check', 'a.yaml')).toEqual({ code: 0, out: '1 object checked\n', err: '' });
    const { code, out } = run('check', 'b.yaml');
    expect(code).toBe(0);
    expect(out).toContain('warning  no schema for example.com/v1/Widget: only its metadata was checked');
  });

  test('a path that is not there is wrong use', () => {
    const { code, err } = start({})('check', 'nowhere');
    expect([code, err]).toEqual([2, expect.stringContaining('nowhere: there is no such file or directory')]);
  });

  test('--kubernetes warns of what the cluster lacks, and takes no version that is unknown', () => {
    const run = start({ 'a.yaml': 'apiVersion: resource.k8s.io/v1\nkind: DeviceClass\nmetadata: {name: gpu}\nspec: {}\n' });
    expect(run('check', 'a.yaml', '--kubernetes', '1.33').out).toContain(
      'apiVersion is resource.k8s.io/v1, which Kubernetes 1.33 does not serve',
    );
    expect(run('check', 'a.yaml', '--kubernetes', '1.34').out).toBe('1 object checked\n');
    expect(run('check', 'a.yaml', '--kubernetes', '2')).toMatchObject({ code: 2 });
  });

  test('every form of report holds the finding and its place', () => {
    const run = start({ 'a.yaml': WRONG });
    const json = JSON.parse(run('check', 'a.yaml', '--format', 'json').out);
    expect(json.findings).toEqual([
      {
        code: 'schema.type',
        severity: 'error',
        where: 'Service team-a/scorer',
        object: { apiVersion: 'v1', kind: 'Service', namespace: 'team-a', name: 'scorer' },
        file: 'a.yaml',
        line: 6,
        column: 7,
        path: ['spec', 'ports', 0, 'port'],
        what: 'is "80", and a whole number belongs there',
        fix: 'write it without quotes: 80',
      },
    ]);
    const sarif = JSON.parse(run('check', 'a.yaml', '--format', 'sarif').out);
    expect(sarif.runs[0].results[0]).toMatchObject({
      ruleId: 'schema.type',
      level: 'error',
      locations: [{ physicalLocation: { artifactLocation: { uri: 'a.yaml' }, region: { startLine: 6, startColumn: 7 } } }],
    });
    expect(run('check', 'a.yaml', '--format', 'junit').out).toContain(
      '<failure type="schema.type" message="spec.ports[0].port is &quot;80&quot;',
    );
    expect(run('check', 'a.yaml', '--format', 'github').out).toMatch(
      /^::error file=a\.yaml,line=6,col=7,title=schema\.type::Service team-a\/scorer: .*%0Afix: /,
    );
    expect(run('check', 'a.yaml', '--format', 'markdown').out).toContain(
      '| error | spec.ports\\[0\\].port is "80", and a whole number belongs there |',
    );
  });

  test('rules of the user are read from a file', () => {
    const rules = `import type { Rule } from 'cdk8s-mlops/check';
      export const owner: Rule = { code: 'acme.owner', severity: 'error', title: 't', reason: 'r', fix: 'add it', *check() { yield { what: 'has no owner' }; } };`;
    const run = start({ 'a.yaml': RIGHT, 'rules.ts': rules, 'none.ts': 'export const x = 1;' });
    expect(run('check', 'a.yaml', '--rules', 'rules.ts')).toMatchObject({ code: 1, out: expect.stringContaining('has no owner') });
    expect(run('check', 'a.yaml', '--rules', 'none.ts')).toMatchObject({ code: 2, err: expect.stringContaining('[cli.rules]') });
  });
});

describe('a rule of the user that fails is named with its line, not with a stack', () => {
  const rule = (check: string) => `import type { Rule } from 'cdk8s-mlops/check';
const first = (list: readonly string[]) => list[0]!.length;
export const owner: Rule = {
  code: 'acme.owner', severity: 'error', title: 't', reason: 'r', fix: 'add it',
  ${check}
};`;

  test.each([
    [
      'in a function',
      '*check() { yield { what: String(first([])) }; }',
      /^error {2}rules\.ts:2:53: acme\.owner fails at Service team-a\/scorer: Cannot read/,
    ],
    [
      'for want of a list',
      'check: () => undefined as never',
      /^error {2}rules\.ts: acme\.owner fails at Service team-a\/scorer: .*not iterable/,
    ],
    ['while it is loaded', 'check: first([]) as never', /^error {2}rules\.ts:2:53: it cannot be loaded: Cannot read/],
  ])('%s', (_, check, message) => {
    const { code, err } = start({ 'a.yaml': RIGHT, 'rules.ts': rule(check) })('check', 'a.yaml', '--rules', 'rules.ts');
    expect(err).toMatch(message);
    expect(err).toMatch(/\n {2}fix: fix the rule \[cli\.rules\]\n$/);
    expect(code).toBe(2);
  });
});

describe('schemas add', () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Widget, plural: widgets}
  versions:
    - {name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}}
`;

  test('makes a kind known', () => {
    const run = start({
      'crd.yaml': crd,
      'a.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a, namespace: b}\nspec: {size: big}\n',
    });
    expect(run('schemas', 'add', 'crd.yaml')).toMatchObject({
      code: 0,
      out: expect.stringContaining('created     .cdk8s-mlops/schemas/widget.example.com.json: example.com/v1/Widget'),
    });
    expect(run('check', 'a.yaml').out).toContain('spec.size is "big", and a whole number belongs there');
  });

  test('refuses what is no CRD', () => {
    const run = start({ 'a.yaml': RIGHT });
    expect(run('schemas', 'add', 'a.yaml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('it holds no CustomResourceDefinition'),
    });
  });
});

describe('an app', () => {
  test('render writes nothing when an object is wrong, and all the same with --no-validate', () => {
    const run = start({ 'main.ts': app(CLAIM.replace("'1Gi'", "'a lot'")) });
    const { code, err } = run('render', '--app', 'main.ts');
    expect(code).toBe(1);
    expect(err).toContain(
      'PersistentVolumeClaim team-a/data  hello/claim\n  made at main.ts:6:1\n  error  spec.resources.requests.storage is "a lot"',
    );
    expect(err).toContain('at dist/hello/team-a_persistentvolumeclaim_data.yaml:9:7');
    expect(() => project.tree('dist')).toThrow();
    expect(run('render', '--app', 'main.ts', '--no-validate').code).toBe(0);
    expect(run('check', '--app', 'main.ts')).toMatchObject({ code: 1, out: expect.stringContaining('1 error, 0 warnings') });
    expect(run('check', '--app', 'main.ts', '--no-validate').code).toBe(0);
  }, 30_000);

  test('check says that a change will be refused before it is pushed', () => {
    const run = start({ 'main.ts': app(CLAIM) });
    run('render', '--app', 'main.ts');
    project.write('main.ts', app(CLAIM.replace("'fast'", "'slow'")));
    const { code, out } = run('check', '--app', 'main.ts');
    expect(code).toBe(1);
    expect(out).toContain('spec.storageClassName changes, but the API server refuses changes of this field in an existing object');
    expect(out).toContain('fix: make a claim of another name and move the data [change.immutable]');
    expect(out).toContain('PersistentVolumeClaim team-a/data  hello/claim\n  made at main.ts:6:1\n');
  }, 30_000);

  test('a difference is a finding for machines', () => {
    const run = start({ 'main.ts': app(CLAIM) });
    const { code, out } = run('check', '--app', 'main.ts', '--format', 'github');
    expect(code).toBe(1);
    expect(out).toContain('title=check.drift::the file differs from what the app renders: it would be created');
  });
});
