import { Duration, Size } from 'cdk8s';
import { Cpu, DataPipeline, Dataset, type Environment, Health, type Order, Run, Stage } from 'cdk8s-mlops';

/**
 * Data for models, and those who serve it: a first load that runs once per version, a nightly one, a service that reads what they wrote, and a
 * feature store.
 */
export function featurePipeline(environment: Environment, namespace: string, order: ReturnType<typeof Order.gitops>): DataPipeline {
  const { release } = environment;
  const raw = Dataset.s3('raw', 's3://acme-raw/events', { external: true, credentials: 'raw-bucket' });
  const data = Dataset.pvc('pipeline-data', { size: Size.gibibytes(100), accessMode: 'ReadWriteMany', storageClass: 'shared' });

  const load = { image: release.image('ingest'), cpu: Cpu.cores(2), memory: Size.gibibytes(4), reads: [raw], writes: [data] };
  const firstLoad = Stage.job('first-load', { ...load, args: ['load', '--all'], deadline: Duration.hours(6) });
  const nightlyLoad = Stage.scheduled('nightly-load', {
    ...load,
    args: ['load', '--since=yesterday'],
    run: Run.scheduled('30 1 * * *', { timeZone: 'Europe/Berlin' }),
    deadline: Duration.hours(2),
    finalExitCodes: [2],
  });
  const preprocessing = Stage.service('preprocessing', {
    image: release.image('preprocessing'),
    ports: { http: 8080 },
    health: Health.http('/healthz'),
    replicas: 2,
    cpu: Cpu.millis(500),
    memory: Size.gibibytes(1),
    // Not before there is any data; after that, with whatever the last night has left.
    after: [firstLoad],
    reads: [{ dataset: data, waits: false }],
  });
  const features = Stage.stateful('features', {
    image: release.image('features'),
    ports: { redis: 6379 },
    health: Health.tcp(),
    storage: [{ name: 'store', path: '/data', size: Size.gibibytes(10) }],
    cpu: Cpu.millis(500),
    memory: Size.gibibytes(2),
  });
  return new DataPipeline(environment, 'features', { namespace, order, stages: [firstLoad, nightlyLoad, preprocessing, features] });
}
