import { checkedFactories } from '../base/validate-props';
import type { JobSetEngine, JobSetOptions } from './job-set/job-set-engine';
import type { RayEngine, RayOptions } from './ray/ray-engine';
import type { SparkEngine, SparkOptions } from './spark/spark-engine';
import type { TrainJobEngine, TrainJobOptions } from './train-job/train-job-engine';
import type { VolcanoEngine, VolcanoOptions } from './volcano/volcano-engine';

/** Who runs a job on several nodes. Made by the factories of the same name. */
export type Engine = JobSetEngine | TrainJobEngine | RayEngine | SparkEngine | VolcanoEngine;

/** Engines that exist: this library has no scheduler, no rendezvous and no runner of its own. */
export const Engine = checkedFactories('Engine', {
  /**
   * A JobSet: nodes with stable host names that start, and start again, together. For torchrun, MPI, and whatever finds its peers by name.
   *
   * @see https://jobset.sigs.k8s.io
   */
  jobSet(options: JobSetOptions = {}): JobSetEngine {
    return { kind: 'jobSet', ...options };
  },
  /**
   * A TrainJob of Kubeflow Trainer: it fills in a runtime that the platform keeps, which knows the framework.
   *
   * @see https://www.kubeflow.org/docs/components/trainer/
   */
  trainJob(options: TrainJobOptions): TrainJobEngine {
    return { kind: 'trainJob', ...options };
  },
  /**
   * A RayJob: a Ray cluster that KubeRay makes for the job and removes with its end. By schedule a RayCronJob.
   *
   * @see https://docs.ray.io/en/latest/cluster/kubernetes/
   */
  ray(options: RayOptions): RayEngine {
    return { kind: 'ray', ...options };
  },
  /**
   * A SparkApplication of the Spark operator, for data processing. By schedule a ScheduledSparkApplication.
   *
   * Kueue looks at it only where its owner has switched that on (`sparkoperator.k8s.io/sparkapplication`, an alpha feature).
   *
   * @see https://www.kubeflow.org/docs/components/spark-operator/
   */
  spark(options: SparkOptions): SparkEngine {
    return { kind: 'spark', ...options };
  },
  /**
   * A Job of Volcano, where the cluster has that scheduler and no Kueue.
   *
   * @see https://volcano.sh/en/docs/vcjob/
   */
  volcano(options: VolcanoOptions = {}): VolcanoEngine {
    return { kind: 'volcano', ...options };
  },
});
