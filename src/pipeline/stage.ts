import type { BatchJobProps } from '../batch/batch-job-props';
import type { JobPodProps } from '../batch/job-pod';
import type { JobSpecProps } from '../batch/job-spec';
import type { JobNameProps, JobQueueProps } from '../batch/many-nodes';
import type { Parallel } from '../batch/parallelism';
import type { RunOnce, RunOnEveryChange, RunScheduled } from '../batch/run';
import type { MLServiceProps } from '../serving/ml-service-props';
import type { StatefulServiceProps } from '../workload/stateful-service';
import type { WebServiceProps } from '../workload/web-service';
import type { DatasetRead, DatasetUse } from './dataset-use';

/** How a stage stands among the others. */
export interface StageLinks {
  /** Data that it takes. It starts after the stages that write it, unless a read says `waits: false`. @default - none */
  readonly reads?: readonly DatasetRead[];
  /** Data that it makes. @default - none */
  readonly writes?: readonly DatasetUse[];
  /** Stages that come first although no data flows. @default - none */
  readonly after?: readonly Stage[];
}

/** Work of one pod that ends. Any order can run it. */
export interface TaskProps extends JobPodProps, Omit<JobSpecProps, 'parallel'>, Omit<JobNameProps, 'name'>, JobQueueProps, StageLinks {}

/** What a Job can do, and a task of a workflow cannot. */
export interface OwnJobProps {
  /** When it runs. @default Run.once() */
  readonly run?: RunOnce | RunOnEveryChange;
  /** Work in numbered parts. @default - one pod does all */
  readonly parallel?: Parallel;
  /**
   * What makes it run again: a change of its own, or also a new run of a stage that it comes after.
   *
   * @default 'withProducers'
   */
  readonly reruns?: 'withProducers' | 'ownChanges';
}

/** As `Omit`, of each member of a union by itself. */
export type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** A stage that any order can run. Made by {@link Stage.job} and {@link Stage.train}. */
export interface TaskStage {
  readonly kind: 'job' | 'train';
  readonly name: string;
  readonly props: TaskProps & { readonly [Prop in keyof OwnJobProps | 'nodes' | 'engine']?: undefined };
}

/** A Job of its own. */
export interface JobStage {
  readonly kind: 'job' | 'train';
  readonly name: string;
  readonly props: Without<BatchJobProps, 'run' | 'name'> & OwnJobProps & StageLinks;
}

/** A CronJob. Made by {@link Stage.scheduled}. */
export interface ScheduledStage {
  readonly kind: 'scheduled';
  readonly name: string;
  readonly props: TaskProps & { readonly run: RunScheduled; readonly parallel?: Parallel };
}

/** A server without a model. Made by {@link Stage.service}. */
export interface ServiceStage {
  readonly kind: 'service';
  readonly name: string;
  readonly props: Omit<WebServiceProps, 'name'> & StageLinks;
}

/** A server that keeps data. Made by {@link Stage.stateful}. */
export interface StatefulStage {
  readonly kind: 'stateful';
  readonly name: string;
  readonly props: Omit<StatefulServiceProps, 'name'> & StageLinks;
}

/** A model server. Made by {@link Stage.serve}. */
export interface ServeStage {
  readonly kind: 'serve';
  readonly name: string;
  readonly props: Without<MLServiceProps, 'name'> & StageLinks;
}

/** One step of a pipeline. Its name is the Kubernetes name of what it makes. */
export type Stage = TaskStage | JobStage | ScheduledStage | ServiceStage | StatefulStage | ServeStage;

/** Work that ends; with `run`, `parallel` or `reruns` it is a Job of its own, which only {@link Order.gitops} can order. */
function job(name: string, props: TaskProps): TaskStage;
function job(name: string, props: TaskProps & OwnJobProps): JobStage;
function job(name: string, props: TaskProps & OwnJobProps): JobStage {
  return { kind: 'job', name, props };
}

/** Training: as {@link Stage.job}, and with whatever else a `BatchJob` can be: several nodes by an engine. */
function train(name: string, props: TaskProps): TaskStage;
function train(name: string, props: Without<BatchJobProps, 'run' | 'name'> & OwnJobProps & StageLinks): JobStage;
function train(name: string, props: JobStage['props']): JobStage {
  return { kind: 'train', name, props };
}

/** The props of a stage's workload alone. */
export function withoutLinks<P extends StageLinks & Pick<OwnJobProps, 'reruns'>>(props: P): Without<P, keyof StageLinks | 'reruns'> {
  const { reads: _reads, writes: _writes, after: _after, reruns: _reruns, ...own } = props;
  return own as Without<P, keyof StageLinks | 'reruns'>;
}

/** Kinds of stages. */
export const Stage = {
  job,
  train,
  /** Work by the clock: a CronJob. Nothing can come after it, because it never has ended for good. */
  scheduled(name: string, props: ScheduledStage['props']): ScheduledStage {
    return { kind: 'scheduled', name, props };
  },
  /** A server without a model: a `WebService`. */
  service(name: string, props: ServiceStage['props']): ServiceStage {
    return { kind: 'service', name, props };
  },
  /** A server that keeps data: a `StatefulService`. */
  stateful(name: string, props: StatefulStage['props']): StatefulStage {
    return { kind: 'stateful', name, props };
  },
  /** A model server: an `MLService`. */
  serve(name: string, props: ServeStage['props']): ServeStage {
    return { kind: 'serve', name, props };
  },
} as const;

/** Whether a stage ends, so that another can come after its end. */
export function ends(stage: Stage): boolean {
  return stage.kind === 'job' || stage.kind === 'train';
}
