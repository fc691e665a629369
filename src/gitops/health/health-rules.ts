import type { ApiObject } from 'cdk8s';
import { type CelRule, type HealthCheck, healthCel, healthLua } from './health-language';

/** When objects of one kind are ready. */
export interface HealthRule {
  /** The API group: `'ray.io'`. */
  readonly group: string;
  /** The kind: `'RayService'`. */
  readonly kind: string;
  /** For Flux: CEL expressions over the object's top-level fields. @example { current: "status.phase == 'Ready'" } */
  readonly cel: CelRule;
  /** For Argo CD: a Lua script that returns a health status. Not set for kinds that Argo CD has a check for. */
  readonly lua?: string;
}

interface Row {
  readonly kinds: readonly string[];
  readonly group: string;
  /** All must hold. */
  readonly ready: readonly HealthCheck[];
  /** Any one is enough. */
  readonly failed?: readonly HealthCheck[];
  /** Argo CD has a check for it. */
  readonly argoShipsIt?: true;
}

const isTrue = (condition: string): HealthCheck => ({ condition });

/**
 * Kinds that both tools would consider ready at once, or never.
 *
 * Without a condition `Ready`, an object is ready as soon as it exists. Rules without `failed` are for kinds that report failure while they
 * still start. JobSet, TrainJob, SparkApplication and the Job of Volcano have no `observedGeneration`: after an edit, an old result can look
 * current, so a new run needs a new name.
 *
 * A pending claim counts as ready: many storage classes bind it when the first pod uses it, so both tools would wait indefinitely for the
 * claim of a CronJob, or for one that is applied before its pods. What uses the claim is not ready before it is bound.
 */
const ROWS: readonly Row[] = [
  {
    group: '',
    kinds: ['PersistentVolumeClaim'],
    ready: [{ field: 'phase', is: ['Bound', 'Pending'] }],
    failed: [{ field: 'phase', is: 'Lost' }],
  },
  // Its error is not a failure: the controller retries, for example until the claim is bound.
  {
    group: 'snapshot.storage.k8s.io',
    kinds: ['VolumeSnapshot'],
    ready: [{ field: 'readyToUse', is: true }],
    argoShipsIt: true,
  },
  { group: 'serving.kserve.io', kinds: ['InferenceService'], ready: [isTrue('Ready')], argoShipsIt: true },
  { group: 'serving.kserve.io', kinds: ['LLMInferenceService'], ready: [isTrue('Ready')] },
  { group: 'ray.io', kinds: ['RayService'], ready: [isTrue('Ready')] },
  {
    group: 'ray.io',
    kinds: ['RayJob'],
    // A stopped job also ends Complete.
    ready: [
      { field: 'jobDeploymentStatus', is: 'Complete' },
      { field: 'jobStatus', is: 'SUCCEEDED' },
    ],
    failed: [
      { field: 'jobDeploymentStatus', is: ['Failed', 'ValidationFailed'] },
      { field: 'jobStatus', is: 'STOPPED' },
    ],
  },
  {
    group: 'ray.io',
    kinds: ['RayCluster'],
    ready: [{ field: 'state', is: 'ready' }],
    failed: [{ field: 'state', is: 'failed' }],
  },
  { group: 'trainer.kubeflow.org', kinds: ['TrainJob'], ready: [isTrue('Complete')], failed: [isTrue('Failed')] },
  { group: 'jobset.x-k8s.io', kinds: ['JobSet'], ready: [isTrue('Completed')], failed: [isTrue('Failed')] },
  {
    group: 'batch.volcano.sh',
    kinds: ['Job'],
    ready: [{ field: 'state.phase', is: 'Completed' }],
    failed: [{ field: 'state.phase', is: ['Failed', 'Terminated', 'Aborted'] }],
  },
  {
    group: 'leaderworkerset.x-k8s.io',
    kinds: ['LeaderWorkerSet'],
    ready: [isTrue('Available'), { notCondition: 'UpdateInProgress' }],
  },
  { group: 'apps.nvidia.com', kinds: ['NIMService'], ready: [{ field: 'state', is: 'Ready' }], failed: [isTrue('NIM_SERVICE_FAILED')] },
  // Routes have only the conditions that each Gateway reports.
  {
    group: 'gateway.networking.k8s.io',
    kinds: ['GRPCRoute', 'HTTPRoute'],
    ready: [{ everyParent: ['Accepted', 'ResolvedRefs'] }],
    argoShipsIt: true,
  },
  { group: 'inference.networking.k8s.io', kinds: ['InferencePool'], ready: [{ everyParent: ['Accepted', 'ResolvedRefs'] }] },
  {
    group: 'sparkoperator.k8s.io',
    kinds: ['SparkApplication'],
    ready: [{ field: 'applicationState.state', is: 'COMPLETED' }],
    // SUBMISSION_FAILED is retried.
    failed: [{ field: 'applicationState.state', is: 'FAILED' }],
    argoShipsIt: true,
  },
];

/** The rules of this library, by group and kind. */
export const HEALTH_RULES: readonly HealthRule[] = ROWS.flatMap(({ group, kinds, ready, failed = [], argoShipsIt }) =>
  kinds.map((kind) => ({
    group,
    kind,
    cel: healthCel(ready, failed),
    ...(argoShipsIt ? {} : { lua: healthLua(ready, failed) }),
  })),
);

/** The rules for these kinds, sorted by group and kind. A rule of the user wins over one of this library. */
export function healthRulesFor(
  kinds: Iterable<{ readonly group: string; readonly kind: string }>,
  own: readonly HealthRule[] = [],
): HealthRule[] {
  const rules = new Map([...HEALTH_RULES, ...own].map((rule) => [ruleKey(rule), rule]));
  const wanted = new Set([...kinds].map(ruleKey));
  return [...wanted].sort().flatMap((key) => rules.get(key) ?? []);
}

/** Group and kind as one string. */
export function ruleKey(of: { readonly group: string; readonly kind: string }): string {
  return `${of.group}/${of.kind}`;
}

/** Group and kind of an object as Kubernetes writes them: cdk8s calls the core group `core`, and its name is empty. */
export function groupKindOf({ apiGroup, kind }: ApiObject): { readonly group: string; readonly kind: string } {
  return { group: apiGroup === 'core' ? '' : apiGroup, kind };
}
