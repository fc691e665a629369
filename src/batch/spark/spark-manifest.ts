import { NANOSECOND_LENGTH } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, workloadLabels } from '../../kube/labels';
import { checkConcurrency, historyLimits } from '../job/cron-job';
import { queueLabels } from '../queue/queue';
import { jobIdentity, type RenderedJob } from '../rendered-job';
import { cronSchedule } from '../run/cron';
import { oneShotMetadata, suspendField } from '../run/one-shot';
import { checkServiceName, hashSuffix } from '../run/run-name';
import { timeZoneName } from '../run/time-zone';
import { refuseUnsupportedSchedule } from '../run/unsupported-schedule';
import { sparkApplication } from './spark-application';
import type { SparkApplicationSpec } from './spark-application-spec';
import type { SparkJobProps, SparkSchedule } from './spark-job-props';

const API_VERSION = 'sparkoperator.k8s.io/v1beta2';

/** The SparkApplication or ScheduledSparkApplication for a job called `name`. Pure: the same props give the same manifest. */
export function sparkManifest(where: string, name: string, props: SparkJobProps, context: LabelContext): RenderedJob {
  const { run } = props;
  const identity = jobIdentity(name, props, context);
  const { spec, pods } = sparkApplication(where, identity, props);
  // The operator hands the labels of a schedule to its runs, the queue's among them.
  const labels = { ...workloadLabels(identity), ...queueLabels(where, props.queue) };
  if (run.kind === 'scheduled') return { manifest: scheduled(where, name, run, labels, spec), pods };
  checkServiceName(where, name, { suffixes: hashSuffix(run) });
  const manifest: CustomObject = {
    apiVersion: API_VERSION,
    kind: 'SparkApplication',
    metadata: oneShotMetadata(where, name, run, labels, spec),
    spec: { ...suspendField(run), ...spec },
  };
  return { manifest, pods };
}

function scheduled(
  where: string,
  name: string,
  run: SparkSchedule,
  labels: Readonly<Record<string, string>>,
  template: SparkApplicationSpec,
): CustomObject {
  refuseUnsupportedSchedule(where, 'ScheduledSparkApplication', run, ['startingDeadline']);
  checkServiceName(where, name, { suffixes: [{ length: NANOSECOND_LENGTH, reason: 'the nanosecond of each run' }] });
  const { succeeded, failed } = historyLimits(where, run.history);
  const spec = {
    schedule: cronSchedule('BatchJob.schedule', where, run.schedule),
    timeZone: timeZoneName('BatchJob.timeZone', where, run.timeZone ?? 'Etc/UTC'),
    suspend: run.suspend ?? false,
    concurrencyPolicy: checkConcurrency(where, run.concurrency ?? 'Forbid'),
    successfulRunHistoryLimit: succeeded,
    failedRunHistoryLimit: failed,
    template: { ...template, ...timeToLive(where, run) },
  };
  return { apiVersion: API_VERSION, kind: 'ScheduledSparkApplication', metadata: { name, labels }, spec };
}

/** Only here: the runs of a schedule are not in Git. */
function timeToLive(where: string, { ttlAfterFinished }: SparkSchedule): Pick<SparkApplicationSpec, 'timeToLiveSeconds'> {
  if (ttlAfterFinished === undefined) return {};
  return { timeToLiveSeconds: wholeSeconds('BatchJob.ttlAfterFinished', where, ttlAfterFinished) };
}
