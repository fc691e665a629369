import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { errorFinding } from '../../src/base/finding';
import { FindingsError } from '../../src/base/findings-error';
import { Environment } from '../../src/environment/environment';
import { addFindings } from '../../src/kube/construct-findings';
import { commentValue } from '../../src/kube/delivery/value-comment';
import { renderApp } from '../../src/render/render-app';
import { renderedApp } from '../support/rendered';

function configMap(chart: Chart, name: string, data: Record<string, unknown> = { key: 'value' }, namespace?: string): ApiObject {
  return new ApiObject(chart, `${namespace ?? ''}${name}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
}

describe('renders', () => {
  test('a directory per chart, a file per object, and a kustomization.yaml that lists them', () => {
    const app = new App();
    const prod = new Environment(app, 'prod');
    configMap(new Chart(prod, 'scoring', { namespace: 'scoring' }), 'settings');
    const plain = new Chart(app, 'plain', { namespace: 'team-a' });
    configMap(plain, 'b');
    configMap(plain, 'a');
    expect(renderedApp(app)).toMatchSnapshot();
  });

  test('one file per chart when asked to, in the order in which a cluster needs the objects', () => {
    const app = new App();
    const chart = new Chart(app, 'team', { namespace: 'team-a' });
    configMap(chart, 'settings');
    new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team-a' } });
    const { tree } = renderApp(app, 'file-per-chart');
    expect([...(tree.get('team') ?? [])]).toMatchSnapshot();
  });

  test('the comment of a value on its line', () => {
    const app = new App();
    const object = configMap(new Chart(app, 'chart', { namespace: 'a' }), 'images', { scorer: 'ghcr.io/acme/scorer:1.4' });
    commentValue(object, ['data', 'scorer'], '{"$imagepolicy": "flux-system:scorer"}');
    expect(renderedApp(app).get('chart/a_configmap_images.yaml')).toContain(
      'scorer: ghcr.io/acme/scorer:1.4 # {"$imagepolicy": "flux-system:scorer"}\n',
    );
  });

  test('cluster-scoped objects without the namespace that cdk8s gives them', () => {
    const app = new App();
    new ApiObject(new Chart(app, 'chart', { namespace: 'a' }), 'role', {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'r' },
    });
    const text = renderedApp(app).get('chart/clusterrole.rbac.authorization.k8s.io_r.yaml');
    expect(text).toContain('name: r');
    expect(text).not.toContain('namespace');
  });

  test('objects of one name in several namespaces and groups, each in its own file', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    for (const namespace of ['a', 'b', 'c']) configMap(chart, 'same', { namespace }, namespace);
    for (const apiVersion of ['v1', 'serving.knative.dev/v1']) {
      new ApiObject(chart, apiVersion, { apiVersion, kind: 'Service', metadata: { name: 'same', namespace: 'a' } });
    }
    expect([...renderedApp(app).keys()]).toEqual(
      [
        'chart/a_configmap_same.yaml',
        'chart/b_configmap_same.yaml',
        'chart/c_configmap_same.yaml',
        'chart/a_service_same.yaml',
        'chart/a_service.serving.knative.dev_same.yaml',
        'chart/kustomization.yaml',
      ].sort((left, right) => [...renderedApp(app).keys()].indexOf(left) - [...renderedApp(app).keys()].indexOf(right)),
    );
  });

  test('a chart of cdk8s-plus-27 as it is', () => {
    const app = new App();
    const chart = new Chart(app, 'web', { namespace: 'web' });
    const deployment = new kplus.Deployment(chart, 'server', {
      metadata: { name: 'server' },
      containers: [{ image: 'nginx:1.27', portNumber: 80 }],
    });
    deployment.exposeViaService({ name: 'server' });
    expect([...renderedApp(app).keys()]).toEqual([
      'web/web_deployment.apps_server.yaml',
      'web/web_service_server.yaml',
      'web/kustomization.yaml',
    ]);
  });
});

describe('refuses', () => {
  const cases: [string, (chart: Chart) => void, RegExp][] = [
    [
      'two objects of one identity, naming both constructs',
      (chart) => {
        configMap(chart, 'same');
        new ApiObject(chart, 'again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same' } });
      },
      /chart\/again: ConfigMap a\/same is also created by chart\/same\n {2}fix: .*\[render\.duplicate\]/s,
    ],
    [
      'the same identity under two versions of the API',
      (chart) => {
        for (const version of ['v1', 'v2']) {
          new ApiObject(chart, version, {
            apiVersion: `autoscaling/${version}`,
            kind: 'HorizontalPodAutoscaler',
            metadata: { name: 'same' },
          });
        }
      },
      /\[render\.duplicate\]/,
    ],
    [
      'a quantity that a JSON patch lost, which would cost a GPU',
      (chart) => {
        const pod = new kplus.k8s.KubePod(chart, 'pod', {
          metadata: { name: 'pod' },
          spec: { containers: [{ name: 'a', resources: { limits: {} } }] },
        });
        pod.addJsonPatch(JsonPatch.add('/spec/containers/0/resources/limits/nvidia.com~1gpu', 1));
      },
      /chart\/pod: Pod a\/pod has undefined at \/spec\/containers\/0\/resources\/limits\/nvidia\.com~1gpu\n {2}fix: .*\[render\.null\]/s,
    ],
    ['undefined in a list', (chart) => configMap(chart, 'a', { list: ['x', undefined] }), /has undefined at \/data\/list\/1/],
    ['an integer that loses digits', (chart) => configMap(chart, 'a', { big: 2 ** 53 }), /\[render\.number\]/],
    ['a number that is none', (chart) => configMap(chart, 'a', { nan: Number.NaN }), /has the number NaN at \/data\/nan/],
    [
      'an instance of a class',
      (chart) => configMap(chart, 'a', { when: new Date(0) }),
      /chart\/a: the object cannot be written as data: .*Date.*\[render\.serialize\]/s,
    ],
    ['a comment on a value that is not there', (chart) => commentValue(configMap(chart, 'a'), ['data', 'missing'], 'x'), /missing/],
  ];

  test.each(cases)('%s', (_, build, message) => {
    const app = new App();
    build(new Chart(app, 'chart', { namespace: 'a' }));
    expect(() => renderApp(app)).toThrow(message);
  });

  test('what validations find, all together, with their constructs', () => {
    const app = new App();
    const chart = new Chart(app, 'chart', { namespace: 'a' });
    const third = errorFinding('some.code', { where: 'x/y', what: 'third', fix: 'fix it' });
    configMap(chart, 'one').node.addValidation({ validate: () => ['first'] });
    configMap(chart, 'two').node.addValidation({ validate: () => ['second'] });
    addFindings(configMap(chart, 'three'), () => [third]);
    const findings = [
      expect.objectContaining({ where: 'chart/one', what: 'first' }),
      expect.objectContaining({ where: 'chart/two', what: 'second' }),
      third,
    ];
    expect(() => renderApp(app)).toThrow(expect.objectContaining({ findings }));
  });

  test('1,596 duplicate objects in 42 lines, and holds all of them', () => {
    const app = new App();
    const chart = new Chart(app, 'chart', { namespace: 'a' });
    for (let i = 0; i <= 1596; i++) new ApiObject(chart, `o${i}`, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same' } });
    let error: unknown;
    try {
      renderApp(app);
    } catch (thrown) {
      error = thrown;
    }
    expect(FindingsError.is(error) && error.findings.length).toBe(1596);
    const lines = String(error).split('\n');
    expect(lines).toHaveLength(42);
    expect(lines.at(-1)).toBe('… 1576 more: 1576 render.duplicate; cdk8s-mlops check --verbose lists all');
  });

  test('a chart id that is no directory name', () => {
    const app = new App();
    configMap(new Chart(app, '..', { namespace: 'a' }), 'a');
    expect(() => renderApp(app)).toThrow(/\[Chart\.id\]/);
  });

  test('the same object in two environments of one cluster, and not in two clusters', () => {
    const build = (clusters: readonly (string | undefined)[]) => {
      const app = new App();
      clusters.forEach((cluster, index) => {
        configMap(new Chart(new Environment(app, `env-${index}`, { cluster }), 'chart', { namespace: 'a' }), 'same');
      });
      return () => renderApp(app);
    };
    expect(build([undefined, undefined])).not.toThrow();
    expect(build(['one', 'one'])).toThrow(/env-1\/chart\/same: ConfigMap a\/same is also created by env-0\/chart\/same/);
  });
});

describe('always', () => {
  const objects = fc.uniqueArray(
    fc.record({ chart: fc.constantFrom('a', 'b', 'c'), name: fc.constantFrom('x', 'y', 'z'), namespace: fc.constantFrom('n', 'm') }),
    { minLength: 1, maxLength: 12, selector: ({ name, namespace }) => `${namespace}/${name}` },
  );
  type Spec = { chart: string; name: string; namespace: string };

  function render(specs: readonly Spec[]): Map<string, string> {
    const app = new App();
    const charts = new Map<string, Chart>();
    for (const { chart, name, namespace } of specs) {
      if (!charts.has(chart)) charts.set(chart, new Chart(app, chart));
      configMap(charts.get(chart) as Chart, name, { name, b: '1', a: '2' }, namespace);
    }
    return renderedApp(app);
  }

  test('construction order changes no byte', () => {
    fc.assert(
      fc.property(
        objects.chain((specs) => fc.tuple(fc.constant(specs), fc.shuffledSubarray(specs, { minLength: specs.length }))),
        ([specs, shuffled]) => {
          expect([...render(shuffled)].sort()).toEqual([...render(specs)].sort());
          expect([...render(shuffled).keys()].map((path) => path.split('/')[0])).toEqual(
            [...render(specs).keys()].map((path) => path.split('/')[0]),
          );
        },
      ),
    );
  });

  test('adding an object renames and changes no other file but its own kustomization.yaml', () => {
    fc.assert(
      fc.property(objects, (specs) => {
        const before = render(specs.slice(0, -1));
        const after = render(specs);
        const changed = [...before].filter(([path, text]) => after.get(path) !== text).map(([path]) => path);
        expect(changed.every((path) => path === `${specs.at(-1)?.chart}/kustomization.yaml`)).toBe(true);
      }),
    );
  });

  test('a dependency between charts renames nothing', () => {
    const build = (link: boolean) => {
      const app = new App();
      const [first, second] = ['first', 'second'].map((id) => new Chart(app, id, { namespace: id })) as [Chart, Chart];
      configMap(first, 'a');
      configMap(second, 'a');
      if (link) first.addDependency(second);
      return renderedApp(app);
    };
    expect([...build(true)]).toEqual([...build(false)]);
  });
});
