import { Chart } from 'cdk8s';
import {
  boolean,
  DURATION,
  isNamed,
  isObject,
  isText,
  type KeysOf,
  list,
  number,
  object,
  type Shape,
  shape,
  text,
} from '../kube/prop-shapes';
import type { AppProjectProps } from './app-project';
import type { ArgoApplicationProps } from './argo-application-props';
import type { FluxKustomizationProps } from './flux-kustomization-props';
import type { GitRepositoryProps } from './git-repository';
import type { OciRepositoryProps } from './oci-repository';

/** The shape of every prop. A prop that is not here does not compile here. */
type Shapes<Props> = { readonly [K in KeysOf<Props>]: Shape };

const CHART = shape((value) => Chart.isChart(value), 'scoring, the chart itself');
const INTERVAL = DURATION('Duration.hours(1)');
const SECRET = shape(isNamed, "'gitops-credentials'");
const ACCOUNT = shape(isNamed, "'flux-reader'");
const isGroupKind = (value: unknown) => isObject(value) && isText(value.group) && isText(value.kind);
const isDelivery = (value: unknown) => isObject(value) && (isNamed(value) || isNamed(value.on));

export const KUSTOMIZATION_SHAPES: Shapes<FluxKustomizationProps> = {
  chart: CHART,
  source: shape((value) => isNamed(value) && isObject(value) && isText(value.kind), "new GitRepository(flux, 'gitops', { … })"),
  name: text("'scoring'"),
  dependsOn: list(isDelivery, '[platform]'),
  interval: INTERVAL,
  retryInterval: INTERVAL,
  timeout: INTERVAL,
  prune: boolean('true'),
  deletionPolicy: text("'Orphan'"),
  force: boolean('false'),
  suspend: boolean('false'),
  serviceAccount: ACCOUNT,
  kubeConfig: object("{ secret: 'other-cluster' }"),
  decryption: object("{ secret: 'sops-age' }"),
  ignore: list(isObject, "[{ paths: ['/spec/replicas'] }]"),
  healthRules: list(isGroupKind, "[{ group: 'example.com', kind: 'Thing', cel: { … } }]"),
  rewrite: shape((value) => isObject(value) && isText(value.reason), "{ reason: '…', … }"),
  wait: boolean('true'),
  healthChecks: list((value) => isObject(value) && isText(value.kind), "[{ kind: 'Deployment', name: 'scorer' }]"),
};

export const GIT_REPOSITORY_SHAPES: Shapes<GitRepositoryProps> = {
  url: text("'https://github.com/acme/gitops'"),
  ref: shape((value) => isObject(value) && isObject(value.spec), "GitRef.branch('main')"),
  name: text("'gitops'"),
  path: text("'dist'"),
  interval: INTERVAL,
  timeout: INTERVAL,
  secret: SECRET,
  provider: text("'generic'"),
  serviceAccount: ACCOUNT,
  proxySecret: SECRET,
  verify: shape((value) => isObject(value) && isNamed(value.secret), "{ secret: 'signing-keys' }"),
  ignore: text("'/docs'"),
  sparseCheckout: list(isText, "['dist/prod']"),
  include: list((value) => isObject(value) && isNamed(value.repository), "[{ repository: 'shared' }]"),
  recurseSubmodules: boolean('false'),
  suspend: boolean('false'),
};

export const OCI_REPOSITORY_SHAPES: Shapes<OciRepositoryProps> = {
  url: text("'oci://ghcr.io/acme/gitops'"),
  ref: shape((value) => isObject(value) && isObject(value.spec), "OciRef.tag('prod')"),
  name: text("'gitops'"),
  path: text("'.'"),
  interval: INTERVAL,
  timeout: INTERVAL,
  secret: SECRET,
  provider: text("'generic'"),
  serviceAccount: ACCOUNT,
  certSecret: SECRET,
  proxySecret: SECRET,
  insecure: boolean('false'),
  layer: object("{ mediaType: '…' }"),
  verify: object("{ provider: 'cosign' }"),
  ignore: text("'/docs'"),
  suspend: boolean('false'),
};

export const APPLICATION_SHAPES: Shapes<ArgoApplicationProps> = {
  chart: CHART,
  source: object("{ repoUrl: 'https://github.com/acme/gitops', targetRevision: 'main' }"),
  destination: object('ArgoDestination.inCluster()'),
  project: shape(isNamed, "'ml'"),
  name: text("'scoring'"),
  dependsOn: list((value) => isObject(value) && Chart.isChart(value.chart), '[platform]'),
  deletion: text("'orphan'"),
  automated: shape((value) => value === false || isObject(value), '{ selfHeal: true }'),
  retry: object('{ limit: 5 }'),
  syncOptions: object('{ pruneLast: true }'),
  createNamespace: shape((value) => typeof value === 'boolean' || isObject(value), 'true'),
  ignoreDifferences: list((value) => isObject(value) && isText(value.kind), "[{ kind: 'Deployment', jsonPointers: ['/spec/replicas'] }]"),
  info: list((value) => isObject(value) && isText(value.name), "[{ name: 'Runbook', value: 'https://…' }]"),
  revisionHistoryLimit: number('10'),
};

export const PROJECT_SHAPES: Shapes<AppProjectProps> = {
  name: text("'ml'"),
  description: text("'Model servers'"),
  sourceRepos: list(isText, "['https://github.com/acme/gitops']"),
  destinations: list(isObject, "[{ server: '*', namespace: 'ml' }]"),
  sourceNamespaces: list(isText, "['team-a']"),
  clusterResources: list(isGroupKind, "[{ group: '', kind: 'Namespace' }]"),
  deniedClusterResources: list(isGroupKind, "[{ group: '', kind: 'Node' }]"),
  namespaceResources: list(isGroupKind, "[{ group: 'apps', kind: 'Deployment' }]"),
  deniedNamespaceResources: list(isGroupKind, "[{ group: '', kind: 'Secret' }]"),
  destinationServiceAccounts: list(isObject, "[{ server: '*', defaultServiceAccount: 'deployer' }]"),
  orphanedResources: object('{ warn: true }'),
  roles: list((value) => isObject(value) && isText(value.name), "[{ name: 'viewer' }]"),
  syncWindows: list(
    (value) => isObject(value) && isText(value.schedule),
    "[{ kind: 'deny', schedule: '0 22 * * *', duration: Duration.hours(8) }]",
  ),
  signatureKeys: list(isText, "['4AEE18F83AFDEB23']"),
  sourceIntegrity: object('{ … }'),
  permitOnlyProjectScopedClusters: boolean('true'),
};
