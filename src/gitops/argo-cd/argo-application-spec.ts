import type { ApiObject, Chart } from 'cdk8s';
import type { ApplicationSpec } from '../../../imports/argo-cd';
import { deliveryHintsOf } from '../../kube/delivery/delivery-hints';
import type { PlainSpec } from '../../kube/plain-spec';
import { type ResolvedRetry, retrySpec } from './argo-retry';
import { type ArgoDestination, type ArgoSource, argoSourceSpec } from './argo-source';

type Spec = PlainSpec<ApplicationSpec>;

/** Automatic sync when Git and cluster differ. */
export interface ArgoAutomation {
  /** `false` turns automation off and keeps its settings. @default - true, set by Argo CD */
  readonly enabled?: boolean;
  /** Whether objects that are removed from Git are deleted. Retained objects stay in any case. @default true */
  readonly prune?: boolean;
  /** Whether changes in the cluster are reverted. @default true */
  readonly selfHeal?: boolean;
  /** Whether a sync can delete the last object; `false` protects against a directory lost by mistake. @default false */
  readonly allowEmpty?: boolean;
}

/**
 * Sync options of an Application. `Replace`, `Force` and `ServerSideApply` are set on the objects that need them instead.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/
 */
export interface ArgoSyncOptions {
  /** Whether the API server validates the objects' fields. @default - true, set by Argo CD */
  readonly validate?: boolean;
  /**
   * Applies only objects that differ, for large Applications.
   *
   * @default - false; true if the chart has a job that runs on every change, because it would run in every sync
   */
  readonly applyOutOfSyncOnly?: boolean;
  /** Deletes after everything else is applied and healthy. @default false */
  readonly pruneLast?: boolean;
  /** How deletions propagate to owned objects: `'background'`. @default - 'foreground', set by Argo CD */
  readonly prunePropagationPolicy?: 'foreground' | 'background' | 'orphan';
  /** Fails if an object belongs to another Application. @default false */
  readonly failOnSharedResource?: boolean;
  /**
   * Also leaves the fields of `ignoreDifferences` unchanged in a sync.
   *
   * @default - false; true if the chart has a run whose spec controllers change
   */
  readonly respectIgnoreDifferences?: boolean;
  /** Accepts kinds whose CRD comes with the same sync. @default false */
  readonly skipDryRunOnMissingResource?: boolean;
}

/** Differences between Git and cluster to ignore. At least one of the three lists (`ArgoApplication.ignoreDifferences`). */
export interface ArgoIgnoreDifference {
  /** The API group of the kind: `'apps'`. @default - the core group */
  readonly group?: string;
  /** The kind of the objects: `'Deployment'`. */
  readonly kind: string;
  /** The name of one object. @default - every object of the kind */
  readonly name?: string;
  /** The namespace of the objects. @default - every namespace */
  readonly namespace?: string;
  /** JSON pointers: `['/spec/replicas']`. */
  readonly jsonPointers?: readonly string[];
  /** jq expressions: `['.spec.template.spec.containers[].image']`. */
  readonly jqPathExpressions?: readonly string[];
  /** All fields of these field managers: `['kube-controller-manager']`. */
  readonly managedFieldsManagers?: readonly string[];
}

/** An Application with every default applied and every value checked. */
export interface ResolvedApplication {
  readonly name: string;
  readonly chart: Chart;
  readonly source: ArgoSource;
  /** With the chart's namespace, if it has no other. */
  readonly destination: ArgoDestination;
  readonly project: string;
  readonly finalizers: readonly string[];
  /** Undefined: people start each sync. */
  readonly automated: ArgoAutomation | undefined;
  readonly retry: ResolvedRetry;
  readonly syncOptions: ArgoSyncOptions;
  readonly createNamespace: boolean;
  readonly namespaceMetadata: NonNullable<Spec['syncPolicy']>['managedNamespaceMetadata'];
  readonly ignoreDifferences: readonly ArgoIgnoreDifference[];
  readonly info: readonly { readonly name: string; readonly value: string }[];
  readonly revisionHistoryLimit: number | undefined;
}

