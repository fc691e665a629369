import type { FilePosition } from '../../src/base/finding';
import { type CliResult, cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

function start(files: Readonly<Record<string, string>>): (...args: readonly string[]) => CliResult {
  project.reset({ 'cdk8s.yaml': 'app: main.ts\n', ...files });
  return (...args) => project.run(process.execPath, [cli.file, ...args]);
}

/** An app of several files: a chart in one, a construct of its own in another, and a package that makes objects. */
const APP = {
  'main.ts': `import { GitOpsApp } from 'cdk8s-mlops';
import { Storage } from './charts/storage';

console.log('the program prints');
const app = new GitOpsApp();
new Storage(app, 'storage');
app.synth();
`,
  'charts/storage.ts': `import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { Disk } from 'acme-disks';
import { Cache } from '../constructs/cache';

export class Storage extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id, { namespace: 'team-a' });
    new Cache(this, 'cache');
    new Disk(this, 'disk', { size: 'big' });
  }
}
`,
  'constructs/cache.ts': `import { Construct } from 'constructs';
import { ApiObject } from 'cdk8s';

export class Cache extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ApiObject(this, 'Claim', claim('cache', 'small'));
  }
}

function claim(name: string, storage: string) {
  const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage } } };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec };
}
`,
};

/** A construct that comes with a package: its own lines are no lines of the user's. */
const DISKS = `import { Construct } from 'constructs';
import { ApiObject } from 'cdk8s';
export class Disk extends Construct {
  constructor(scope, id, { size }) {
    super(scope, id);
    const spec = { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: size } } };
    new ApiObject(this, 'Claim', { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: id }, spec });
  }
}
`;
const FILES = {
  ...APP,
  'charts/node_modules/acme-disks/index.js': DISKS,
  'charts/node_modules/acme-disks/package.json': '{"main": "index.js"}',
};

describe('a finding names the construct, the line that made it, and those that made the constructs of the user around it', () => {
  const run = (...args: readonly string[]) => start(FILES)(...args);

  test('text', () => {
    const { code, err } = run('render');
    expect(code).toBe(1);
    expect(err).toMatchSnapshot();
  });

  test.each(['markdown', 'junit', 'github', 'sarif'])('%s', (format) => {
    expect(run('check', '--format', format).out).toMatchSnapshot();
  });

  test('json', () => {
    const { findings } = JSON.parse(run('check', '--json').out);
    expect(findings.map(({ construct, madeAt }: Record<string, unknown>) => ({ construct, madeAt }))).toEqual([
      {
        construct: 'storage/cache/Claim',
        madeAt: [
          { file: 'constructs/cache.ts', line: 7, column: 5 },
          { file: 'charts/storage.ts', line: 9, column: 5 },
          { file: 'main.ts', line: 6, column: 1 },
        ],
      },
      {
        construct: 'storage/disk/Claim',
        madeAt: [
          { file: 'charts/storage.ts', line: 10, column: 5 },
          { file: 'main.ts', line: 6, column: 1 },
        ],
      },
    ]);
  });

  test('what the program prints is no part of a report', () => {
    const { out, err } = run('check', '--json');
    expect(out).not.toContain('the program prints');
    expect(err).toBe('the program prints\n');
  });
});

const SERVICE = (wrong: Readonly<Record<string, string>>) => {
  const props = {
    model: "Model.bakedIn('/models/scorer')",
    runtime: `Runtime.custom({ image: 'acme/scorer:1@sha256:${'0'.repeat(64)}', port: 8080, healthPath: '/healthz' })`,
    replicas: '2',
    cpu: 'Cpu.cores(1)',
    memory: 'Size.gibibytes(2)',
    startup: 'Startup.within(Duration.minutes(10))',
    ...wrong,
  };
  const lines = Object.entries(props).map(([name, value]) => `    ${name}: ${value},`);
  return `import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, GitOpsApp, MLService, Model, Runtime, Startup, warn } from 'cdk8s-mlops';
const app = new GitOpsApp();
function scoring(chart: Chart) {
  const scorer = new MLService(chart, 'scorer', {
${lines.join('\n')}
  });
  return scorer;
}
const service = scoring(new Chart(app, 'scoring', { namespace: 'team-a' }));
// more
app.synth();
`;
};

test('an object of a construct of this library was made where the construct was', () => {
  const rule = `import type { Rule } from 'cdk8s-mlops/check';
export const never: Rule = { code: 'acme.never', severity: 'error', title: 't', reason: 'r', fix: 'none', kinds: ['apps/Deployment'], *check() { yield { what: 'is there' }; } };`;
  const { err } = start({ 'main.ts': SERVICE({}), 'rules.ts': rule })('render', '--rules', 'rules.ts');
  expect(err).toContain('Deployment.apps team-a/scorer  scoring/scorer/Deployment\n  made at main.ts:5:18\n  error  is there');
});

describe('an error of a construct', () => {
  test('that throws names the line that made it', () => {
    const run = start({ 'main.ts': SERVICE({ replicas: '0' }) });
    expect(run('render').err).toMatch(/^error {2}scoring\/scorer: .*\n {2}made at main\.ts:5:18\n {2}fix: .*\[MLService\.replicas\]\n$/s);
    expect(JSON.parse(run('check', '--json').out).error.madeAt).toEqual([{ file: 'main.ts', line: 5, column: 18 }]);
  });

  test('that is found when the whole app is there names the line too', () => {
    const more = "service.node.addValidation({ validate: () => ['is lonely'] });";
    const run = start({ 'main.ts': SERVICE({}).replace('// more', more) });
    expect(run('render').err).toBe(
      'error  1 finding\nscoring/scorer: is lonely\n  made at main.ts:5:18\n  fix: fix what the validation of this construct reports [render.validation]\n',
    );
    expect(JSON.parse(run('check', '--json').out).error.findings).toEqual([
      expect.objectContaining({ code: 'render.validation', where: 'scoring/scorer', madeAt: [{ file: 'main.ts', line: 5, column: 18 }] }),
    ]);
  });

  test('that is found while its object is rendered names the line, not that of synth()', () => {
    const more = "(service.workload.metadata as { addLabel(key: string, value: unknown): void }).addLabel('app', Number.NaN);";
    const { err } = start({ 'main.ts': SERVICE({}).replace('// more', more) })('render');
    expect(err).toMatch(/^error {2}scoring\/scorer\/Deployment: .*\n {2}made at main\.ts:5:18\n {2}fix: .*\[render\.\w+\]\n$/s);
  });
});

describe('an app that fails is in the report for machines, too', () => {
  const annotation = (program: string) => {
    const { code, out, err } = start({ 'main.ts': program })('check', '--format', 'github');
    expect(code).toBe(1);
    expect(err).toMatch(/^error {2}/);
    return out;
  };

  test('an error of a construct stands at its line', () => {
    expect(annotation(SERVICE({ replicas: '0' }))).toMatch(
      /^::error file=main\.ts,line=5,col=18,title=MLService\.replicas::scoring\/scorer: .*%0Afix: .*\n$/,
    );
  });

  test('so does each finding of the whole app', () => {
    const twice = `new ApiObject(service, 'twice', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'scorer', namespace: 'team-a' } });
      service.node.addValidation({ validate: () => [] });`;
    expect(annotation(SERVICE({}).replace('// more', twice).replace('Chart,', 'ApiObject, Chart,'))).toMatch(
      /^::error file=main\.ts,line=\d+,col=\d+,title=render\.duplicate::scoring\/scorer\/\w+: .*%0Afix: .*\n$/,
    );
    const lonely = "service.node.addValidation({ validate: () => ['is lonely'] });";
    expect(annotation(SERVICE({}).replace('// more', lonely))).toBe(
      '::error file=main.ts,line=5,col=18,title=render.validation::scoring/scorer: is lonely%0Afix: fix what the validation of this construct reports\n',
    );
  });

  test('any other error stands where it was thrown', () => {
    expect(annotation(SERVICE({}).replace('// more', "throw new Error('no such team');"))).toBe(
      '::error file=main.ts,line=16,col=7,title=app::the app failed: no such team%0Afix: fix the source\n',
    );
  });

  test('a mistake in a file stands in that file', () => {
    const program = SERVICE({})
      .replace("'scoring', {", "'scoring', {")
      .replace('// more', "new Environment(app, 'prod').release.route('a');");
    const files = { 'main.ts': program.replace('Cpu,', 'Cpu, Environment,'), 'releases/prod.yaml': 'routes:\n  a: {live: 3}\n' };
    expect(start(files)('check', '--format', 'github').out).toMatch(/^::error file=releases\/prod\.yaml,line=2,col=\d+,title=release\./);
  });
});

test('a warning of a construct names the line too, in every form', () => {
  const more = "warn(service, 'acme.old', { what: 'is old', fix: 'renew it' });";
  const run = start({ 'main.ts': SERVICE({}).replace('// more', more) });
  const text = 'warning  scoring/scorer: is old\n  made at main.ts:5:18\n  fix: renew it [acme.old]\n';
  expect(run('render').out).toContain(text);
  expect(run('check').out).toContain(text);
  expect(JSON.parse(run('check', '--json').out).apps[0].warnings).toEqual([
    {
      code: 'acme.old',
      severity: 'warning',
      where: 'scoring/scorer',
      construct: 'scoring/scorer',
      path: [],
      what: 'is old',
      fix: 'renew it',
      madeAt: [{ file: 'main.ts', line: 5, column: 18 }],
    },
  ]);
  expect(run('check', '--format', 'github').out).toContain(
    '::warning file=main.ts,line=5,col=18,title=acme.old::scoring/scorer: is old%0Afix: renew it\n',
  );
  expect(run('check', '--format', 'markdown').out).toContain('### scoring/scorer\n\nmade at `main.ts:5:18`\n');
  const { results } = JSON.parse(run('check', '--format', 'sarif').out).runs[0];
  expect(results.find(({ ruleId }: { ruleId: string }) => ruleId === 'acme.old')).toMatchObject({
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: 'main.ts' }, region: { startLine: 5, startColumn: 18 } },
        logicalLocations: [{ fullyQualifiedName: 'scoring/scorer' }],
      },
    ],
  });
});

