import { Chart, type Duration } from 'cdk8s';
import { Construct } from 'constructs';
import type { AppProjectSpec } from '../../../imports/argo-cd';
import { ConfigError } from '../../base/config-error';
import { goDuration, wholeSeconds } from '../../base/units';
import { validateProps } from '../../base/validate-props';
import { customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';

type Spec = PlainSpec<AppProjectSpec>;

/** A kind of objects; `*` stands for any. */
export interface GroupKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
}

/** A place that Applications may apply to; `*` stands for any, `team-*` for a beginning. */
export type ProjectDestination = { readonly namespace: string } & (
  | { readonly server: string; readonly name?: never }
  | { readonly name: string; readonly server?: never }
);

/** When Applications may sync, or may not. */
export interface SyncWindow {
  readonly kind: 'allow' | 'deny';
  /** Cron expression of the beginning: `0 22 * * *`. */
  readonly schedule: string;
  /** Length. Whole minutes at least. */
  readonly duration: Duration;
  /** Name in the IANA data base: `Europe/Berlin`. @default - UTC */
  readonly timeZone?: string;
  /** Names of Applications, with `*`. At least one of the three lists. */
  readonly applications?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly clusters?: readonly string[];
  /** Whether people may sync all the same. @default false */
  readonly manualSync?: boolean;
  /** Whether a sync that runs when the window closes may end. @default false */
  readonly syncOverrun?: boolean;
  /** Whether all three lists must match, and not any one. @default false */
  readonly andOperator?: boolean;
  readonly description?: string;
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/projects/ */
export interface AppProjectProps {
  /** The object's name. @default - the id */
  readonly name?: string;
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
  /** Namespaces where Applications of this project may stand, besides the one of Argo CD. @default - none */
  readonly sourceNamespaces?: readonly string[];
  /** Kinds outside of namespaces that Applications may apply, for one name if given. @default - none: Argo CD refuses Namespace objects, too */
  readonly clusterResources?: readonly (GroupKind & { readonly name?: string })[];
  /** The same, for kinds that they may not apply. @default - none */
  readonly deniedClusterResources?: readonly (GroupKind & { readonly name?: string })[];
  /** Kinds inside of namespaces that Applications may apply. @default - all */
  readonly namespaceResources?: readonly GroupKind[];
  /** Kinds inside of namespaces that they may not apply. @default - none */
  readonly deniedNamespaceResources?: readonly GroupKind[];
  /** Service accounts to apply as, by destination. @default - the one of Argo CD */
  readonly destinationServiceAccounts?: readonly {
    readonly server: string;
    readonly namespace?: string;
    readonly defaultServiceAccount: string;
  }[];
  /** Shows objects in the project's namespaces that no Application knows. @default - not looked at */
  readonly orphanedResources?: {
    readonly warn?: boolean;
    readonly ignore?: readonly { readonly group?: string; readonly kind?: string; readonly name?: string }[];
  };
  /** Who may do what with Applications: Casbin lines, and groups of the single sign-on. Tokens are never written to Git. @default - none */
  readonly roles?: readonly {
    readonly name: string;
    readonly description?: string;
    readonly policies?: readonly string[];
    readonly groups?: readonly string[];
  }[];
  /** @default - always */
  readonly syncWindows?: readonly SyncWindow[];
  /** Ids of the GnuPG keys that commits must be signed with. @default - signatures are not looked at */
  readonly signatureKeys?: readonly string[];
  /** Signatures by repository, which replaces {@link signatureKeys}. @default - none */
  readonly sourceIntegrity?: PlainSpec<NonNullable<AppProjectSpec['sourceIntegrity']>>;
  /** Whether only clusters that belong to the project are allowed. @default false */
  readonly permitOnlyProjectScopedClusters?: boolean;
}

/** What a group of Argo CD Applications may read and apply. */
export class AppProject extends Construct {
  readonly name: string;
  readonly namespace: string;
  /** What it was made of, for the checks of its Applications. */
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
  if (props.sourceRepos.length === 0) refuse('sourceRepos', 'no repository may be read, so no Application can sync', 'name one');
  if (props.destinations.length === 0)
    refuse('destinations', 'nothing may be applied anywhere, so no Application can sync', 'name a destination');
  if ((props.description ?? '').length > 255) refuse('description', 'the description is longer than 255 characters', 'shorten it');
  for (const window of props.syncWindows ?? []) {
    const { applications = [], namespaces = [], clusters = [] } = window;
    if (applications.length + namespaces.length + clusters.length > 0) continue;
    refuse(
      'syncWindows',
      `the window "${window.schedule}" is about nothing`,
      "name applications, namespaces or clusters: applications: ['*']",
    );
  }
}
