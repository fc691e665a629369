import { App, type Chart, Duration } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import type { ArgoApplicationProps } from '../../src/gitops/argo-cd/argo-application';
import { ArgoDestination } from '../../src/gitops/argo-cd/argo-source';
import { addDeliveryHints } from '../../src/kube/delivery/delivery-hints';
import { setTimeBudget } from '../../src/kube/delivery/time-budget';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { boundFields, chart, codesOf, Deliveries, findingsOf, object, REPOSITORY, refusal, rendered, specOf } from './delivery-fixture';

function one(props: Partial<ArgoApplicationProps> = {}, prepare: (applied: Chart) => void = () => {}): App {
  const app = new App();
  const applied = chart(new Environment(app, 'prod'), 'scoring');
  prepare(applied);
  new Deliveries(app, 'argo', 'argocd').argo('scoring', applied, props);
  return app;
}

const spec = (app: App): Record<string, unknown> => specOf(app, 'Application', 'scoring');

const EVERYTHING: Partial<ArgoApplicationProps> = {
  name: 'scoring',
  source: { repoUrl: 'oci://ghcr.io/acme/gitops', targetRevision: '>=1.0.0', path: 'live', tagPrefix: 'prod-' },
  destination: ArgoDestination.cluster('eu', 'ml'),
  project: { name: 'team-a' },
  deletion: 'foreground',
  automated: { enabled: true, prune: false, selfHeal: false, allowEmpty: true },
  retry: { limit: 3, backoff: Duration.seconds(5), factor: 3, maxBackoff: Duration.minutes(3), refresh: false },
  syncOptions: {
    validate: false,
    applyOutOfSyncOnly: true,
    pruneLast: true,
    prunePropagationPolicy: 'background',
    failOnSharedResource: true,
    respectIgnoreDifferences: true,
    skipDryRunOnMissingResource: true,
  },
  createNamespace: { labels: { team: 'a' }, annotations: { note: 'b' } },
  ignoreDifferences: [
    {
      group: 'apps',
      kind: 'Deployment',
      name: 'scorer',
      namespace: 'ml',
      jsonPointers: ['/spec/replicas'],
      jqPathExpressions: ['.spec.template'],
      managedFieldsManagers: ['keda'],
    },
  ],
  info: [{ name: 'runbook', value: 'https://example.com/scoring' }],
  revisionHistoryLimit: 3,
};

/** Fields of the upstream spec that stand for other kinds of sources than a rendered directory. */
const OTHER_SOURCES = ['sources', 'sourceHydrator'];
const OTHER_TOOLS = ['chart', 'helm', 'kustomize', 'plugin', 'name', 'ref'];

describe('an ArgoApplication renders', () => {
  test('what it must not look at: the spec of a run that its controllers write to', () => {
    const settled = (applied: Chart) => addDeliveryHints(object(applied, 'RayJob', 'tune', 'ray.io/v1'), { ignoreSpecDrift: true });
    const { ignoreDifferences, syncPolicy } = spec(one({}, settled));
    expect(ignoreDifferences).toEqual([
      expect.objectContaining({ group: 'ray.io', kind: 'RayJob', name: 'tune', jsonPointers: ['/spec'] }),
    ]);
    expect(syncPolicy).toMatchObject({ syncOptions: ['RespectIgnoreDifferences=true'] });
    expect(spec(one())).not.toHaveProperty('ignoreDifferences');
  });

  test('what is derived when nothing but the least is given', () => {
    expect(yamlDocument(rendered(one(), 'Application', 'scoring'))).toMatchSnapshot();
  });

  test('every prop', () => {
    expect(yamlDocument(rendered(one(EVERYTHING), 'Application', 'scoring'))).toMatchSnapshot();
  });

  test('every field of the upstream schema for some prop, except those of other kinds of sources', () => {
    const full = spec(one(EVERYTHING));
    const yaml = (file: readonly string[]): string[] => file.map((name) => (name === 'repoUrl' ? 'repoURL' : name));
    const fields = boundFields('argo-cd.ts', 'ApplicationSpec').filter((name) => !OTHER_SOURCES.includes(name));
    expect(Object.keys(full).sort()).toEqual([...fields].sort());
    const source = boundFields('argo-cd.ts', 'ApplicationSpecSource').filter((name) => !OTHER_TOOLS.includes(name));
    expect(Object.keys(full.source as object).sort()).toEqual(yaml(source).sort());
    expect(Object.keys(full.syncPolicy as object).sort()).toEqual([...boundFields('argo-cd.ts', 'ApplicationSpecSyncPolicy')].sort());
  });

  test('no automation when people start each sync, and then still the retries', () => {
    expect(Object.keys(spec(one({ automated: false })).syncPolicy as object)).toEqual(['retry']);
  });

  test.each([
    ['orphan', undefined],
    ['foreground', ['resources-finalizer.argocd.argoproj.io/foreground']],
    ['background', ['resources-finalizer.argocd.argoproj.io/background']],
  ] as const)('deletion %s as the finalizers %j', (deletion, finalizers) => {
    expect(rendered(one({ deletion }), 'Application', 'scoring').metadata.finalizers).toEqual(finalizers);
  });

  test('no finalizer by default: deleting an Application deletes no workload', () => {
    expect(rendered(one(), 'Application', 'scoring').metadata.finalizers).toBeUndefined();
  });

  test('a source of plain YAML by a field that Argo CD keeps: directory with nothing but recurse would be dropped', () => {
    expect((spec(one()).source as { directory: object }).directory).toEqual({ exclude: 'kustomization.yaml' });
  });

  test('ApplyOutOfSyncOnly where an object is replaced on change, which would else run again in every sync', () => {
    const options = (props: Partial<ArgoApplicationProps>): unknown => {
      const app = new App();
      const applied = chart(app, 'scoring');
      addDeliveryHints(object(applied, 'Job', 'it', 'batch/v1'), { recreate: true });
      new Deliveries(app, 'argo').argo('scoring', applied, props);
      return (specOf(app, 'Application', 'scoring').syncPolicy as { syncOptions: unknown }).syncOptions;
    };
    expect(options({})).toEqual(['ApplyOutOfSyncOnly=true']);
    expect(options({ syncOptions: { applyOutOfSyncOnly: false } })).toEqual(['ApplyOutOfSyncOnly=false']);
  });

  test('never CreateNamespace by itself', () => {
    expect(spec(one()).syncPolicy).not.toHaveProperty('syncOptions');
    expect(spec(one({ createNamespace: true })).syncPolicy).toMatchObject({ syncOptions: ['CreateNamespace=true'] });
  });
});

