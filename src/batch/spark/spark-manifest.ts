import type { PodTemplateSpec, Volume } from '../../../imports/kubernetes';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { jobLabels, type RenderedJob } from '../job-basics';
import type { ResolvedSchedule } from '../run/resolve-run';
import { hookAnnotations, suspendField } from '../run/run-object';
import type { ResolvedSparkJob } from './resolve-spark-job';
import type { SparkApplicationSpec, SparkRestartPolicy } from './spark-application-spec';
import { sparkPod } from './spark-pod';

const API_VERSION = 'sparkoperator.k8s.io/v1beta2';

/** The SparkApplication, or by schedule the ScheduledSparkApplication. */
export function sparkManifest(job: ResolvedSparkJob): RenderedJob {
  const { name, run, nodes } = job;
  const [driver, executor] = [podTemplate(job.driver.pod), podTemplate(job.executor.pod)];
  const pods = [
    { template: withoutDisk(driver), count: 1 },
    { template: withoutDisk(executor), count: nodes },
  ];
  const spec = applicationSpec(job, driver, executor);
  // The operator copies the labels of a schedule to its runs, those of the queue included.
  const labels = jobLabels(job);
  if (run.kind === 'scheduled') {
    const metadata = { name, labels };
    return { manifest: { apiVersion: API_VERSION, kind: 'ScheduledSparkApplication', metadata, spec: scheduleSpec(run, spec) }, pods };
  }
  const metadata = { name, labels, ...hookAnnotations(run) };
  return { manifest: { apiVersion: API_VERSION, kind: 'SparkApplication', metadata, spec: { ...suspendField(run), ...spec } }, pods };
}

function scheduleSpec(run: ResolvedSchedule, template: SparkApplicationSpec): object {
  const { schedule, timeZone, suspend, concurrency, history, ttlSeconds } = run;
  return {
    schedule,
    timeZone,
    suspend,
    concurrencyPolicy: concurrency,
    successfulRunHistoryLimit: history.succeeded,
    failedRunHistoryLimit: history.failed,
    // A TTL only here: the runs of a schedule are not in Git.
    template: ttlSeconds === undefined ? template : { ...template, timeToLiveSeconds: ttlSeconds },
  };
}

function applicationSpec(job: ResolvedSparkJob, driver: PodTemplateSpec, executor: PodTemplateSpec): SparkApplicationSpec {
  const { application, image, args, nodes, accelerator } = job;
  const { type, version, mainApplicationFile, mainClass, sparkConf, hadoopConf, deps } = application;
  const volumes = volumesOf([driver, executor]);
  const pullSecrets = (driver.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  return {
    type,
    mode: 'cluster',
    sparkVersion: version,
    image,
    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets }),
    mainApplicationFile,
    ...(mainClass === undefined ? {} : { mainClass }),
    ...(args === undefined ? {} : { arguments: [...args] }),
    ...(sparkConf === undefined ? {} : { sparkConf: { ...sparkConf } }),
    ...(hadoopConf === undefined ? {} : { hadoopConf: { ...hadoopConf } }),
    ...(deps === undefined ? {} : { deps }),
    restartPolicy: restartPolicy(job),
    ...(volumes.length === 0 ? {} : { volumes }),
    driver: sparkPod(driver, job.driver.memory),
    executor: { ...sparkPod(executor, { ...job.executor.memory, accelerator }), instances: nodes },
  };
}

function restartPolicy({ retries, retryIntervalSeconds }: ResolvedSparkJob): SparkRestartPolicy {
  if (retries === 0) return { type: 'Never' };
  return {
    type: 'OnFailure',
    onFailureRetries: retries,
    onFailureRetryInterval: retryIntervalSeconds,
    onSubmissionFailureRetries: retries,
    onSubmissionFailureRetryInterval: retryIntervalSeconds,
  };
}

/** The volumes of all pods, without duplicates: volumes of one name are equal, because they come from the same props. */
function volumesOf(templates: readonly PodTemplateSpec[]): readonly Volume[] {
  const volumes = new Map(templates.flatMap(({ spec }) => spec?.volumes ?? []).map((volume) => [volume.name, volume]));
  return [...volumes.values()];
}

/** The pods as the operator creates them: it cannot request ephemeral storage. */
function withoutDisk(template: PodTemplateSpec): PodTemplateSpec {
  const { spec = { containers: [] } } = template;
  const containers = spec.containers.map((container) => {
    const { requests, limits, ...rest } = container.resources ?? {};
    return { ...container, resources: { ...rest, requests: lessDisk(requests), limits: lessDisk(limits) } };
  });
  return { ...template, spec: { ...spec, containers } };
}

function lessDisk<T>(quantities: Readonly<Record<string, T>> = {}): Record<string, T> {
  return Object.fromEntries(Object.entries(quantities).filter(([resource]) => resource !== 'ephemeral-storage'));
}
