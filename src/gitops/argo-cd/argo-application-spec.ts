import type { ApiObject } from 'cdk8s';
import type { ApplicationSpec } from '../../../imports/argo-cd';
import { ConfigError } from '../../base/config-error';
import { deliveryHintsOf } from '../../kube/delivery/delivery-hints';
import type { PlainSpec } from '../../kube/plain-spec';
import { nameOf } from '../../kube/pod/environment-variables';
import type { ArgoApplicationProps, ArgoIgnoreDifference, ArgoSyncOptions } from './argo-application';
import { type RetryNumbers, retrySpec } from './argo-retry';
import { argoSourceSpec } from './argo-source';

type Spec = PlainSpec<ApplicationSpec>;

/** What an Application's spec takes from the tree. */
export interface ApplicationFacts {
  /** The chart's directory below the output tree: `prod/scoring`. */
  readonly directory: string;
  readonly repositoryPath: string;
  readonly retry: RetryNumbers;
  /** The longest time that a construct of the chart may take. */
  readonly budgetSeconds: number;
  /** Whether the chart holds objects that are deleted and created again when they change. */
  readonly replaces: boolean;
  /** Objects of the chart whose spec belongs to controllers once they are there. */
  readonly settled: readonly ArgoIgnoreDifference[];
}

/** What each kind of deletion is called among finalizers; without one, the objects stay. */
export const FINALIZERS: Readonly<Record<NonNullable<ArgoApplicationProps['deletion']>, readonly string[]>> = {
  orphan: [],
  foreground: ['resources-finalizer.argocd.argoproj.io/foreground'],
  background: ['resources-finalizer.argocd.argoproj.io/background'],
};

export function applicationSpec(props: ArgoApplicationProps, facts: ApplicationFacts): Spec {
  const { server, name, namespace = props.chart.namespace } = props.destination;
  return {
    project: nameOf(props.project),
    source: argoSourceSpec(props.source, facts.repositoryPath, facts.directory),
    destination: { server, name, namespace },
    syncPolicy: syncPolicy(props, facts),
    ignoreDifferences: nonEmpty([...(props.ignoreDifferences ?? []), ...facts.settled]),
    info: nonEmpty(props.info),
    revisionHistoryLimit: props.revisionHistoryLimit,
  };
}

function syncPolicy(props: ArgoApplicationProps, facts: ApplicationFacts): NonNullable<Spec['syncPolicy']> {
  const { automated = {}, createNamespace = false } = props;
  // Without this, such an object is replaced in every sync, changed or not: a job would run again (argo-cd#24005).
  const replaces = facts.replaces ? { applyOutOfSyncOnly: true } : {};
  // Without this, a sync for another object's sake writes the ignored fields all the same.
  const settled = facts.settled.length > 0 ? { respectIgnoreDifferences: true } : {};
  const syncOptions = { ...replaces, ...settled, ...props.syncOptions };
  const options = [...(createNamespace === false ? [] : ['CreateNamespace=true']), ...optionTexts(syncOptions)];
  return {
    automated: automated === false ? undefined : { prune: true, selfHeal: true, ...automated },
    syncOptions: nonEmpty(options.sort()),
    retry: retrySpec(facts.retry, facts.budgetSeconds),
    managedNamespaceMetadata: typeof createNamespace === 'object' ? createNamespace : undefined,
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

export function refuseApplication(where: string, props: ArgoApplicationProps): void {
  const refuse = (rule: string, what: string, fix: string): never => {
    throw new ConfigError(`ArgoApplication.${rule}`, { where, what, fix });
  };
  const { server, name, namespace = props.chart.namespace } = props.destination;
  if ((server === undefined) === (name === undefined)) {
    refuse(
      'destination',
      'the destination has not exactly one of server and name',
      'use ArgoDestination.server(…) or ArgoDestination.cluster(…)',
    );
  }
  if (server !== undefined && !/^https?:\/\/\S+$/.test(server))
    refuse('destination', `server ${JSON.stringify(server)} is no URL`, 'use https://…');
  if ((props.createNamespace ?? false) !== false && namespace === undefined) {
    refuse('createNamespace', 'there is no namespace to create', 'give the destination a namespace');
  }
  for (const { kind, jsonPointers = [], jqPathExpressions = [], managedFieldsManagers = [] } of props.ignoreDifferences ?? []) {
    if (jsonPointers.length + jqPathExpressions.length + managedFieldsManagers.length > 0) continue;
    refuse('ignoreDifferences', `the entry for ${kind} ignores nothing`, 'give jsonPointers, jqPathExpressions or managedFieldsManagers');
  }
  if (props.deletion !== undefined && !Object.hasOwn(FINALIZERS, props.deletion)) {
    refuse('deletion', `${props.deletion} is no way to delete`, `use ${Object.keys(FINALIZERS).join(', ')}`);
  }
  const limit = props.revisionHistoryLimit;
  if (limit !== undefined && (!Number.isInteger(limit) || limit < 0)) {
    refuse('revisionHistoryLimit', `${limit} is no number of syncs`, 'use a whole number of at least 0');
  }
  const unknown = Object.keys(props.syncOptions ?? {}).find((key) => !Object.hasOwn(OPTION_NAMES, key));
  if (unknown !== undefined) refuse('syncOptions', `${unknown} is no sync option`, `use ${Object.keys(OPTION_NAMES).join(', ')}`);
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

/**
 * What Argo CD must not look at: the specs of objects that never change under their names, in the order of their names.
 *
 * Argo CD compares a list of a custom kind as a whole, so one field that a webhook fills in makes the object differ indefinitely.
 */
export function settledDifferences(objects: readonly ApiObject[]): readonly ArgoIgnoreDifference[] {
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
