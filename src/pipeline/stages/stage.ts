import { checkedFactories } from '../../base/validate-props';
import type { BatchJobProps } from '../../batch/batch-job-props';
import type { Parallel } from '../../batch/job/indexed-job';
import type { JobSpecProps } from '../../batch/job/plain-job-props';
import type { JobNameProps, JobQueueProps } from '../../batch/job-props';
import type { JobPodProps } from '../../batch/pod/job-pod';
import { Run, type RunOnce, type RunOnEveryChange, type RunScheduled } from '../../batch/run/run';
import type { SparkJobProps } from '../../batch/spark/spark-job-props';
import type { MLServiceProps } from '../../serving/ml-service-props';
import type { StatefulServiceProps } from '../../workload/stateful-service';
import type { WebServiceProps } from '../../workload/web-service';
import type { DatasetRead, DatasetUse } from '../data/dataset-use';

/** How a stage is connected to others. */
export interface StageLinks {
  /** Datasets that it reads: `[raw]`. It starts after the stages that write them, unless a read has `waits: false`. @default - none */
  readonly reads?: readonly DatasetRead[];
  /** Datasets that it writes: `[features]`. @default - none */
  readonly writes?: readonly DatasetUse[];
  /** Other stages that come first: `[check]`. @default - none */
  readonly after?: readonly Stage[];
}

/** Work of one pod that ends. Every order can run it. */
export interface TaskOptions extends JobPodProps, Omit<JobSpecProps, 'parallel'>, Omit<JobNameProps, 'name'>, JobQueueProps, StageLinks {}

/** What makes a job run again. */
export interface RerunOptions {
  /**
   * Whether it runs again only for its own changes, or also after a new run of a job that comes before it.
   *
   * @default 'withProducers'
   */
  readonly reruns?: 'withProducers' | 'ownChanges';
}

/** Features of a Job that a task of a workflow does not have. */
export interface OwnJobOptions extends RerunOptions {
  /** When it runs: `Run.onEveryChange()`. @default Run.once() */
  readonly run?: RunOnce | RunOnEveryChange;
  /** Work in numbered parts: `{ completions: 10, parallelism: 5 }`. @default - one pod */
  readonly parallel?: Parallel;
}

/** `Omit` for each member of a union. */
export type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** All props of a `BatchJob`; its name is the stage's. */
type JobProps = Without<BatchJobProps, 'name'> & StageLinks & RerunOptions;

/** A stage that every order can run. Made by {@link Stage.job} and {@link Stage.train}. */
export interface TaskStage {
  /** What the stage becomes. */
  readonly kind: 'job' | 'train';
  /** The Kubernetes name of what it makes. */
  readonly name: string;
  /** The props of what it makes. */
  readonly props: TaskOptions & { readonly [Prop in keyof OwnJobOptions | 'nodes' | 'engine']?: undefined };
}

/** A separate job: a Job, a CronJob, or the object of an engine. */
export interface JobStage {
  /** What the stage becomes. */
  readonly kind: 'job' | 'train' | 'spark' | 'scheduled';
  /** The Kubernetes name of what it makes. */
  readonly name: string;
  /** The props of what it makes. */
  readonly props: JobProps;
}

/** A server without a model. Made by {@link Stage.service}. */
export interface ServiceStage {
  /** What the stage becomes. */
  readonly kind: 'service';
  /** The Kubernetes name of what it makes. */
  readonly name: string;
  /** The props of what it makes. */
  readonly props: Omit<WebServiceProps, 'name'> & StageLinks;
}

/** A server with storage. Made by {@link Stage.stateful}. */
export interface StatefulStage {
  /** What the stage becomes. */
  readonly kind: 'stateful';
  /** The Kubernetes name of what it makes. */
  readonly name: string;
  /** The props of what it makes. */
  readonly props: Omit<StatefulServiceProps, 'name'> & StageLinks;
}

/** A model server. Made by {@link Stage.serve}. */
export interface ServeStage {
  /** What the stage becomes. */
  readonly kind: 'serve';
  /** The Kubernetes name of what it makes. */
  readonly name: string;
  /** The props of what it makes. */
  readonly props: Without<MLServiceProps, 'name'> & StageLinks;
}

/** One step of a pipeline. Its name is the Kubernetes name of its workload. */
export type Stage = TaskStage | JobStage | ServiceStage | StatefulStage | ServeStage;

/** Work that ends. With `run`, `parallel` or `reruns` it is a separate Job, which only {@link Order.gitops} can order. */
function job(name: string, props: TaskOptions): TaskStage;
function job(name: string, props: TaskOptions & OwnJobOptions): JobStage;
function job(name: string, props: TaskOptions & OwnJobOptions): TaskStage | JobStage {
  const { run, parallel, reruns, ...task } = props;
  if (run === undefined && parallel === undefined && reruns === undefined) return { kind: 'job', name, props: task };
  return { kind: 'job', name, props: { ...props, run: run ?? Run.once() } };
}

/** Training: like {@link Stage.job}, with all props of a `BatchJob`, such as several nodes with an engine. */
function train(name: string, props: TaskOptions): TaskStage;
function train(name: string, props: JobProps): JobStage;
function train(name: string, props: TaskStage['props'] | JobProps): TaskStage | JobStage {
  return props.run === undefined ? { kind: 'train', name, props } : { kind: 'train', name, props };
}

/** Kinds of stages. */
export const Stage = checkedFactories('Stage', {
  job,
  train,
  /** Scheduled work: a CronJob, or the schedule of an engine. No stage can come after it, because it never ends for good. */
  scheduled(name: string, props: JobProps & { readonly run: Pick<RunScheduled, 'kind' | 'schedule'> }): JobStage {
    return { kind: 'scheduled', name, props };
  },
  /** Data processing by the Spark operator: `engine: Engine.spark({ … })`. */
  spark(name: string, props: Without<SparkJobProps, 'name' | 'run'> & Pick<OwnJobOptions, 'run'> & RerunOptions & StageLinks): JobStage {
    return { kind: 'spark', name, props: { ...props, run: props.run ?? Run.once() } };
  },
  /** A server without a model: a `WebService`. */
  service(name: string, props: ServiceStage['props']): ServiceStage {
    return { kind: 'service', name, props };
  },
  /** A server with storage: a `StatefulService`. */
  stateful(name: string, props: StatefulStage['props']): StatefulStage {
    return { kind: 'stateful', name, props };
  },
  /** A model server: an `MLService`. */
  serve(name: string, props: ServeStage['props']): ServeStage {
    return { kind: 'serve', name, props };
  },
});

/** Whether a stage is work rather than a server. */
export function isWork(stage: Stage): stage is TaskStage | JobStage {
  return stage.kind === 'job' || stage.kind === 'train' || stage.kind === 'spark' || stage.kind === 'scheduled';
}

/** Whether it starts by schedule. */
export function isScheduled(stage: Stage): boolean {
  return isWork(stage) && stage.props.run?.kind === 'scheduled';
}

/** Whether a stage ends, so that another can come after it. */
export function ends(stage: Stage): boolean {
  return isWork(stage) && !isScheduled(stage);
}

/** The props of a stage's workload. */
export function withoutLinks<P extends StageLinks & RerunOptions>(props: P): Without<P, keyof StageLinks | 'reruns'> {
  const { reads: _reads, writes: _writes, after: _after, reruns: _reruns, ...own } = props;
  return own as Without<P, keyof StageLinks | 'reruns'>;
}
