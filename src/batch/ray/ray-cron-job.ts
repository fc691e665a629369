import { LONGEST_NAMES } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import { cronSchedule } from '../run/cron';
import { checkServiceName } from '../run/run-name';
import { timeZoneName } from '../run/time-zone';
import { refuseUnsupportedSchedule } from '../run/unsupported-schedule';
import type { RaySchedule } from './ray-job-props';
import type { DeletionRule, RayJobSpec } from './ray-job-spec';

/**
 * The RayCronJob of a Ray job. KubeRay 1.7 runs it where the feature gate `RayCronJob` is on.
 *
 * @see https://docs.ray.io/en/latest/cluster/kubernetes/getting-started/raycronjob-quick-start.html
 */
export function rayCronJobManifest(
  where: string,
  name: string,
  run: RaySchedule,
  labels: Readonly<Record<string, string>>,
  job: RayJobSpec,
): CustomObject {
  refuseUnsupportedSchedule(where, 'RayCronJob', run, ['concurrency', 'startingDeadline', 'history']);
  checkServiceName(where, name, { max: LONGEST_NAMES['ray.io/RayCronJob'].max, suffixes: [] });
  const spec = {
    schedule: cronSchedule('BatchJob.schedule', where, run.schedule),
    timeZone: timeZoneName('BatchJob.timeZone', where, run.timeZone ?? 'Etc/UTC'),
    suspend: run.suspend ?? false,
    jobTemplate: { ...job, ...cleanUp(where, run) },
  };
  return { apiVersion: 'ray.io/v1', kind: 'RayCronJob', metadata: { name, labels }, spec };
}

/** The cluster goes at once. The run itself goes later, which needs rules: a plain TTL of KubeRay leaves the RayJob where it is. */
function cleanUp(where: string, { ttlAfterFinished }: RaySchedule): Pick<RayJobSpec, 'shutdownAfterJobFinishes' | 'deletionStrategy'> {
  if (ttlAfterFinished === undefined) return { shutdownAfterJobFinishes: true };
  const ttlSeconds = wholeSeconds('BatchJob.ttlAfterFinished', where, ttlAfterFinished);
  const ends: readonly Omit<DeletionRule['condition'], 'ttlSeconds'>[] = [
    { jobStatus: 'SUCCEEDED' },
    { jobStatus: 'FAILED' },
    // A run that never started has no status of its own.
    { jobDeploymentStatus: 'Failed' },
  ];
  const deletionRules = ends.flatMap((end): readonly DeletionRule[] => [
    { policy: 'DeleteCluster', condition: { ...end, ttlSeconds: 0 } },
    { policy: 'DeleteSelf', condition: { ...end, ttlSeconds } },
  ]);
  return { deletionStrategy: { deletionRules } };
}
