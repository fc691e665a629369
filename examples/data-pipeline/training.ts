import { Duration, Size } from 'cdk8s';
import { Cpu, DataPipeline, Dataset, type Environment, Gpu, Order, Stage } from 'cdk8s-mlops';

/** Training every night: extract, train, evaluate. One node can mount the claim, and one task at a time wants it. */
export function trainingPipeline(environment: Environment, namespace: string): DataPipeline {
  const image = environment.release.image('trainer');
  const raw = Dataset.s3('raw', 's3://acme-raw/events', { external: true, credentials: 'raw-bucket' });
  const trainingSet = Dataset.pvc('training-set', { size: Size.gibibytes(200), accessMode: 'ReadWriteOnce' });
  const model = Dataset.s3('model', 's3://acme-models/ranking/nightly', { credentials: 'model-bucket' });
  const report = Dataset.s3('report', 's3://acme-models/ranking/reports', { credentials: 'model-bucket' });

  const extract = Stage.job('extract', {
    image,
    command: ['python', '-m', 'ranking.extract'],
    cpu: Cpu.cores(4),
    memory: Size.gibibytes(16),
    deadline: Duration.hours(1),
    reads: [raw],
    writes: [trainingSet],
  });
  const train = Stage.train('train', {
    image,
    command: ['python', '-m', 'ranking.train'],
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(64),
    accelerator: Gpu.nvidia(1),
    deadline: Duration.hours(4),
    finalExitCodes: [2],
    reads: [trainingSet],
    writes: [model],
  });
  const evaluate = Stage.job('evaluate', {
    image,
    command: ['python', '-m', 'ranking.evaluate'],
    cpu: Cpu.cores(4),
    memory: Size.gibibytes(16),
    retries: 1,
    reads: [trainingSet, model],
    writes: [report],
  });
  const order = Order.argoWorkflows({ schedule: '0 3 * * *', timeZone: 'Europe/Berlin', deadline: Duration.hours(7) });
  return new DataPipeline(environment, 'training', { namespace, order, stages: [extract, train, evaluate] });
}
