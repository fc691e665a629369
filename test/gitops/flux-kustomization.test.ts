import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment } from '../../src/environment/environment';
import { FluxKustomization, type FluxKustomizationProps } from '../../src/gitops/flux/flux-kustomization';
import { FluxSource } from '../../src/gitops/flux/flux-source';
import { OciRef, OciRepository } from '../../src/gitops/flux/oci-repository';
import { REPOSITORY_PATH_CONTEXT } from '../../src/kube/chart-directory';
import { setTimeBudget } from '../../src/kube/delivery/time-budget';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { boundFields, chart, codesOf, Deliveries, findingsOf, object, refusal, rendered, specOf, warningsOfApp } from './delivery-fixture';

function one(props: Partial<FluxKustomizationProps> = {}, prepare: (applied: Chart) => void = () => {}): App {
  const app = new App();
  const applied = chart(new Environment(app, 'prod'), 'scoring');
  prepare(applied);
  new Deliveries(app, 'flux').flux('scoring', applied, props);
  return app;
}

const yaml = (app: App): string => yamlDocument(rendered(app, 'Kustomization', 'scoring'));

/** Every prop at once; `wait: false` is what healthChecks ask for. */
const EVERYTHING: Partial<FluxKustomizationProps> = {
  name: 'scoring',
  interval: Duration.minutes(30),
  retryInterval: Duration.seconds(90),
  timeout: Duration.minutes(10),
  prune: false,
  deletionPolicy: 'Orphan',
  force: true,
  suspend: true,
  serviceAccount: 'team-a',
  kubeConfig: { secret: 'prod-kubeconfig', key: 'value' },
  decryption: { secret: 'sops-age', serviceAccount: 'decryptor' },
  ignore: [{ paths: ['/spec/replicas'], target: { kind: 'Deployment', name: 'scorer' } }],
  wait: false,
  healthChecks: [{ apiVersion: 'ray.io/v1', kind: 'RayService', name: 'scorer', namespace: 'ml' }],
  healthRules: [{ group: 'ray.io', kind: 'RayService', cel: { current: 'true', failed: 'false', inProgress: 'false' } }],
  dependsOn: [{ on: { name: 'infra', namespace: 'infra' }, readyExpr: "dep.metadata.labels['ready'] == 'yes'" }],
  rewrite: {
    reason: 'the image registry differs per region until the mirror is ready',
    targetNamespace: 'ml',
    postBuild: {
      variables: { REGION: 'eu' },
      from: [{ kind: 'ConfigMap', name: 'cluster', variables: ['CLUSTER'], optional: true }],
      strategy: 'WithVariables',
    },
    images: [{ name: 'scorer', newName: 'mirror/scorer', newTag: '1.4', digest: `sha256:${'a'.repeat(64)}` }],
    patches: [{ patch: '- op: remove\n  path: /spec/replicas', target: { kind: 'Deployment' } }],
    components: ['../components/mirror'],
    ignoreMissingComponents: true,
    namePrefix: 'eu-',
    nameSuffix: '-v1',
    commonMetadata: { labels: { team: 'a' }, annotations: { note: 'b' } },
    buildMetadata: ['originAnnotations'],
  },
};

describe('a FluxKustomization renders', () => {
  test('what is derived when nothing but chart and source are given', () => {
    expect(yaml(one())).toMatchSnapshot();
  });

  test('every prop', () => {
    expect(yaml(one(EVERYTHING))).toMatchSnapshot();
  });

  test('every field of the upstream schema for some prop', () => {
    const spec = specOf(one(EVERYTHING), 'Kustomization', 'scoring');
    expect(Object.keys(spec).sort()).toEqual([...boundFields('flux-kustomize.ts', 'KustomizationSpec')].sort());
  });

  test('a kubeconfig from a ConfigMap', () => {
    expect(specOf(one({ kubeConfig: { configMap: 'eks' } }), 'Kustomization', 'scoring').kubeConfig).toEqual({
      configMapRef: { name: 'eks' },
    });
  });
});

