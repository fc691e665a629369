import type { Duration, Size } from 'cdk8s';
import type { NamedRef } from '../../kube/pod/environment-variables';
import type { CpuAmount } from '../../kube/pod/resources';
import type { JobNameProps, JobQueueProps, ManyNodesProps, RestartProps } from '../job-props';
import type { JobPodProps } from '../pod/job-pod';
import type { RunHook, RunOnce, RunOnEveryChange, RunScheduled } from '../run/run';

/** @see Engine.spark */
export interface SparkEngine extends SparkOptions {
  readonly kind: 'spark';
}

export interface SparkOptions {
  /**
   * The language of the application: `'Python'`, `'Scala'`, `'Java'` or `'R'`.
   *
   * @example 'Python'
   */
  readonly type: 'Python' | 'Scala' | 'Java' | 'R';
  /**
   * What runs: `'local:///opt/app/score.py'` in the image, or a URI that the driver can fetch.
   *
   * @example 'local:///opt/app/score.py'
   */
  readonly mainApplicationFile: string;
  /** The class with the `main` method, for example `'com.acme.Score'`. Required for Scala and Java, refused for others (`BatchJob.mainClass`). */
  readonly mainClass?: string;
  /**
   * The version of Spark in the image, all three parts: `'4.0.1'` (`BatchJob.version`).
   *
   * @example '4.0.1'
   */
  readonly version: string;
  /**
   * Resources of the driver: `driver: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) }`. It has no devices; the nodes, which run the executors,
   * have `cpu`, `memory` and `accelerator` of the job.
   *
   * @example { cpu: Cpu.cores(2), memory: Size.gibibytes(8) }
   */
  readonly driver: { readonly cpu: CpuAmount; readonly memory: Size };
  /**
   * Memory of a pod outside the heap, as a factor of the heap: `memoryOverheadFactor: 0.2`. Never less than 384 MiB
   * (`BatchJob.memoryOverheadFactor`).
   *
   * @default - 0.1 for Scala and Java, 0.4 for Python and R, as in Spark itself
   */
  readonly memoryOverheadFactor?: number;
  /**
   * Settings of Spark: `sparkConf: { 'spark.sql.shuffle.partitions': '800' }`. Settings that the operator or another prop decides are refused
   * (`BatchJob.sparkConf`). @default - none
   */
  readonly sparkConf?: Readonly<Record<string, string>>;
  /** Settings of Hadoop, without the prefix `spark.hadoop.`: `{ 'fs.s3a.path.style.access': 'true' }`. @default - none */
  readonly hadoopConf?: Readonly<Record<string, string>>;
  /**
   * What Spark fetches before it starts: `deps: { packages: ['org.apache.hadoop:hadoop-aws:3.4.1'] }`. Prefer building it into the image: what is
   * fetched at run time is not pinned. @default - nothing
   */
  readonly deps?: SparkDependencies;
  /** Pause before a retry, for example `Duration.minutes(1)`. Whole seconds (`BatchJob.retryInterval`). @default Duration.seconds(10) */
  readonly retryInterval?: Duration;
}

/** @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#dependency-management */
export interface SparkDependencies {
  /** JAR files. @default - none */
  readonly jars?: readonly string[];
  /** Files that every node gets. @default - none */
  readonly files?: readonly string[];
  /** Python files. @default - none */
  readonly pyFiles?: readonly string[];
  /** Archives to unpack. @default - none */
  readonly archives?: readonly string[];
  /** Maven coordinates: `group:artifact:version`. */
  readonly packages?: readonly string[];
  /** Maven packages to leave out. @default - none */
  readonly excludePackages?: readonly string[];
  /** More Maven repositories. @default - none */
  readonly repositories?: readonly string[];
}

/** A schedule as a ScheduledSparkApplication keeps it: a late run starts anyway. */
export type SparkSchedule = Omit<RunScheduled, 'startingDeadline'> & { readonly startingDeadline?: undefined };

/** Props of a pod that the Spark operator cannot set. */
type NotSupported =
  | 'command'
  | 'workingDir'
  | 'ephemeralStorage'
  | 'extendedResources'
  | 'topologySpread'
  | 'runtimeClassName'
  | 'mountServiceAccountToken'
  | 'serviceAccount';

/**
 * A job that the Spark operator runs: a driver, and an executor on each node.
 *
 * There is no `deadline`, which a SparkApplication does not have: an application that hangs holds its nodes until it is deleted.
 */
export interface SparkJobProps extends JobNameProps, JobQueueProps, ManyNodesProps, RestartProps, Omit<JobPodProps, NotSupported> {
  /** What runs the nodes: `Engine.jobSet()` (`BatchJob.engine`). */
  readonly engine: SparkEngine;
  /**
   * When the job runs: `Run.scheduled('0 2 * * *')`. The operator itself reruns a changed application of `Run.onEveryChange()`.
   *
   * @example Run.once()
   */
  readonly run: RunOnce | RunOnEveryChange | RunHook | SparkSchedule;
  /**
   * The ServiceAccount of driver and executors, for example `'spark'`. Required, because the driver creates the executor pods and needs a Role and
   * a token for that (`BatchJob.serviceAccount`).
   *
   * @example 'spark'
   */
  readonly serviceAccount: string | NamedRef;
}