/** What an Application's spec takes from the construct tree. */
export interface ApplicationFacts {
  /** The chart's directory below the output tree: `prod/scoring`. */
  readonly directory: string;
  readonly repositoryPath: string;
  /** The longest time budget of a construct in the chart. */
  readonly budgetSeconds: number;
  /** Whether the chart has objects that are deleted and created again when they change. */
  readonly recreates: boolean;
  /** The specs that controllers change. */
  readonly specDrift: readonly ArgoIgnoreDifference[];
}

/** The finalizer of each kind of deletion. Without one, the objects stay. */
export const FINALIZERS = {
  orphan: [],
  foreground: ['resources-finalizer.argocd.argoproj.io/foreground'],
  background: ['resources-finalizer.argocd.argoproj.io/background'],
} as const;

/** The spec of an Application. */
export function applicationSpec(application: ResolvedApplication, facts: ApplicationFacts): Spec {
  const { server, name, namespace } = application.destination;
  return {
    project: application.project,
    source: argoSourceSpec(application.source, facts.repositoryPath, facts.directory),
    destination: { server, name, namespace },
    syncPolicy: syncPolicy(application, facts),
    ignoreDifferences: nonEmpty([...application.ignoreDifferences, ...facts.specDrift]),
    info: nonEmpty(application.info),
    revisionHistoryLimit: application.revisionHistoryLimit,
  };
}

function syncPolicy(application: ResolvedApplication, facts: ApplicationFacts): NonNullable<Spec['syncPolicy']> {
  const { automated, createNamespace, retry, namespaceMetadata } = application;
  const syncOptions = {
    // Otherwise such an object is replaced in every sync, changed or not, and a job runs again (argo-cd#24005).
    ...(facts.recreates ? { applyOutOfSyncOnly: true } : {}),
    // Otherwise a sync because of another object writes the ignored fields too.
    ...(facts.specDrift.length > 0 ? { respectIgnoreDifferences: true } : {}),
    ...application.syncOptions,
  };
  const options = [...(createNamespace ? ['CreateNamespace=true'] : []), ...optionTexts(syncOptions)];
  return {
    automated,
    syncOptions: nonEmpty(options.sort()),
    retry: retrySpec(retry, facts.budgetSeconds),
    managedNamespaceMetadata: namespaceMetadata,
  };
}

const OPTION_NAMES: Readonly<Record<keyof ArgoSyncOptions, string>> = {
  validate: 'Validate',
  applyOutOfSyncOnly: 'ApplyOutOfSyncOnly',
  pruneLast: 'PruneLast',
  prunePropagationPolicy: 'PrunePropagationPolicy',
  failOnSharedResource: 'FailOnSharedResource',
  respectIgnoreDifferences: 'RespectIgnoreDifferences',
  skipDryRunOnMissingResource: 'SkipDryRunOnMissingResource',
};

function optionTexts(options: ArgoSyncOptions): readonly string[] {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return given.map(([key, value]) => `${OPTION_NAMES[key as keyof ArgoSyncOptions]}=${value}`);
}

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/**
 * Ignored differences for objects whose spec controllers change, sorted by name.
 *
 * Argo CD compares a list of a custom kind as a whole, so one field that a webhook sets makes the object differ indefinitely.
 */
export function specDriftDifferences(objects: readonly ApiObject[]): readonly ArgoIgnoreDifference[] {
  return objects
    .filter((object) => deliveryHintsOf(object).ignoreSpecDrift)
    .map((object) => ({
      group: object.apiGroup,
      kind: object.kind,
      name: object.name,
      namespace: object.metadata.namespace,
      jsonPointers: ['/spec'],
    }))
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function keyOf({ group, kind, namespace, name }: ArgoIgnoreDifference): string {
  return [group, kind, namespace, name].join('/');
}
