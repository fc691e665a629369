import { Chart, type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { AppProjectSpec } from '../../../imports/argo-cd';
import { ConfigError } from '../../base/config-error';
import { goDuration, wholeSeconds } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';

type Spec = PlainSpec<AppProjectSpec>;

/** A kind of objects; `*` matches any. */
export interface GroupKind {
  /** Empty for the core group. */
  readonly group: string;
  /** The kind: `'Namespace'`. */
  readonly kind: string;
}

/** A destination that Applications can apply to; `*` matches any, `team-*` a prefix. */
export type ProjectDestination = { readonly namespace: string } & (
  | { readonly server: string; readonly name?: never }
  | { readonly name: string; readonly server?: never }
);

/** A time when syncs are allowed or denied. */
export interface SyncWindow {
  /** Whether the window allows or denies syncs. */
  readonly kind: 'allow' | 'deny';
  /** Cron expression of its start. @example '0 22 * * *' */
  readonly schedule: string;
  /** Its length, at least one minute. @example Duration.hours(1) */
  readonly duration: Duration;
  /** IANA time zone: `'Europe/Berlin'`. @default - UTC */
  readonly timeZone?: string;
  /** Names of Applications, with `*`. At least one of the three lists is required. */
  readonly applications?: readonly string[];
  /** Namespaces that it is for: `['ml-*']`. @default - every namespace */
  readonly namespaces?: readonly string[];
  /** Clusters that it is for. @default - every cluster */
  readonly clusters?: readonly string[];
  /** Whether manual syncs are still allowed. @default false */
  readonly manualSync?: boolean;
  /** Whether a running sync can finish after the window closes. @default false */
  readonly syncOverrun?: boolean;
  /** Whether all three lists must match, instead of any. @default false */
  readonly andOperator?: boolean;
  /** What the window is for. @default - none */
  readonly description?: string;
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/ */
export interface AppProjectProps {
  /** The object's name: `'ml'`. @default - the id */
  readonly name?: string;
  /** What the project is for: `'Team scoring'`. At most 255 characters (`AppProject.description`). @default - none */
  readonly description?: string;
  /**
   * Repositories that Applications may read, with `*`. At least one (`AppProject.sourceRepos`).
   *
   * @example ['https://github.com/acme/gitops']
   */
  readonly sourceRepos: readonly string[];
  /**
   * Places that Applications may apply to. At least one (`AppProject.destinations`).
   *
   * @example [{ server: '*', namespace: 'ml' }]
   */
  readonly destinations: readonly ProjectDestination[];
  /** Namespaces of its Applications, besides that of Argo CD: `['team-a']`. @default - none */
  readonly sourceNamespaces?: readonly string[];
  /** Cluster-scoped kinds that Applications can apply: `[{ group: '', kind: 'Namespace' }]`. @default - none, Namespace included */
  readonly clusterResources?: readonly (GroupKind & { readonly name?: string })[];
  /** Cluster-scoped kinds that they cannot apply. @default - none */
  readonly deniedClusterResources?: readonly (GroupKind & { readonly name?: string })[];
  /** Namespaced kinds that Applications can apply: `[{ group: 'apps', kind: '*' }]`. @default - all */
  readonly namespaceResources?: readonly GroupKind[];
  /** Namespaced kinds that they cannot apply: `[{ group: '', kind: 'ResourceQuota' }]`. @default - none */
  readonly deniedNamespaceResources?: readonly GroupKind[];
  /** Service accounts that apply, by destination. @default - the one of Argo CD */
  readonly destinationServiceAccounts?: readonly {
    readonly server: string;
    readonly namespace?: string;
    readonly defaultServiceAccount: string;
  }[];
  /** Reports objects in the project's namespaces that belong to no Application: `{ warn: true }`. @default - not reported */
  readonly orphanedResources?: {
    readonly warn?: boolean;
    readonly ignore?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
  };
  /** Permissions on its Applications: Casbin lines and groups of the single sign-on. Tokens are never written to Git. @default - none */
  readonly roles?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly policies?: readonly string[];
    readonly groups?: readonly string[];
  }[];
  /** When syncs are allowed or denied (`AppProject.syncWindows`). @default - always allowed */
  readonly syncWindows?: readonly SyncWindow[];
  /** Ids of the GnuPG keys that must sign commits: `['4AEE18F83AFDEB23']`. @default - not verified */
  readonly signatureKeys?: readonly string[];
  /** Signatures by repository; replaces {@link signatureKeys}. @default - none */
  readonly sourceIntegrity?: PlainSpec<NonNullable<AppProjectSpec['sourceIntegrity']>>;
  /** Allows only clusters that belong to the project. @default false */
  readonly permitOnlyProjectScopedClusters?: boolean;
}

/** What a group of Argo CD Applications can read and apply. */
export class AppProject extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** Its permissions, for checks of its Applications. */
  readonly props: AppProjectProps;

  constructor(scope: Construct, id: string, props: AppProjectProps) {
    super(scope, id);
    const where = this.node.path;
    validateProps('AppProject', where, props);
    refuseEmpty(where, props);
    this.props = props;
    const object = customObject(this, 'Resource', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'AppProject',
      metadata: { name: props.name ?? id },
      spec: projectSpec(where, props),
    });
    this.name = object.name;
    this.namespace = object.metadata.namespace ?? Chart.of(this).namespace ?? '';
  }
}

function projectSpec(where: string, props: AppProjectProps): Spec {
  return {
    description: props.description,
    sourceRepos: props.sourceRepos,
    destinations: props.destinations,
    sourceNamespaces: props.sourceNamespaces,
    clusterResourceWhitelist: props.clusterResources,
    clusterResourceBlacklist: props.deniedClusterResources,
    namespaceResourceWhitelist: props.namespaceResources,
    namespaceResourceBlacklist: props.deniedNamespaceResources,
    destinationServiceAccounts: props.destinationServiceAccounts,
    orphanedResources: props.orphanedResources,
    roles: props.roles,
    syncWindows: props.syncWindows?.map((window) => ({
      ...window,
      duration: goDuration(wholeSeconds('AppProject.syncWindows', where, window.duration, 60)),
    })),
    signatureKeys: props.signatureKeys?.map((keyID) => ({ keyID })),
    sourceIntegrity: props.sourceIntegrity,
    permitOnlyProjectScopedClusters: props.permitOnlyProjectScopedClusters,
  };
}

function refuseEmpty(where: string, props: AppProjectProps): void {
  const refuse = (rule: string, what: string, fix: string): never => {
    throw new ConfigError(`AppProject.${rule}`, { where, what, fix });
  };
  if (props.sourceRepos.length === 0)
    refuse('sourceRepos', '`sourceRepos` is empty: no Application could sync', "add one: sourceRepos: ['https://github.com/acme/gitops']");
  if (props.destinations.length === 0)
    refuse(
      'destinations',
      '`destinations` is empty: no Application could sync',
      "add one: destinations: [{ server: '*', namespace: 'ml' }]",
    );
  if ((props.description ?? '').length > 255) refuse('description', '`description` is longer than 255 characters', 'shorten it');
  for (const window of props.syncWindows ?? []) {
    const { applications = [], namespaces = [], clusters = [] } = window;
    if (applications.length + namespaces.length + clusters.length > 0) continue;
    refuse(
      'syncWindows',
      `window "${window.schedule}" applies to nothing`,
      "add applications, namespaces or clusters: applications: ['*']",
    );
  }
}
