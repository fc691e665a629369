import { ConfigError } from '../../base/config-error';

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
export function checkSparkConf(where: string, conf: Readonly<Record<string, string>> = {}): void {
  for (const [key, value] of Object.entries(conf)) {
    const reason = AUTHENTICATION.test(key) ? 'use serviceAccount' : Object.hasOwn(DECIDED, key) ? DECIDED[key] : undefined;
    if (reason !== undefined)
      throw new ConfigError('BatchJob.sparkConf', { where, what: `\`sparkConf\` must not set ${key}`, fix: `remove it: ${reason}` });
    if (typeof value === 'string') continue;
    const what = `the value of ${key} must be a string, got a ${typeof value}`;
    throw new ConfigError('BatchJob.sparkConf', { where, what, fix: `use '${key}': '${String(value)}'` });
  }
}
