import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { ApiObject, Chart, Size } from 'cdk8s';
import { batch } from '../examples/batch/app';
import { blueGreen } from '../examples/blue-green/app';
import { dataPipeline } from '../examples/data-pipeline/app';
import { platform } from '../examples/platform/app';
import { routers } from '../examples/routers/app';
import { serving } from '../examples/serving/app';
import { tenants } from '../examples/tenants/app';
import {
  accept,
  BatchJob,
  ConfigMap,
  type CostLabels,
  Cpu,
  Environment,
  GitOpsApp,
  type GitOpsAppProps,
  Health,
  MLService,
  Model,
  Role,
  RulePolicies,
  Run,
  Runtime,
  TeamNamespace,
  Tenant,
  WebService,
} from '../src/index';
import { LABEL_DOMAIN, MANAGED_BY } from '../src/kube/labels';
import { codeOf } from './support/code-of';

const SOURCES = resolve(__dirname, '../src');
/** Objects that an example makes with cdk8s-plus. */
const USERS_OWN: readonly string[] = ['blue', 'green'].flatMap((color) => [`Deployment ml-model-${color}`, `Service ml-model-${color}`]);
const EXAMPLES = { batch, blueGreen, dataPipeline, platform, routers, serving, tenants };
const IMAGE = `ghcr.io/acme/server:1.4@sha256:${'0'.repeat(64)}`;
const SIZE = { cpu: Cpu.cores(1), memory: Size.gibibytes(1) };

function sources(): readonly string[] {
  const files = readdirSync(SOURCES, { recursive: true, withFileTypes: true }).filter((entry) => entry.name.endsWith('.ts'));
  return files.map((entry) => relative(SOURCES, join(entry.parentPath, entry.name)));
}

function manifests(app: GitOpsApp) {
  return [...app.render().charts.values()].flat().map(({ manifest }) => manifest);
}

function labelsOf(build: (chart: Chart) => void, labels: Record<string, string> = {}) {
  const app = new GitOpsApp({ outdir: 'dist' });
  build(new Chart(app, 'chart', { namespace: 'team-a', labels }));
  return manifests(app).map(({ metadata }) => metadata.labels);
}

