/** The longest name that leaves room for what a controller appends to it. */
export interface DerivedName {
  /** The longest name, in characters. */
  readonly max: number;
  /** Why longer names fail. */
  readonly reason: string;
  /** The documentation or source of the limit. */
  readonly source: string;
}

const STATEFUL_SET = 52;
const RAY_CLUSTER = 53;
const LABEL = 63;

/** The CronJob controller appends a dash and up to ten digits, the minute of the run. */
export const MINUTE_LENGTH = 11;

/** A dash and the nanosecond of the run, which is how the Spark operator names the runs of a schedule by default. */
export const NANOSECOND_LENGTH = 20;

const KUBERAY = 'https://github.com/ray-project/kuberay/blob/v1.6.0/ray-operator/controllers/ray/utils/constant.go';
const SPARK = 'https://www.kubeflow.org/docs/components/spark-operator/user-guide/';

/**
 * Kinds whose controllers fail on names that the API server accepts, as `group/Kind`.
 *
 * Kinds whose longest derived name depends on more than the name are below: {@link indexSuffix}, {@link jobSetPodSuffix}.
 */
export const LONGEST_NAMES = {
  'apps/StatefulSet': {
    max: STATEFUL_SET,
    reason: 'its pods have the name and eleven characters more in a label',
    source: 'https://github.com/kubernetes/kubernetes/issues/64023',
  },
  'batch/CronJob': {
    max: LABEL - MINUTE_LENGTH,
    reason: 'its Jobs append a dash and ten digits to the name',
    source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#cron-job-limitations',
  },
  'kustomize.toolkit.fluxcd.io/Kustomization': {
    max: LABEL,
    reason: 'Flux writes the name as a label on every object that it applies',
    source: 'https://fluxcd.io/flux/components/kustomize/kustomizations/',
  },
  'kueue.x-k8s.io/LocalQueue': {
    max: LABEL,
    reason: 'jobs name it in a label',
    source: 'https://kueue.sigs.k8s.io/docs/concepts/local_queue/',
  },
  'kueue.x-k8s.io/WorkloadPriorityClass': {
    max: LABEL,
    reason: 'jobs name it in a label',
    source: 'https://kueue.sigs.k8s.io/docs/concepts/workload_priority_class/',
  },
  'ray.io/RayCluster': { max: RAY_CLUSTER, reason: 'KubeRay refuses a longer one', source: KUBERAY },
  'ray.io/RayService': { max: RAY_CLUSTER - 6, reason: 'its clusters append six characters to the name', source: KUBERAY },
  'ray.io/RayJob': { max: RAY_CLUSTER - 6, reason: 'its cluster appends six characters to the name', source: KUBERAY },
  'ray.io/RayCronJob': { max: RAY_CLUSTER - 6 - MINUTE_LENGTH, reason: 'its runs append eleven characters to the name', source: KUBERAY },
  'serving.kserve.io/InferenceService': {
    max: LABEL - 'isvc.'.length - '-predictor'.length,
    reason: 'its pods have isvc.<name>-predictor in a label',
    source: 'https://github.com/kserve/kserve/blob/v0.15.0/pkg/constants/constants.go',
  },
  'sparkoperator.k8s.io/SparkApplication': { max: LABEL, reason: 'its pods have the name in a label', source: SPARK },
  'sparkoperator.k8s.io/ScheduledSparkApplication': {
    max: LABEL - NANOSECOND_LENGTH,
    reason: 'its runs append a dash and nineteen digits to the name',
    source: SPARK,
  },
  'argoproj.io/CronWorkflow': {
    max: LABEL - MINUTE_LENGTH,
    reason: 'its runs append a dash and ten digits to the name',
    source: 'https://argo-workflows.readthedocs.io/en/latest/cron-workflows/',
  },
} as const satisfies Readonly<Record<string, DerivedName>>;

/** The suffix of the last of several: `-9` of ten. */
export function indexSuffix(count: number): string {
  return `-${count - 1}`;
}

/** What a JobSet appends to its name for a pod: group, job, index, and a dash with five random characters. */
export function jobSetPodSuffix(group: string, jobs: number, pods: number): string {
  return `-${group}${indexSuffix(jobs)}${indexSuffix(pods)}-abcde`;
}

/** What a Job of Volcano appends to its name for a pod: task and index. */
export function volcanoPodSuffix(task: string, pods: number): string {
  return `-${task}${indexSuffix(pods)}`;
}
