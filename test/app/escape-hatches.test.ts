import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart, type IResolver, JsonPatch, type ResolutionContext } from 'cdk8s';
import { batch } from '../../examples/batch/app';
import { blueGreen } from '../../examples/blue-green/app';
import { dataPipeline } from '../../examples/data-pipeline/app';
import { platform } from '../../examples/platform/app';
import { routers } from '../../examples/routers/app';
import { serving } from '../../examples/serving/app';
import { tenants } from '../../examples/tenants/app';
import { GitOpsApp, type GitOpsAppProps } from '../../src/app/gitops-app';
import { customObject, kubeObject } from '../../src/kube/kube-object';
import type { Manifest } from '../../src/manifest/manifest';
import { ConfigMap } from '../../src/platform/storage/config-map';

const EXAMPLES = { batch, blueGreen, dataPipeline, platform, routers, serving, tenants };

function objectsOf(app: GitOpsApp): readonly ApiObject[] {
  return app.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}

function manifestsOf(app: GitOpsApp): readonly Manifest[] {
  return [...app.render().charts.values()].flat().map(({ manifest }) => manifest);
}

describe('addJsonPatch works on every object of every room', () => {
  test.each(Object.entries(EXAMPLES))('%s', (_, example) => {
    const app = example();
    const objects = objectsOf(app);
    for (const object of objects) {
      const { labels } = object.metadata.toJson() as { labels?: object }; // objects of cdk8s-plus may have none
      if (labels === undefined) object.addJsonPatch(JsonPatch.add('/metadata/labels', { 'acme.com/patched': 'yes' }));
      else object.addJsonPatch(JsonPatch.add('/metadata/labels/acme.com~1patched', 'yes'));
    }
    const manifests = manifestsOf(app);
    expect(manifests.length).toBeGreaterThanOrEqual(objects.length);
    expect(manifests.filter(({ metadata }) => metadata.labels?.['acme.com/patched'] !== 'yes').map(({ kind }) => kind)).toEqual([]);
  });

  test('a patch reaches a field that our props do not have, and keeps its type', () => {
    const app = blueGreen();
    const deployment = objectsOf(app).find(({ kind }) => kind === 'Deployment') as ApiObject;
    deployment.addJsonPatch(
      JsonPatch.add('/spec/template/spec/hostAliases', [{ ip: '10.0.0.1', hostnames: ['old'] }]),
      JsonPatch.add('/spec/template/spec/containers/0/resources/limits/acme.com~1card', 2),
    );
    const [text] = [...app.render().tree.values()].flatMap((files) => [...files.values()].filter((file) => file.includes('hostAliases')));
    expect(text).toContain('hostAliases:\n        - hostnames:\n            - old\n          ip: 10.0.0.1\n');
    expect(text).toContain('acme.com/card: 2\n');
  });
});

/** A value that is known late: a resolver turns it into text. */
class Late {
  constructor(readonly of: string) {}
}

const lateValues: IResolver = {
  resolve(context: ResolutionContext) {
    if (context.value instanceof Late) context.replaceValue(`late ${context.value.of}`);
  },
};

/** Renders what a chart of one namespace holds. */
function rendered(build: (chart: Chart) => void, props: GitOpsAppProps = {}): readonly Manifest[] {
  const app = new GitOpsApp(props);
  build(new Chart(app, 'work', { namespace: 'team-a' }));
  return manifestsOf(app);
}

const data = (value: unknown) => ({ answer: value as string });

test('objects of any making stand beside each other in a chart', () => {
  const manifests = rendered((chart) => {
    new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' }, data: data('1') });
    kubeObject(chart, 'kube', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube' }, data: data('2') });
    customObject(chart, 'custom', { apiVersion: 'acme.com/v1', kind: 'Widget', metadata: { name: 'custom' }, spec: { size: 3 } });
  });
  expect(manifests.map(({ kind, metadata: { name, namespace } }) => [kind, namespace, name])).toEqual([
    ['ConfigMap', 'team-a', 'plain'],
    ['ConfigMap', 'team-a', 'kube'],
    ['Widget', 'team-a', 'custom'],
  ]);
});

test('resolvers of the app reach objects of any making', () => {
  const build = (chart: Chart) => {
    new ApiObject(chart, 'plain', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'plain' }, data: data(new Late('1')) });
    kubeObject(chart, 'kube', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'kube' }, data: data(new Late('2')) });
    customObject(chart, 'custom', { apiVersion: 'acme.com/v1', kind: 'Widget', metadata: { name: 'custom' }, data: data(new Late('3')) });
  };
  expect(rendered(build, { resolvers: [lateValues] }).map((manifest) => manifest.data)).toEqual([
    data('late 1'),
    data('late 2'),
    data('late 3'),
  ]);
});

test.each(Object.entries(EXAMPLES))('a resolver that replaces nothing changes no byte: %s', (_, example) => {
  const plain = example().render().tree;
  const app = example();
  (app as unknown as { resolvers: IResolver[] }).resolvers.unshift(lateValues); // what `resolvers` of its constructor does
  expect(app.render().tree).toEqual(plain);
});

describe('app.synth() validates as `render` does', () => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), 'synth-'));
  });
  afterEach(() => rmSync(outdir, { recursive: true }));

  function synth(props: GitOpsAppProps, build: (chart: Chart) => void): void {
    const app = new GitOpsApp({ outdir: join(outdir, 'out'), ...props });
    build(new Chart(app, 'work', { namespace: 'team-a' }));
    app.synth();
  }

  const broken = (chart: Chart) => {
    const map = new ConfigMap(chart, 'settings', { data: { a: 'b' } });
    ApiObject.of(map).addJsonPatch(JsonPatch.add('/dta', {}));
  };

  const clash = (chart: Chart) => {
    for (const name of ['one', 'two']) {
      const spec = { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'server' }, maxReplicas: 3 };
      kubeObject(chart, name, { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name }, spec });
    }
  };

  test.each([
    ['a field that the schema does not know', broken, /work\/settings\/Resource: ConfigMap team-a\/settings-\w+: dta [\s\S]*\[schema\./],
    ['objects that do not fit one another', clash, /\[scale\./],
  ])('%s is refused, and nothing is written', (_, build, message) => {
    expect(() => synth({}, build)).toThrow(message);
    expect(existsSync(join(outdir, 'out'))).toBe(false);
  });

  test('`validate: false` writes it', () => {
    synth({ validate: false }, broken);
    expect(readdirSync(join(outdir, 'out/work'))).toContainEqual(expect.stringMatching(/^team-a_configmap_settings-\w+\.yaml$/));
  });

  test('synthYaml() validates as well', () => {
    const app = new GitOpsApp();
    broken(new Chart(app, 'work', { namespace: 'team-a' }));
    expect(() => app.synthYaml()).toThrow(/schema\./);
  });
});
