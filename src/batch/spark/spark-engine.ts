import type { Duration, Size } from 'cdk8s';
import type { CpuAmount } from '../../kube/pod/resources';

/** @see Engine.spark */
export interface SparkEngine extends SparkOptions {
  readonly kind: 'spark';
}

export interface SparkOptions {
  /** The language of the application. @example 'Python' */
  readonly type: 'Python' | 'Scala' | 'Java' | 'R';
  /**
   * What runs: `local:///opt/app/score.py` in the image, or a URI that the driver can fetch.
   *
   * @example 'local:///opt/app/score.py'
   */
  readonly mainApplicationFile: string;
  /** The class with the `main` method. Required for Scala and Java, and refused for the others (`BatchJob.mainClass`). */
  readonly mainClass?: string;
  /** The version of Spark in the image: `4.0.1`. @example '4.0.1' */
  readonly version: string;
  /**
   * What the driver gets. It has no devices; the nodes, which run the executors, have the job's own `cpu`, `memory` and `accelerator`.
   *
   * @example { cpu: Cpu.cores(2), memory: Size.gibibytes(8) }
   */
  readonly driver: { readonly cpu: CpuAmount; readonly memory: Size };
  /**
   * Part of a pod's memory beside the heap, as a factor of the heap. Never less than 384 MiB.
   *
   * @default - 0.1 for Scala and Java, 0.4 for Python and R, as in Spark itself
   */
  readonly memoryOverheadFactor?: number;
  /** Settings of Spark. Those that the operator or another prop decides are refused (`BatchJob.sparkConf`). @default - none */
  readonly sparkConf?: Readonly<Record<string, string>>;
  /** Settings of Hadoop, without the prefix `spark.hadoop.`. @default - none */
  readonly hadoopConf?: Readonly<Record<string, string>>;
  /** What Spark fetches before it starts. Better built into the image: what is fetched at run time is not pinned. @default - nothing */
  readonly deps?: SparkDependencies;
  /** Pause before another try. @default Duration.seconds(10) */
  readonly retryInterval?: Duration;
}

/** @see https://spark.apache.org/docs/latest/running-on-kubernetes.html#dependency-management */
export interface SparkDependencies {
  readonly jars?: readonly string[];
  readonly files?: readonly string[];
  readonly pyFiles?: readonly string[];
  readonly archives?: readonly string[];
  /** Maven coordinates: `group:artifact:version`. */
  readonly packages?: readonly string[];
  readonly excludePackages?: readonly string[];
  readonly repositories?: readonly string[];
}
