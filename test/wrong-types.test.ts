import { Chart, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  AppProject,
  ArgoApplication,
  ArgoDestination,
  BatchJob,
  BlueGreenRoute,
  ClusterQueue,
  ConfigError,
  ConfigMap,
  Cpu,
  DataVolume,
  FindingsError,
  FluxKustomization,
  GitOpsApp,
  GitRef,
  GitRepository,
  Health,
  LocalQueue,
  MLService,
  Model,
  OciRef,
  OciRepository,
  ResourceFlavor,
  Role,
  RulePolicies,
  Run,
  Runtime,
  TeamNamespace,
  Tenant,
  Via,
  WebService,
  WorkloadAccount,
} from '../src/index';

/**
 * A program in JavaScript, or one with a cast, gives what it likes. Each prop of a construct is given values of every kind; each either
 * renders or is refused by name, and never fails with an error of the language.
 */
const VALUES: readonly unknown[] = [
  ...[undefined, null, 7, Number.NaN, 'x', '', true, [], ['a'], [null], [7], [{}], {}, { a: 1 }, { name: 7 }],
  ...[() => 1, Symbol('a'), Object.create(null), new Map([['a', 1]]), new Date(0)],
];

const IMAGE = 'ghcr.io/acme/server:1.4@sha256:3f5a0c9e7b1d2846a9c3e5f70b6d8124c0e9a7b5d3f1286490ace8b6d4f20135';
const SIZE = { cpu: Cpu.cores(1), memory: Size.gibibytes(1) };
const SERVER = { model: Model.bakedIn('/m'), runtime: Runtime.custom({ image: IMAGE, port: 80, healthPath: '/h' }), replicas: 1, ...SIZE };

interface Fixture {
  readonly chart: Chart;
  readonly delivery: Chart;
}

type Props = Readonly<Record<string, unknown>>;
type Make = (context: Fixture, props: Props) => Construct;

/** A class with its least props, as a caller without a compiler sees it. */
function of<P>(
  construct: new (scope: Construct, id: string, props: P) => Construct,
  props: Props,
  others: string,
): [string, Make, string[]] {
  const make: Make = ({ chart }, wrong) => new construct(chart, 'thing', { ...props, ...wrong } as P);
  return [construct.name, make, [...Object.keys(props), ...others.split(' ')]];
}

const POD =
  'args command env mounts initContainers tolerations nodeSelector podLabels podAnnotations affinity topologySpread security serviceAccount';

const CONSTRUCTS: readonly [name: string, make: Make, props: readonly string[]][] = [
  of(
    MLService,
    SERVER,
    `${POD} startup drain rollout accelerator cache callers slo monitoring nodes version name modelSize extraContainers`,
  ),
  of(
    BatchJob,
    { image: IMAGE, run: Run.once(), ...SIZE },
    `${POD} deadline queue parallel accelerator name retries nodes engine finalExitCodes`,
  ),
  of(WebService, { image: IMAGE, ports: { http: 8080 }, health: Health.http('/h'), replicas: 1, ...SIZE }, `${POD} drain name callers`),
  of(
    GitRepository,
    { url: 'https://a.b/c', ref: GitRef.branch('main') },
    'path interval secret proxySecret verify ignore include sparseCheckout',
  ),
  of(
    OciRepository,
    { url: 'oci://a.b/c', ref: OciRef.tag('v1') },
    'path interval timeout secret verify ignore insecure layer serviceAccount name',
  ),
  of(
    AppProject,
    { sourceRepos: ['https://a.b/c'], destinations: [{ server: 'https://k', namespace: 'n' }] },
    'clusterResources namespaceResources description roles syncWindows sourceNamespaces signatureKeys orphanedResources name',
  ),
  of(TeamNamespace, {}, 'name podSecurity quota isolation containerDefaults labels annotations'),
  of(Tenant, {}, 'name podSecurity quota isolation access queue deployer labels annotations'),
  of(DataVolume, { size: Size.gibibytes(1), accessMode: 'ReadWriteOnce' }, 'storageClass name from'),
  of(WorkloadAccount, {}, 'identity name imagePullSecrets'),
  of(
    ClusterQueue,
    { namespaces: 'all', flavors: [{ flavor: 'f', ephemeralStorage: Size.gibibytes(1), ...SIZE }] },
    'cohort strategy preemption fairWeight name',
  ),
  of(ResourceFlavor, {}, 'nodeLabels nodeTaints tolerations topologyName name'),
  of(LocalQueue, { clusterQueue: 'q' }, 'name'),
  of(ConfigMap, { data: { a: 'b' } }, 'name'),
  of(Role, { rules: [{ apiGroup: '', resources: ['pods'], verbs: ['get'] }] }, 'name namespace wildcards'),
  of(RulePolicies, {}, 'name rules action namespaces trusted'),
  [
    'BlueGreenRoute',
    ({ chart }, wrong) => {
      const [blue, green] = ['blue', 'green'].map((name) => new MLService(chart, name, { name, app: 'server', version: name, ...SERVER }));
      const props = { hostname: 'a.b.c', blue, green, live: 'blue', via: Via.gatewayApi({ gateway: { name: 'g', namespace: 'n' } }) };
      return new BlueGreenRoute(chart, 'thing', { ...props, ...wrong } as never);
    },
    'hostname path blue green live traffic preview sticky inactive via tls timeouts annotations name'.split(' '),
  ],
  [
    'FluxKustomization',
    ({ chart, delivery }, wrong) => {
      const source = new GitRepository(delivery, 'source', { url: 'https://a.b/c', ref: GitRef.branch('main') });
      return new FluxKustomization(delivery, 'thing', { source, chart, ...wrong } as never);
    },
    'source chart name interval timeout dependsOn wait prune healthChecks healthRules serviceAccount kubeConfig decryption rewrite ignore'.split(
      ' ',
    ),
  ],
  [
    'ArgoApplication',
    ({ chart, delivery }, wrong) => {
      const source = { repoUrl: 'https://a.b/c', targetRevision: 'main' };
      const props = { chart, source, destination: ArgoDestination.inCluster(), project: 'default' };
      return new ArgoApplication(delivery, 'thing', { ...props, ...wrong } as never);
    },
    'chart source destination project retry syncOptions createNamespace deletion ignoreDifferences dependsOn automated info'.split(' '),
  ],
];

function context(): Fixture & { readonly app: GitOpsApp } {
  const app = new GitOpsApp({ outdir: 'dist' });
  const chart = new Chart(app, 'chart', { namespace: 'team' });
  new ConfigMap(chart, 'settings', { data: { a: 'b' } });
  return { app, chart, delivery: new Chart(app, 'delivery', { namespace: 'delivery' }) };
}

/** How a program with these props ends: nothing, or the error. */
function failure(make: Make, props: Props): unknown {
  const made = context();
  try {
    make(made, props);
    made.app.render();
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(CONSTRUCTS)('%s without mistakes renders, so that the rest says something', (_, make) => {
  expect(failure(make, {})).toBeUndefined();
});

test.each(CONSTRUCTS)('%s refuses values of the wrong kind by name', (_, make, props) => {
  const cases = props.flatMap((prop) => VALUES.map((value) => ({ prop, value, error: failure(make, { [prop]: value }) })));
  const unnamed = cases.filter(({ error }) => error !== undefined && !(error instanceof ConfigError) && !(error instanceof FindingsError));
  expect(unnamed.map(({ prop, value, error }) => `${prop}: ${Object.prototype.toString.call(value)} gives ${error}`)).toEqual([]);
});
