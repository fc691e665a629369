import type { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodTemplateSpec } from '../../imports/kubernetes';
import { DNS_LABEL } from '../base/names';
import { wholeSeconds } from '../base/units';
import type { Accelerator } from '../kube/devices/accelerator';
import type { CustomObject } from '../kube/kube-object';
import { labelContext } from '../kube/label-context';
import { type PodIdentity, workloadLabels } from '../kube/labels';
import { MOST_NODES, wholeNumber } from '../kube/whole-number';
import type { JobNameProps, JobQueueProps } from './job-props';
import { type ResolvedQueue, resolveQueue } from './queue/queue';
import { type ResolvedRun, resolveRun } from './run/resolve-run';
import type { Run } from './run/run';
import { checkBudget, hashSuffix } from './run/run-name';

/** What a job has whichever engine runs it: defaults applied, each value parsed once. */
export interface JobBasics {
  /** The construct's path, for error messages. */
  readonly where: string;
  /** The stable name, without the hash that `Run.once()` appends. */
  readonly name: string;
  readonly identity: PodIdentity;
  /** The name of the job's own ServiceAccount. Undefined where the user or the engine names one. */
  readonly account?: string;
  readonly run: ResolvedRun;
  readonly queue: ResolvedQueue;
  readonly accelerator?: Accelerator;
  readonly deadlineSeconds?: number;
}

/** Pods of one kind that a job creates. */
export interface PodSet {
  readonly template: PodTemplateSpec;
  /** How many of them run at once. */
  readonly count: number;
}

/** The object of a job. Its name has no hash yet: JSON patches may still change the content. */
export interface RenderedJob {
  readonly manifest: CustomObject;
  /** The pods that the object leads to, for queues and capacity. */
  readonly pods: readonly PodSet[];
  /**
   * Writes a hash of the content into an immutable field of the spec, or with `undefined` removes it, so that `Run.onEveryChange()` starts a
   * new run on every change. @default - every field of the kind is immutable, or its operator reruns it
   */
  readonly noteContent?: (spec: object, hash: string | undefined) => object;
}

interface BasicProps extends JobNameProps, JobQueueProps {
  readonly run: Run;
  readonly accelerator?: Accelerator;
  readonly deadline?: Duration;
}

/** Resolves what all engines share. */
export function resolveBasics(construct: Construct, id: string, props: BasicProps, ownAccount: boolean): JobBasics {
  const where = construct.node.path;
  const { name = id, app = name, version, accelerator, deadline, run } = props;
  checkBudget(where, name, { rule: DNS_LABEL, suffixes: hashSuffix(run) });
  return {
    where,
    name,
    // Never the hash of a run: the same labels select the pods of every run, and labels of the pods count into the hash.
    identity: { app, instance: name, component: 'batch-job', version, context: labelContext(construct) },
    // Not renamed by a new run, so that roles stay bound to it.
    ...(ownAccount ? { account: name } : {}),
    run: resolveRun(where, run),
    queue: resolveQueue(where, props.queue),
    ...(accelerator === undefined ? {} : { accelerator }),
    ...(deadline === undefined ? {} : { deadlineSeconds: wholeSeconds('BatchJob.deadline', where, deadline, 1) }),
  };
}

/** The default of `retries`. */
const RETRIES = 3;

/** Retries of a whole job. */
export function resolveRetries(where: string, retries = RETRIES): number {
  return wholeNumber('BatchJob.retries', where, retries, { title: 'retries', min: 0 });
}

/** The number of machines of a job that an engine runs. */
export function resolveNodes(where: string, nodes: number): number {
  return wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
}

/** Labels of the object that the queue admits. */
export function jobLabels({ identity, queue }: JobBasics): Record<string, string> {
  return { ...workloadLabels(identity), ...queue.labels };
}

/** The deadline of a job, where its kind calls it `activeDeadlineSeconds`. */
export function deadlineField({ deadlineSeconds }: JobBasics): { readonly activeDeadlineSeconds?: number } {
  return deadlineSeconds === undefined ? {} : { activeDeadlineSeconds: deadlineSeconds };
}