describe('the path', () => {
  test.each([
    ['dist', './dist/prod/scoring'],
    ['clusters/eu', './clusters/eu/prod/scoring'],
    ['.', './prod/scoring'],
  ])('starts where the tree stands in the repository: %s', (repositoryPath, path) => {
    const app = new App();
    app.node.setContext(REPOSITORY_PATH_CONTEXT, repositoryPath);
    new Deliveries(app, 'flux').flux('scoring', chart(new Environment(app, 'prod'), 'scoring'));
    expect(specOf(app, 'Kustomization', 'scoring').path).toBe(path);
  });

  test('starts at the root of an OCI artifact', () => {
    const app = new App();
    const delivery = new Deliveries(app, 'flux');
    const source = new OciRepository(delivery, 'oci', { url: 'oci://ghcr.io/acme/gitops', ref: OciRef.tag('prod') });
    delivery.flux('scoring', chart(app, 'scoring'), { source });
    expect(specOf(app, 'Kustomization', 'scoring')).toMatchObject({ path: './scoring', sourceRef: { kind: 'OCIRepository', name: 'oci' } });
  });
});

describe('the source', () => {
  test('has its namespace only when that is another one, with a warning', () => {
    const source = FluxSource.existing({ kind: 'Bucket', name: 'models', namespace: 'storage', path: 'dist' });
    const app = one({ source });
    expect(specOf(app, 'Kustomization', 'scoring').sourceRef).toEqual({ kind: 'Bucket', name: 'models', namespace: 'storage' });
    expect(warningsOfApp(app).join()).toContain('[FluxKustomization.source]');
    expect(specOf(one(), 'Kustomization', 'scoring').sourceRef).toEqual({ kind: 'GitRepository', name: 'gitops' });
  });
});

describe('the timeout', () => {
  test.each([
    [undefined, '3m'],
    [60, '3m'],
    [121, '3m1s'],
    [1800, '31m'],
  ])('covers a construct that may take %s s: %s', (seconds, timeout) => {
    const app = one({}, (applied) => {
      if (seconds !== undefined) setTimeBudget(object(applied, 'Deployment', 'scorer', 'apps/v1'), { seconds, reason: 'startup' });
    });
    expect(specOf(app, 'Kustomization', 'scoring').timeout).toBe(timeout);
  });

  test('is refused below that time, with both numbers, and accepted from it on', () => {
    const slow = (timeout: Duration): App =>
      one({ timeout }, (applied) =>
        setTimeBudget(object(applied, 'Deployment', 'scorer', 'apps/v1'), { seconds: 1800, reason: 'startup 1200 s + pull 600 s' }),
      );
    expect(findingsOf(slow(Duration.minutes(29)))).toEqual([
      'flux/scoring: timeout is 1740 s; prod/scoring/Deployment-scorer can take 1800 s (startup 1200 s + pull 600 s)\n' +
        '  fix: use at least Duration.seconds(1800), or remove `timeout` [FluxKustomization.timeout]',
    ]);
    expect(codesOf(slow(Duration.minutes(30)))).toEqual([]);
  });
});

describe('a Job, which is ready only when it has completed,', () => {
  const job = (applied: Chart): Construct => object(new Construct(applied, 'train'), 'Job', 'train', 'batch/v1').node.scope as Construct;
  const timed = (applied: Chart): void => setTimeBudget(job(applied), { seconds: 7200, reason: 'deadline 7200 s' });

  test('is warned of when nothing says how long it may take', () => {
    expect(warningsOfApp(one({}, job)).join()).toContain('[FluxKustomization.job]');
  });

  test('is not when it has a deadline, or somebody gave a timeout, or nothing waits', () => {
    expect(warningsOfApp(one({}, timed))).toEqual([]);
    expect(warningsOfApp(one({ timeout: Duration.hours(1) }, job))).toEqual([]);
    expect(warningsOfApp(one({ wait: false }, job))).toEqual([]);
  });
});

describe('dependsOn', () => {
  test('has each Kustomization once, sorted, with a namespace only when it is another one', () => {
    const app = new App();
    const delivery = new Deliveries(app, 'flux');
    const other = new Deliveries(app, 'other', 'team-b');
    const scoring = chart(app, 'scoring');
    scoring.addDependency(chart(app, 'z'), chart(app, 'a'));
    const charts = Object.fromEntries(app.node.children.map((child) => [child.node.id, child as Chart]));
    const z = delivery.flux('z', charts.z as Chart);
    delivery.flux('a', charts.a as Chart);
    const b = other.flux('b', chart(app, 'b'));
    delivery.flux('scoring', scoring, { dependsOn: [z, { on: b, readyExpr: 'true' }] });
    expect(specOf(app, 'Kustomization', 'scoring').dependsOn).toEqual([
      { name: 'a' },
      { name: 'z' },
      { name: 'b', namespace: 'team-b', readyExpr: 'true' },
    ]);
  });
});