describe('the line that made', () => {
  /** The lines of every construct of a program, by path. */
  function linesIn(...lines: readonly string[]): Readonly<Record<string, readonly string[]>> {
    const all = "for (const each of app.node.findAll()) warn(each, 'a.b', { what: 'is there', fix: 'none' });";
    const imports = "import { ApiObject, Chart } from 'cdk8s'; import { GitOpsApp, warn } from 'cdk8s-mlops';";
    const run = start({ 'main.ts': [`${imports} const app = new GitOpsApp();`, ...lines, all, 'app.synth();'].join('\n') });
    const { apps } = JSON.parse(run('check', '--json').out) as { apps: { warnings: { where: string; madeAt?: FilePosition[] }[] }[] };
    const warnings = apps.flatMap((app) => app.warnings);
    return Object.fromEntries(warnings.map(({ where, madeAt = [] }) => [where, madeAt.map(({ file, line }) => `${file}:${line}`)]));
  }

  const map = (id: string) => `{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: ${id} } }`;

  test('an object of a class without a constructor, or with a chain of them, is the one that calls it', () => {
    expect(
      linesIn(
        'class Plain extends Chart {}',
        'class Base extends Chart { readonly made = 1; constructor(id: string) { super(app, id); } }',
        'class Derived extends Base {',
        '  constructor(id: string) {',
        '    super(id);',
        `    new ApiObject(this, 'a', ${map("'a'")});`,
        '  }',
        '}',
        "new Plain(app, 'plain');",
        "new Derived('derived');",
      ),
    ).toEqual({ '': [], plain: ['main.ts:10'], derived: ['main.ts:11'], 'derived/a': ['main.ts:7', 'main.ts:11'] });
  });

  test('an object in a function or a callback is the line itself', () => {
    const lines = linesIn(
      "const chart = new Chart(app, 'c');",
      'const add = (id: string) =>',
      `  new ApiObject(chart, id, ${map('id')});`,
      "['a', 'b'].forEach((id) => add(id));",
    );
    expect(lines['c/b']).toEqual(['main.ts:4']);
  });
});

test('two apps of a program are told apart', () => {
  const app = (outdir: string) => [
    `const ${outdir} = new GitOpsApp({ outdir: '${outdir}' });`,
    `warn(new Chart(${outdir}, 'chart'), 'a.b', { what: 'is there', fix: 'none' });`,
    `${outdir}.synth();`,
  ];
  const imports = "import { Chart } from 'cdk8s'; import { GitOpsApp, warn } from 'cdk8s-mlops';";
  const { out } = start({ 'main.ts': [imports, ...app('one'), ...app('two')].join('\n') })('check', '--json');
  const { apps } = JSON.parse(out) as { apps: { warnings: { where: string; madeAt?: FilePosition[] }[] }[] };
  expect(apps.map(({ warnings }) => warnings.map(({ madeAt = [] }) => madeAt[0]?.line))).toEqual([[3], [6]]);
});
