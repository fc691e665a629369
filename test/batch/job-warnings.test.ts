import { Duration } from 'cdk8s';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import { warningsOf } from '../../src/kube/warning';
import { LEAST } from './any-job';
import { engineJob } from './engine-job';

const head = { cpu: LEAST.cpu, memory: LEAST.memory };
const pod = { ...head, image: LEAST.image };
const ray = { ...pod, nodes: 2, engine: Engine.ray({ entrypoint: 'python a.py', head }) };
const sparkEngine = Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver: head });
const spark = { ...pod, nodes: 2, engine: sparkEngine, serviceAccount: 'spark' };

const codes = (props: BatchJobProps) => warningsOf(engineJob(props)).map(({ code }) => code);

describe('a warning says that', () => {
  test.each<[string, string, BatchJobProps]>([
    ['Kueue may not look at Spark', 'BatchJob.queue', { ...spark, run: Run.once(), queue: 'team-a' }],
    ['KubeRay keeps every run of a schedule', 'BatchJob.ttlAfterFinished', { ...ray, run: Run.scheduled('@daily') }],
    ['one hung run stops a schedule', 'BatchJob.deadline', { ...pod, run: Run.scheduled('@daily') }],
  ])('%s', (_, code, props) => {
    expect(codes(props)).toEqual([code]);
  });
});

describe('no warning is given of', () => {
  test.each<[string, BatchJobProps]>([
    ['Spark without a queue', { ...spark, run: Run.once() }],
    ['a Ray schedule that cleans up', { ...ray, run: Run.scheduled('@daily', { ttlAfterFinished: Duration.days(1) }) }],
    ['Ray without a schedule', { ...ray, run: Run.once() }],
    ['a schedule of Spark, which has no deadline to give', { ...spark, run: Run.scheduled('@daily') }],
    ['a JobSet in a queue', { ...pod, nodes: 2, engine: Engine.jobSet(), run: Run.once(), queue: 'team-a' }],
  ])('%s', (_, props) => {
    expect(codes(props)).toEqual([]);
  });
});
