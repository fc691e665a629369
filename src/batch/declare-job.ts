import { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { warn } from '../kube/construct-findings';
import { addDeliveryHints } from '../kube/delivery/delivery-hints';
import { setTimeBudget } from '../kube/delivery/time-budget';
import type { PodSet } from './job-basics';
import { declareDevices } from './queue/queue-demand';
import { declareQueueDemand } from './queue/queue-findings';
import type { ResolvedJob } from './resolve-job';

/** Registers a job with queues, capacity and delivery, and warns of what works but may surprise. */
export function declareJob(construct: Construct, object: ApiObject, job: ResolvedJob, pods: readonly PodSet[]): void {
  const { queue, accelerator } = job;
  const demand = { construct, object, queue: queue.name, accelerator, pods };
  declareQueueDemand(demand);
  declareDevices(demand, job.engine);
  declareDelivery(construct, object, job);
  warnOfQueue(construct, job);
  warnOfSchedule(construct, job);
}

function declareDelivery(construct: Construct, object: ApiObject, job: ResolvedJob): void {
  const { run, engine } = job;
  switch (run.kind) {
    case 'once':
      // Once created, the spec of a run does not change, except where a person suspends and resumes it through Git.
      addDeliveryHints(object, {
        retain: run.superseded !== 'stop',
        ...(engine !== 'none' && run.suspend === undefined ? { ignoreSpecDrift: true } : {}),
      });
      retainAccount(construct, run.superseded !== 'stop');
      setDeadlineBudget(construct, job);
      break;
    case 'onEveryChange':
      // The Spark operator reruns a changed application itself.
      if (engine !== 'spark') addDeliveryHints(object, { recreate: true });
      setDeadlineBudget(construct, job);
      break;
    case 'scheduled':
    case 'hook':
      break;
  }
}

/** A run that outlives its file needs its account for every retry: without one, no pod can be created. */
function retainAccount(construct: Construct, retain: boolean): void {
  const account = construct.node.tryFindChild('ServiceAccount');
  if (account !== undefined && ApiObject.isApiObject(account)) addDeliveryHints(account, { retain });
}

function setDeadlineBudget(construct: Construct, job: ResolvedJob): void {
  const { deadlineSeconds } = job;
  if (deadlineSeconds === undefined) return;
  // Only a JobSet gives each try the full time.
  const tries = job.engine === 'jobSet' ? job.retries + 1 : 1;
  const reason = `deadline ${deadlineSeconds} s${tries === 1 ? '' : ` × ${tries} tries`}`;
  setTimeBudget(construct, { seconds: tries * deadlineSeconds, reason });
}

function warnOfQueue(construct: Construct, { engine, queue }: ResolvedJob): void {
  if (engine !== 'spark' || queue.name === undefined) return;
  warn(construct, 'BatchJob.queue', {
    what: 'Kueue ignores SparkApplications unless its configuration enables them: elsewhere the job starts at once, whatever the quota',
    fix: 'have the framework sparkoperator.k8s.io/sparkapplication and the feature gate SparkApplicationIntegration enabled',
  });
}

function warnOfSchedule(construct: Construct, { run, engine, deadlineSeconds }: ResolvedJob): void {
  if (run.kind !== 'scheduled') return;
  if (engine === 'ray') {
    if (run.ttlSeconds !== undefined) return;
    const what = 'KubeRay keeps every finished run: a RayCronJob has no history limit';
    warn(construct, 'BatchJob.ttlAfterFinished', { what, fix: "add Run.scheduled('…', { ttlAfterFinished: Duration.days(7) })" });
    return;
  }
  if (engine === 'spark' || deadlineSeconds !== undefined || run.concurrency !== 'Forbid') return;
  warn(construct, 'BatchJob.deadline', {
    what: "a hung run blocks the schedule: with concurrency 'Forbid' later runs are skipped, and without a deadline nothing ends it",
    fix: 'add deadline: Duration.hours(6), the longest that a good run takes',
  });
}
