import { ApiObject, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { NANOSECOND_LENGTH } from '../../base/derived-names';
import { wholeSeconds } from '../../base/units';
import type { NamedRef } from '../../kube/pod/environment-variables';
import type { ResolvedPod } from '../../kube/pod/resolve-pod';
import { type JobBasics, resolveNodes, resolveRetries } from '../job-basics';
import { type JobPodProps, resolveJobPod } from '../pod/job-pod';
import { checkServiceName, hashSuffix } from '../run/run-name';
import type { SparkJobProps, SparkOptions } from './spark-job-props';
import { type SparkMemory, sparkMemory } from './spark-memory';

/** A pod of a Spark application, and its memory split into heap and overhead. */
export interface ResolvedSparkPod {
  readonly pod: ResolvedPod;
  readonly memory: SparkMemory;
}

/** A job that the Spark operator runs, resolved. */
export interface ResolvedSparkJob extends JobBasics {
  readonly engine: 'spark';
  readonly application: Pick<SparkOptions, 'type' | 'version' | 'mainApplicationFile' | 'mainClass' | 'sparkConf' | 'hadoopConf' | 'deps'>;
  readonly image: string;
  readonly args?: readonly string[];
  readonly nodes: number;
  readonly retries: number;
  readonly retryIntervalSeconds: number;
  readonly driver: ResolvedSparkPod;
  readonly executor: ResolvedSparkPod;
}

export function resolveSparkJob(basics: JobBasics, props: SparkJobProps): ResolvedSparkJob {
  const { where, name, run } = basics;
  const { engine, image, args } = props;
  checkAccount(where, props.serviceAccount);
  checkOptions(where, engine);
  const nanosecond = run.kind === 'scheduled' ? [{ length: NANOSECOND_LENGTH, reason: 'the nanosecond of each run' }] : [];
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), ...nanosecond] });
  return {
    ...basics,
    engine: 'spark',
    application: engine,
    image,
    ...(args === undefined ? {} : { args }),
    nodes: resolveNodes(where, props.nodes),
    retries: resolveRetries(where, props.retries),
    retryIntervalSeconds: wholeSeconds('BatchJob.retryInterval', where, engine.retryInterval ?? Duration.seconds(10), 1),
    ...podsOf(basics, props),
  };
}

/** Driver and executors are alike, except for devices and what goes with them. */
function podsOf(basics: JobBasics, props: SparkJobProps): Pick<ResolvedSparkJob, 'driver' | 'executor'> {
  const { where } = basics;
  const { engine } = props;
  // `args` are those of the application: Spark makes the command of each container itself.
  const { accelerator: _, sharedMemory: _shared, cpuLimit: _limit, args: _args, ...plain } = props;
  const { args: _own, ...executor }: JobPodProps = props;
  return {
    driver: {
      pod: resolveJobPod(basics, { ...plain, ...engine.driver }, { container: 'spark-kubernetes-driver' }),
      memory: sparkMemory(where, engine.driver.memory, engine),
    },
    executor: {
      pod: resolveJobPod(basics, executor, { container: 'spark-kubernetes-executor' }),
      memory: sparkMemory(where, props.memory, engine),
    },
  };
}

function checkOptions(where: string, engine: SparkOptions): void {
  const { type, version, mainClass } = engine;
  if (!/^[0-9]+\.[0-9]+\.[0-9]+$/.test(version)) {
    const what = `\`version\` must have three parts, got ${JSON.stringify(version)}`;
    throw new ConfigError('BatchJob.version', { where, what, fix: "use for example '4.0.1'" });
  }
  const needsClass = type === 'Scala' || type === 'Java';
  if (needsClass !== (mainClass !== undefined)) {
    const what = needsClass ? `\`mainClass\` is required for a ${type} application` : `a ${type} application has no \`mainClass\``;
    throw new ConfigError('BatchJob.mainClass', { where, what, fix: needsClass ? "add mainClass: 'com.acme.Score'" : 'remove it' });
  }
  checkSparkConf(where, engine.sparkConf);
}

/** The driver calls the API to create its executors. The operator cannot mount a token that the account does not allow. */
function checkAccount(where: string, account: string | NamedRef | undefined): void {
  if (account === undefined) {
    const what = '`serviceAccount` is required with Engine.spark: the driver creates its executors with it';
    throw new ConfigError('BatchJob.serviceAccount', { where, what, fix: "add serviceAccount: 'spark'" });
  }
  if (!Construct.isConstruct(account)) return;
  const tokenless = account.node
    .findAll()
    .some((object) => ApiObject.isApiObject(object) && object.kind === 'ServiceAccount' && isTokenless(object));
  if (!tokenless) return;
  throw new ConfigError('BatchJob.serviceAccount', {
    where,
    what: `the ServiceAccount ${account.node.path} mounts no token, and the driver needs one to create its executors`,
    fix: "use an account with automountServiceAccountToken: true: kubeObject(chart, 'spark', { kind: 'ServiceAccount', … })",
  });
}

function isTokenless(account: ApiObject): boolean {
  return account.toJson().automountServiceAccountToken === false;
}

/** Settings that the operator's webhook refuses, or that another prop decides. */
const DECIDED: Readonly<Record<string, string>> = {
  'spark.master': 'the operator decides it',
  'spark.kubernetes.driver.master': 'the operator decides it',
  'spark.kubernetes.namespace': 'it is the namespace of the chart',
  'spark.kubernetes.container.image': 'use image',
  'spark.kubernetes.driver.container.image': 'use image',
  'spark.kubernetes.executor.container.image': 'use image',
  'spark.kubernetes.driver.pod.name': 'the operator decides it',
  'spark.executor.instances': 'use nodes',
  'spark.dynamicAllocation.enabled': 'nodes is fixed: quota and capacity depend on it',
  'spark.driver.cores': 'use driver.cpu',
  'spark.driver.memory': 'use driver.memory',
  'spark.driver.memoryOverhead': 'use driver.memory and memoryOverheadFactor',
  'spark.executor.cores': 'use cpu',
  'spark.executor.memory': 'use memory',
  'spark.executor.memoryOverhead': 'use memory and memoryOverheadFactor',
  'spark.executor.pyspark.memory': 'use memory: the memory of Python is part of it',
};

/** Identities: the operator refuses each of them, and a token would be a secret in Git. */
const AUTHENTICATION = /^spark\.kubernetes\.authenticate\./;

/** Refuses settings that the operator would refuse, or that would contradict the props. */
function checkSparkConf(where: string, conf: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(conf)) {
    const reason = AUTHENTICATION.test(key) ? 'use serviceAccount' : Object.hasOwn(DECIDED, key) ? DECIDED[key] : undefined;
    if (reason !== undefined)
      throw new ConfigError('BatchJob.sparkConf', { where, what: `\`sparkConf\` must not set ${key}`, fix: `remove it: ${reason}` });
    if (typeof value === 'string') continue;
    const what = `the value of ${key} must be a string, got a ${typeof value}`;
    throw new ConfigError('BatchJob.sparkConf', { where, what, fix: `use '${key}': '${String(value)}'` });
  }
}
