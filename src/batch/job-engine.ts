import { checkedFactories } from '../base/validate-props';
import type { JobSetEngine, JobSetOptions } from './job-set/job-set-props';
import type { RayEngine, RayOptions } from './ray/ray-job-props';
import type { SparkEngine, SparkOptions } from './spark/spark-job-props';
import type { TrainJobEngine, TrainJobOptions } from './train-job/train-job-props';
import type { VolcanoEngine, VolcanoOptions } from './volcano/volcano-job-props';

/** What runs a job on several nodes. Created by the factories of the same name. */
export type Engine = JobSetEngine | TrainJobEngine | RayEngine | SparkEngine | VolcanoEngine;

/** Existing engines. This library has no scheduler, no rendezvous and no runner. */
export const Engine = checkedFactories('Engine', {
  /**
   * A JobSet: nodes with stable host names that start and restart together. For torchrun, MPI, and everything that finds its peers by name.
   *
   * @see https://jobset.sigs.k8s.io
   */
  jobSet(options: JobSetOptions = {}): JobSetEngine {
    return { kind: 'jobSet', ...options };
  },
  /**
   * A TrainJob of Kubeflow Trainer: it uses a runtime of the platform team, which knows the framework.
   *
   * @see https://www.kubeflow.org/docs/components/trainer/
   */
  trainJob(options: TrainJobOptions): TrainJobEngine {
    return { kind: 'trainJob', ...options };
  },
  /**
   * A RayJob: a Ray cluster that KubeRay creates for the job and deletes when it ends. With a schedule a RayCronJob.
   *
   * @see https://docs.ray.io/en/latest/cluster/kubernetes/
   */
  ray(options: RayOptions): RayEngine {
    return { kind: 'ray', ...options };
  },
  /**
   * A SparkApplication of the Spark operator, for data processing. With a schedule a ScheduledSparkApplication.
   *
   * Kueue manages it only where its configuration enables the integration (`sparkoperator.k8s.io/sparkapplication`, an alpha feature).
   *
   * @see https://www.kubeflow.org/docs/components/spark-operator/
   */
  spark(options: SparkOptions): SparkEngine {
    return { kind: 'spark', ...options };
  },
  /**
   * A Job of Volcano, for clusters with that scheduler and without Kueue.
   *
   * @see https://volcano.sh/en/docs/vcjob/
   */
  volcano(options: VolcanoOptions = {}): VolcanoEngine {
    return { kind: 'volcano', ...options };
  },
});
