import type { ApiObject, Chart, Duration } from 'cdk8s';
import type { NamedRef } from '../kube/pod/environment-variables';
import type { FluxKustomization } from './flux-kustomization';
import type { FluxRewrite, FluxTarget } from './flux-rewrite';
import type { FluxSource } from './flux-source';
import type { HealthRule } from './health-rules';

/** Another Kustomization that must be ready first, with a condition of its own if any. */
export interface FluxDependency {
  /** A Kustomization of this app, or the name of one that is made elsewhere. */
  readonly on: FluxKustomization | { readonly name: string; readonly namespace?: string };
  /** CEL expression over `self` and `dep` that must be true too: `dep.metadata.annotations['app/version'] == '1.2'`. @default - none */
  readonly readyExpr?: string;
}

/** An object whose readiness counts: one of this app, or one that is made elsewhere. */
export type FluxHealthTarget =
  | ApiObject
  | { readonly apiVersion?: string; readonly kind: string; readonly name: string; readonly namespace?: string };

/** Where the cluster is that a Kustomization applies to, when it is another one. */
export type FluxKubeConfig =
  | { readonly secret: string | NamedRef /** The Secret's key. @default - `value` or `value.yaml` */; readonly key?: string }
  | { readonly configMap: string | NamedRef };

interface FluxKustomizationCommonProps {
  /** The chart to apply. Path, dependencies, timeout and health checks follow from what it holds. */
  readonly chart: Chart;
  /** Where Flux fetches the YAML from. */
  readonly source: FluxSource;
  /** The object's name. @default - the id */
  readonly name?: string;
  /**
   * What else must be ready first.
   *
   * Kustomizations whose charts this chart needs are added by themselves: those that create its namespaces, and those that hold what its
   * constructs depend on.
   *
   * @default - none
   * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#dependencies
   */
  readonly dependsOn?: readonly (FluxKustomization | FluxDependency)[];
  /** Time between two looks at cluster and source. Whole seconds, at least one. @default Duration.minutes(60) */
  readonly interval?: Duration;
  /** Time until the next try after a failure. Whole seconds, at least one. @default Duration.minutes(2) */
  readonly retryInterval?: Duration;
  /**
   * Longest time for applying and getting ready.
   *
   * Refused below the longest time that a construct of the chart says it may take (`FluxKustomization.timeout`).
   *
   * @default - that time and a minute, and at least 3 minutes
   */
  readonly timeout?: Duration;
  /** Whether objects that leave Git leave the cluster. Kept objects stay all the same. @default true */
  readonly prune?: boolean;
  /** What becomes of the objects when this Kustomization is deleted. @default - 'MirrorPrune', set by Flux: they are deleted if `prune` is on */
  readonly deletionPolicy?: 'MirrorPrune' | 'Delete' | 'WaitForTermination' | 'Orphan';
  /** Recreates every object of the chart whose immutable fields change, StatefulSets too. Constructs mark single objects by themselves. @default false */
  readonly force?: boolean;
  /** Stops applying, until it is set back. @default false */
  readonly suspend?: boolean;
  /** The service account to apply as: in a shared cluster, what a team may do. @default - the controller's own */
  readonly serviceAccount?: string | NamedRef;
  /** @default - the cluster that Flux runs in */
  readonly kubeConfig?: FluxKubeConfig;
  /** Lets Flux decrypt files that are encrypted with SOPS. @default - none are */
  readonly decryption?: { readonly secret?: string | NamedRef; readonly serviceAccount?: string | NamedRef };
  /** Fields that others own in the cluster, as JSON pointers: Flux leaves them as they are. @default - none */
  readonly ignore?: readonly { readonly paths: readonly string[]; readonly target?: FluxTarget }[];
  /**
   * How to see that objects of further kinds are ready. One for a kind that the library knows replaces its rule.
   *
   * A rule is written where the chart has objects of its kind, so that all Kustomizations may share one list.
   *
   * @default - the library's rules
   */
  readonly healthRules?: readonly HealthRule[];
  /** What Flux may change after review, with the reason. @default - nothing */
  readonly rewrite?: FluxRewrite;
}

/**
 * Flux looks at all objects, or at those listed; it ignores the list when it waits for all.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#wait
 */
type FluxReadiness =
  | {
      /** Whether this Kustomization is ready only once all its objects are. @default true */
      readonly wait?: true;
      /** Only with `wait: false`. */
      readonly healthChecks?: never;
    }
  | {
      readonly wait: false;
      /** The objects whose readiness counts. @default - none: ready as soon as applied */
      readonly healthChecks?: readonly FluxHealthTarget[];
    };

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/ */
export type FluxKustomizationProps = FluxKustomizationCommonProps & FluxReadiness;