describe('managed-by', () => {
  test.each(Object.entries(EXAMPLES))('is on every object of the example %s', (_, example) => {
    const without = manifests(example()).filter(({ metadata }) => metadata.labels?.[MANAGED_BY.key] !== MANAGED_BY.value);
    const names = without.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(names.filter((name) => !USERS_OWN.includes(name))).toEqual([]);
  });

  test('is written where every object is made: no other file makes an ApiObject', () => {
    const making = sources().filter((file) => /\bnew ApiObject\(|\bextends ApiObject\b/.test(readFileSync(join(SOURCES, file), 'utf8')));
    expect(making).toEqual([join('kube', 'kube-object.ts')]);
  });

  test('a label of the chart wins', () => {
    const given = { [MANAGED_BY.key]: 'platform-team' };
    const build = (chart: Chart) => {
      new ConfigMap(chart, 'settings', { data: { a: 'b' } });
      new MLService(chart, 'server', {
        model: Model.bakedIn('/m'),
        runtime: Runtime.custom({ image: IMAGE, port: 80, healthPath: '/h' }),
        ...SIZE,
      });
    };
    expect(new Set(labelsOf(build, given).map((labels) => labels?.[MANAGED_BY.key]))).toEqual(new Set(['platform-team']));
  });

  test('a label of the user wins', () => {
    const labels = { [MANAGED_BY.key]: 'platform-team' };
    const [found] = labelsOf((chart) => new TeamNamespace(chart, 'team-b', { labels }), { [MANAGED_BY.key]: 'chart' });
    expect(found).toMatchObject(labels);
  });

  test('is not on an object that the user makes with cdk8s', () => {
    const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' } };
    expect(labelsOf((chart) => new ApiObject(chart, 'plain', manifest))).toEqual([undefined]);
  });
});

describe('the label domain', () => {
  function yamlOf(props: GitOpsAppProps): string {
    const app = new GitOpsApp({ outdir: 'dist', ...props });
    const chart = new Chart(app, 'chart', { namespace: 'team-a' });
    const runtime = Runtime.custom({ image: IMAGE, port: 80, healthPath: '/h' });
    const exceptions = { writableRootFilesystem: 'writes a cache beside its code' };
    const server = new MLService(chart, 'server', {
      model: Model.s3('s3://models/m.onnx', { versionId: 'v7' }),
      modelSize: Size.gibibytes(1),
      download: { image: IMAGE },
      runtime,
      security: { exceptions },
      ...SIZE,
    });
    accept(server, 'pod.image', 'built here');
    new MLService(chart, 'group', { model: Model.bakedIn('/m'), runtime, nodes: 2, worker: { command: ['join'] }, ...SIZE });
    new BatchJob(chart, 'job', { image: IMAGE, run: Run.onEveryChange(), ...SIZE });
    new Role(chart, 'role', { rules: [{ apiGroup: '*', resources: ['pods'], verbs: ['get'] }], wildcards: 'reads all' });
    new RulePolicies(chart, 'rules', { rules: ['pod.image'] });
    return app.synthYaml();
  }

  const DEFAULT = /([a-z]+)\.cdk8s-mlops\//g;

  test('is in every own key, and replaced in all of them', () => {
    const before = yamlOf({});
    const topics = new Set([...before.matchAll(DEFAULT)].map(([, topic]) => topic));
    expect([...topics].sort()).toEqual(['accept', 'batch', 'image', 'model', 'security', 'serving']);
    expect(yamlOf({ labelDomain: 'mlops.acme.com' })).toBe(before.replaceAll(DEFAULT, '$1.mlops.acme.com/'));
  });

  test('is written in one place of the sources', () => {
    const literal = new RegExp(`[a-z]\\.${LABEL_DOMAIN}/`);
    const code = (file: string) => readFileSync(join(SOURCES, file), 'utf8').replace(/^\s*(\/?\*|\/\/).*$/gm, '');
    expect(sources().filter((file) => literal.test(code(file)))).toEqual([]);
  });

  test.each(['Acme.com', 'acme.com/', 'acme..com', '-acme', '', `${'a'.repeat(60)}.`.repeat(5)])('%p is refused', (labelDomain) => {
    expect(codeOf(() => new GitOpsApp({ labelDomain }))).toBe('GitOpsApp.labelDomain');
  });
});

describe('cost labels', () => {
  interface Pod {
    readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
    readonly spec?: object;
  }

  function podLabels(props: GitOpsAppProps, chart: Record<string, string> = {}, podLabels: Record<string, string> = {}) {
    const app = new GitOpsApp({ outdir: 'dist', ...props });
    const scope = new Chart(new Environment(app, 'prod'), 'chart', { namespace: 'team-a', labels: chart });
    new WebService(scope, 'web', { image: IMAGE, ports: { http: 80 }, health: Health.http('/h'), podLabels, ...SIZE });
    const found = manifests(app).find(({ kind }) => kind === 'Deployment') as { readonly spec?: { readonly template?: Pod } } | undefined;
    const { team, env, ...others } = found?.spec?.template?.metadata?.labels ?? {};
    return { team, env, others: Object.keys(others).filter((key) => !key.startsWith('app.kubernetes.io/')) };
  }

  test.each<[string, ReturnType<typeof podLabels>, object]>([
    ['the name of the environment', podLabels({}), { env: 'prod', team: undefined }],
    ['the team of the chart', podLabels({ costLabels: { team: 'all' } }, { team: 'vision' }), { team: 'vision' }],
    ['the team of the app, where the chart has none', podLabels({ costLabels: { team: 'all' } }), { team: 'all' }],
    ['the environment as the chart calls it', podLabels({}, { env: 'production' }), { env: 'production' }],
    ['what the workload itself says', podLabels({}, { team: 'vision' }, { team: 'research', env: 'x' }), { team: 'research', env: 'x' }],
    ['other keys', podLabels({ costLabels: { environmentKey: 'acme.com/stage' } }), { env: undefined, others: ['acme.com/stage'] }],
    [
      'nothing, where the app wants none',
      podLabels({ costLabels: false }, { team: 'vision' }),
      { team: undefined, env: undefined, others: [] },
    ],
  ])('are %s', (_, labels, expected) => expect(labels).toMatchObject(expected));

  test('of a tenant name its team', () => {
    const app = new GitOpsApp();
    const environment = new Environment(app, 'dev', { namespacePrefix: 'dev-' });
    expect(new Tenant(new Chart(environment, 'home'), 'vision', { name: 'vision' }).labels).toEqual({ team: 'vision' });
    const without = new GitOpsApp({ costLabels: false });
    expect(new Tenant(new Chart(without, 'home'), 'vision').labels).toEqual({});
  });

  test.each(Object.entries(EXAMPLES))('are on every pod of the example %s, and in no selector', (_, example) => {
    const ours = manifests(example()).filter(({ kind, metadata }) => !USERS_OWN.includes(`${kind} ${metadata.name}`));
    const found = ours.flatMap((manifest) => [...nodes(manifest, '')]);
    const pods = found.filter(({ node }) => 'containers' in ((node as Pod).spec ?? {}));
    expect(pods.filter(({ node }) => (node as Pod).metadata?.labels?.env === undefined).map(({ path }) => path)).toEqual([]);
    const selectors = found.filter(({ path }) => /selector$|matchLabels$/i.test(path) && !/namespaceSelector/.test(path));
    expect(selectors.filter(({ node }) => 'env' in node || 'team' in node).map(({ path }) => path)).toEqual([]);
  });

  function* nodes(value: unknown, path: string): Iterable<{ readonly path: string; readonly node: object }> {
    if (value === null || typeof value !== 'object') return;
    yield { path, node: value };
    for (const [key, child] of Object.entries(value)) yield* nodes(child, `${path}.${key}`);
  }

  test.each<[string, CostLabels]>([
    ['an empty team', { team: '' }],
    ['a team that no label holds', { team: 'data science' }],
    ['a key that is not one', { teamKey: 'a/b/c' }],
    ['one key for both', { environmentKey: 'team' }],
  ])('%s is refused', (_, costLabels) => expect(codeOf(() => new GitOpsApp({ costLabels }))).toBe('GitOpsApp.costLabels'));
});