describe('an ArgoApplication refuses', () => {
  const destination = ArgoDestination.inCluster();
  test.each<[string, Partial<ArgoApplicationProps>, string]>([
    ['no address', { source: { repoUrl: 'gitops', targetRevision: 'main' } }, 'ArgoApplication.source'],
    ['a password in the URL', { source: { repoUrl: 'https://a:b@github.com/acme/g', targetRevision: 'main' } }, 'ArgoApplication.source'],
    ['no revision', { source: { repoUrl: REPOSITORY, targetRevision: '' } }, 'ArgoApplication.source'],
    ['a server that is no URL', { destination: ArgoDestination.server('eu') }, 'ArgoApplication.destination'],
    ['server and name', { destination: { ...destination, name: 'eu' } as never }, 'ArgoApplication.destination'],
    ['a difference that is none', { ignoreDifferences: [{ kind: 'Deployment' }] }, 'ArgoApplication.ignoreDifferences'],
    ['a deletion that is none', { deletion: 'cascade' } as never, 'ArgoApplication.deletion'],
    ['half a sync in the history', { revisionHistoryLimit: 0.5 }, 'ArgoApplication.revisionHistoryLimit'],
    [
      'an option for all that belongs to single objects',
      { syncOptions: { serverSideApply: true } as never },
      'ArgoApplication.syncOptions',
    ],
    ['a limit of half a try', { retry: { limit: 0.5 } }, 'ArgoApplication.retry'],
  ])('%s', (_, props, code) => {
    expect(refusal((scope) => new Deliveries(scope, 'argo').argo('scoring', chart(scope, 'scoring'), props))).toBe(code);
  });

  test('createNamespace together with a Namespace of that name in the same cluster, wherever it stands', () => {
    const app = new App();
    const [dev, prod] = [new Environment(app, 'dev'), new Environment(app, 'prod')];
    object(chart(dev, 'platform', 'other'), 'Namespace', 'ml');
    const delivery = new Deliveries(prod, 'argo');
    delivery.argo('scoring', chart(prod, 'scoring'), { createNamespace: true });
    expect(codesOf(app)).toEqual([]);
    object(chart(prod, 'platform', 'other'), 'Namespace', 'ml');
    expect(codesOf(app)).toEqual(['ArgoApplication.createNamespace']);
  });

  test('retries that end before the slowest construct can be ready', () => {
    const slow = (limit: number): App =>
      one({ retry: { limit } }, (applied) =>
        setTimeBudget(object(applied, 'Deployment', 'scorer', 'apps/v1'), { seconds: 1800, reason: 'startup' }),
      );
    expect(findingsOf(slow(5))).toEqual([
      'argo/scoring: 5 retries cover 750 s, but prod/scoring/Deployment-scorer can take 1800 s (startup)\n' +
        '  fix: use a limit of at least 9, or remove it [ArgoApplication.retry]',
    ]);
    expect(findingsOf(slow(9))).toEqual([]);
  });
});