describe('health checks', () => {
  const kindsChecked = (app: App): unknown =>
    (specOf(app, 'Kustomization', 'scoring').healthCheckExprs as { kind: string }[] | undefined)?.map((entry) => entry.kind);
  const withRay = (applied: Chart): void => {
    object(applied, 'RayService', 'scorer', 'ray.io/v1');
    object(applied, 'JobSet', 'train', 'jobset.x-k8s.io/v1alpha2');
  };

  test('are told for the custom kinds of the chart, sorted, and for no others', () => {
    expect(kindsChecked(one({}, withRay))).toEqual(['JobSet', 'RayService']);
    expect(kindsChecked(one())).toBeUndefined();
  });

  test('are told for the listed objects when not all are waited for', () => {
    expect(kindsChecked(one({ wait: false }, withRay))).toBeUndefined();
    const app = new App();
    const applied = chart(app, 'scoring');
    withRay(applied);
    const ray = object(applied, 'RayCluster', 'pool', 'ray.io/v1');
    new Deliveries(app, 'flux').flux('scoring', applied, { wait: false, healthChecks: [ray] });
    expect(kindsChecked(app)).toEqual(['RayCluster']);
    expect(specOf(app, 'Kustomization', 'scoring').healthChecks).toEqual([
      { apiVersion: 'ray.io/v1', kind: 'RayCluster', name: 'pool', namespace: 'ml' },
    ]);
  });

  test('take a rule of the user over one of the library', () => {
    const healthRules = [{ group: 'ray.io', kind: 'RayService', cel: { current: 'status.ready' } }];
    const spec = specOf(one({ healthRules }, withRay), 'Kustomization', 'scoring');
    expect(spec.healthCheckExprs).toContainEqual({ apiVersion: 'ray.io/v1', kind: 'RayService', current: 'status.ready' });
  });
});

describe('a FluxKustomization refuses', () => {
  test.each<[string, Partial<FluxKustomizationProps>, string]>([
    ['half a second', { interval: Duration.millis(500) }, 'FluxKustomization.interval'],
    ['no retry interval', { retryInterval: Duration.seconds(0) }, 'FluxKustomization.retryInterval'],
    ['no timeout at all', { timeout: Duration.seconds(0) }, 'FluxKustomization.timeout'],
    ['a name that is no label value', { name: 'a'.repeat(64) }, 'FluxKustomization.name'],
    ['a rewrite without reason', { rewrite: { reason: ' ' } }, 'FluxKustomization.rewrite'],
    [
      'health checks that Flux would ignore',
      { healthChecks: [] } as unknown as Partial<FluxKustomizationProps>,
      'FluxKustomization.healthChecks',
    ],
  ])('%s', (_, props, code) => {
    expect(refusal((scope) => new Deliveries(scope, 'flux').flux('scoring', chart(scope, 'scoring'), props))).toBe(code);
  });

  test('targetNamespace together with a Namespace', () => {
    const app = one({ rewrite: { reason: 'shared chart', targetNamespace: 'other' } }, (applied) => object(applied, 'Namespace', 'ml'));
    expect(codesOf(app)).toEqual(['FluxKustomization.targetNamespace']);
  });

  test('a chart without a namespace', () => {
    expect(
      refusal((scope) => {
        const bare = new Chart(scope.node.root, 'bare');
        const source = FluxSource.existing({ kind: 'GitRepository', name: 'gitops', namespace: 'flux-system', path: 'dist' });
        return new FluxKustomization(bare, 'k', { source, chart: chart(scope, 'scoring') });
      }),
    ).toBe('Kustomization.namespace');
  });

  test('waiting for all together with a list of objects: it does not compile', () => {
    const source = FluxSource.existing({ kind: 'GitRepository', name: 'gitops', namespace: 'flux-system', path: 'dist' });
    const applied = chart(new App(), 'scoring');
    // @ts-expect-error Flux ignores the list when it waits for all
    const wrong: FluxKustomizationProps = { source, chart: applied, wait: true, healthChecks: [{ kind: 'Job', name: 'a' }] };
    const right: FluxKustomizationProps = { source, chart: applied, wait: false, healthChecks: [{ kind: 'Job', name: 'a' }] };
    expect([wrong.wait, right.wait]).toEqual([true, false]);
  });
});
