import { type Chart, Duration, Size } from 'cdk8s';
import { BatchJob, Cpu, DataVolume, Gpu, type LocalQueue, Mount, Queue, type Release, Run, type WorkloadPriorityClass } from 'cdk8s-mlops';

/** Training every night on spot nodes, behind all other work of the queue. It goes on from its last checkpoint when a node is taken away. */
export function nightlyTraining(chart: Chart, release: Release, queue: LocalQueue, priority: WorkloadPriorityClass): void {
  const checkpoints = new DataVolume(chart, 'checkpoints', { size: Size.gibibytes(500), accessMode: 'ReadWriteOnce' });
  new BatchJob(chart, 'nightly-training', {
    run: Run.scheduled('0 22 * * *', { timeZone: 'Europe/Berlin' }),
    queue: Queue.local(queue, { priority }),
    image: release.image('train'),
    args: ['--resume-from=/checkpoints'],
    cpu: Cpu.cores(16),
    memory: Size.gibibytes(128),
    accelerator: Gpu.nvidia(4),
    deadline: Duration.hours(9),
    finalExitCodes: [2],
    mounts: [Mount.claim('/checkpoints', checkpoints)],
    tolerations: [{ key: 'example.com/spot', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
    terminationGracePeriod: Duration.minutes(2),
  });
}

/** A thousand shards, fifty at a time; each pod scores the shard that JOB_COMPLETION_INDEX names. Ten may fail. */
export function shardedScoring(chart: Chart, release: Release, queue: LocalQueue): void {
  new BatchJob(chart, 'score', {
    run: Run.once(),
    queue,
    image: release.image('score'),
    args: ['--shards=1000'],
    cpu: Cpu.cores(2),
    memory: Size.gibibytes(8),
    deadline: Duration.hours(6),
    parallel: { completions: 1000, parallelism: 50, perIndex: { retries: 2, maxFailedIndexes: 10, finalExitCodes: [3] } },
  });
}
