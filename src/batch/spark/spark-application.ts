import { Duration } from 'cdk8s';
import type { PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import type { PodIdentity } from '../../kube/labels';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { RETRIES } from '../many-nodes';
import { type JobPodProps, jobPod } from '../pod/job-pod';
import { topologyAnnotations } from '../queue/queue';
import type { PodSet } from '../rendered-job';
import { refuseTokenless } from './driver-account';
import type { SparkApplicationSpec, SparkRestartPolicy } from './spark-application-spec';
import { checkSparkConf } from './spark-conf';
import type { SparkOptions } from './spark-engine';
import type { SparkJobProps } from './spark-job-props';
import { sparkMemory } from './spark-memory';
import { sparkPod, sparkVolumes, withoutDisk } from './spark-pod';

/** What a SparkApplication says, and the pods that come of it. */
export interface SparkApplication {
  readonly spec: SparkApplicationSpec;
  readonly pods: readonly PodSet[];
}

/** The application of a Spark job, without what its run decides. */
export function sparkApplication(where: string, identity: PodIdentity, props: SparkJobProps): SparkApplication {
  if (props.serviceAccount === undefined) {
    const what = '`serviceAccount` is required with Engine.spark: the driver creates its executors with it';
    throw new ConfigError('BatchJob.serviceAccount', { where, what, fix: "add serviceAccount: 'spark'" });
  }
  refuseTokenless(where, props.serviceAccount);
  const { engine, nodes, image, args } = props;
  const { type, mainApplicationFile, version, sparkConf, hadoopConf, deps } = checkOptions(where, engine);
  const { driver, executor } = podsOf(where, identity, props);
  const volumes = sparkVolumes([driver, executor]);
  const pullSecrets = (driver.spec?.imagePullSecrets ?? []).flatMap(({ name }) => (name === undefined ? [] : [name]));
  const executorFacts = { ...sparkMemory(where, props.memory, engine), accelerator: props.accelerator };
  const spec: SparkApplicationSpec = {
    type,
    mode: 'cluster',
    sparkVersion: version,
    image,
    ...(pullSecrets.length === 0 ? {} : { imagePullSecrets: pullSecrets }),
    mainApplicationFile,
    ...(engine.mainClass === undefined ? {} : { mainClass: engine.mainClass }),
    ...(args === undefined ? {} : { arguments: [...args] }),
    ...(sparkConf === undefined ? {} : { sparkConf: { ...sparkConf } }),
    ...(hadoopConf === undefined ? {} : { hadoopConf: { ...hadoopConf } }),
    ...(deps === undefined ? {} : { deps }),
    restartPolicy: restartPolicy(where, props),
    ...(volumes.length === 0 ? {} : { volumes }),
    driver: sparkPod(driver, sparkMemory(where, engine.driver.memory, engine)),
    executor: {
      ...sparkPod(executor, executorFacts),
      instances: wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES }),
    },
  };
  const counts = [
    { template: withoutDisk(driver), count: 1 },
    { template: withoutDisk(executor), count: nodes },
  ];
  return { spec, pods: counts };
}

/** Driver and executor alike, but for devices and what belongs to them. */
function podsOf(where: string, identity: PodIdentity, props: SparkJobProps): Readonly<Record<'driver' | 'executor', PodTemplateSpec>> {
  // The arguments are the application's: Spark makes the command of each container itself.
  const { accelerator: _, sharedMemory: _shared, cpuLimit: _limit, args: _args, ...plain } = props;
  const { args: _own, ...executor }: JobPodProps = props;
  const annotations = topologyAnnotations(where, props.queue);
  return {
    driver: jobPod(where, identity, { ...plain, ...props.engine.driver }, { container: 'spark-kubernetes-driver', annotations }),
    executor: jobPod(where, identity, executor, { container: 'spark-kubernetes-executor', annotations }),
  };
}

const TYPES: readonly SparkOptions['type'][] = ['Python', 'Scala', 'Java', 'R'];

function checkOptions(where: string, engine: SparkOptions): SparkOptions {
  const { type, version, mainClass } = engine;
  if (!TYPES.includes(type)) {
    throw new ConfigError('BatchJob.type', { where, what: `type is ${JSON.stringify(type)}`, fix: `use ${TYPES.join(', ')}` });
  }
  if (!/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) {
    throw new ConfigError('BatchJob.version', {
      where,
      what: `version is ${JSON.stringify(version)}`,
      fix: "write all three parts: '4.0.1'",
    });
  }
  const needsClass = type === 'Scala' || type === 'Java';
  if (needsClass !== (mainClass !== undefined)) {
    const what = needsClass ? `mainClass is missing, and the application is ${type}` : `mainClass means nothing to ${type}`;
    throw new ConfigError('BatchJob.mainClass', { where, what, fix: needsClass ? "add mainClass: 'com.acme.Score'" : 'take it out' });
  }
  checkSparkConf(where, engine.sparkConf);
  return engine;
}

function restartPolicy(where: string, { retries = RETRIES, engine }: SparkJobProps): SparkRestartPolicy {
  wholeNumber('BatchJob.retries', where, retries, { title: 'retries', min: 0 });
  if (retries === 0) return { type: 'Never' };
  const interval = wholeSeconds('BatchJob.retryInterval', where, engine.retryInterval ?? Duration.seconds(10), 1);
  return {
    type: 'OnFailure',
    onFailureRetries: retries,
    onFailureRetryInterval: interval,
    onSubmissionFailureRetries: retries,
    onSubmissionFailureRetryInterval: interval,
  };
}
