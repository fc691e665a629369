import { configErrorText } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { setTimeBudget } from '../../kube/delivery/time-budget';
import type { BatchJob } from '../batch-job';
import type { BatchJobProps } from '../batch-job-props';
import { RETRIES } from '../many-nodes';
import { runHash } from './run-content';

/** Tells the delivery room what the run asks of it. */
export function rememberRun(job: BatchJob, props: BatchJobProps): void {
  const { run, engine } = props;
  switch (run.kind) {
    case 'once':
      // Where nobody means to suspend or let go the run by hand, its spec says nothing more once it is there.
      addDeliveryHints(job.resource, {
        retain: run.superseded !== 'stop',
        ...(engine !== undefined && run.suspend === undefined ? { ignoreSpecDrift: true } : {}),
      });
      refuseChangeAfterNaming(job);
      rememberDeadline(job, props);
      break;
    case 'onEveryChange':
      // The Spark operator runs a changed application again by itself.
      if (engine?.kind !== 'spark') addDeliveryHints(job.resource, { recreate: true });
      rememberDeadline(job, props);
      break;
    case 'scheduled':
    case 'hook':
      break;
  }
}

function rememberDeadline(job: BatchJob, { engine, deadline, retries = RETRIES }: BatchJobProps): void {
  if (deadline === undefined) return;
  const once = wholeSeconds('BatchJob.deadline', job.node.path, deadline, 1);
  // Only a JobSet counts the time of each try again.
  const tries = engine?.kind === 'jobSet' ? retries + 1 : 1;
  setTimeBudget(job, { seconds: tries * once, reason: `deadline ${once} s${tries === 1 ? '' : ` × ${tries} tries`}` });
}

/** A patch after the constructor would change the content under a name that stands for another: the live run could not be updated. */
function refuseChangeAfterNaming(job: BatchJob): void {
  const validate = () => {
    const changed = changedKind(job);
    if (changed === undefined) return [];
    return [
      configErrorText('BatchJob.changed', {
        where: job.node.path,
        what: `the ${changed} "${job.name}" was changed after its name had been made of its content`,
        fix: 'set the field through the props, or use Run.onEveryChange()',
      }),
    ];
  };
  job.node.addValidation({ validate });
}

/** The kind of a job that no longer has the content of its name. An object that cannot be written as data is the renderer's to report. */
function changedKind(job: BatchJob): string | undefined {
  try {
    const { kind, metadata, spec } = job.resource.toJson();
    return job.name.endsWith(`-${runHash({ metadata, spec })}`) ? undefined : kind;
  } catch {
    return undefined;
  }
}
