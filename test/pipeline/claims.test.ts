import { Chart, Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import { Dataset } from '../../src/pipeline/data/dataset';
import { Order } from '../../src/pipeline/order';
import { Stage, type TaskStage } from '../../src/pipeline/stages/stage';
import { type AccessMode, DataVolume } from '../../src/platform/storage/data-volume';
import { Model } from '../../src/serving/model/model';
import { Rollout } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Health } from '../../src/workload/health';
import { type Dag, dags, IMAGE, PipelineFixture, TASK } from './pipeline-fixture';

const claim = (accessMode: AccessMode) => Dataset.pvc('shared', { size: Size.gibibytes(1), accessMode, external: true });
const { image, cpu, memory } = TASK;
const SERVER = { image, cpu, memory, ports: { http: 8080 }, health: Health.http('/healthz') };
const STORAGE = [{ name: 'store', path: '/store', size: Size.gibibytes(1) }];
const MODEL = {
  model: Model.bakedIn('/model'),
  runtime: Runtime.custom({ image: IMAGE, port: 8080, healthPath: '/healthz' }),
  cpu,
  memory,
};

/** Pairs of stages of which neither comes after the other, found the slow way. */
function strangers({ after, names }: Dag): readonly (readonly string[])[] {
  const reaches = (from: number, to: number): boolean => (after[to] ?? []).some((j) => j === from || reaches(from, j));
  return names.flatMap((one, i) => names.slice(0, i).flatMap((other, j) => (reaches(j, i) ? [] : [[one, other].sort()])));
}

describe('a claim that one node alone can mount', () => {
  test.each(['workflow', 'gitops'] as const)(
    'is refused exactly for stages that can run at the same time, each pair by name (%s)',
    (kind) => {
      fc.assert(
        fc.property(dags, fc.constantFrom<AccessMode>('ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'), (dag, accessMode) => {
          const fixture = new PipelineFixture();
          const shared = claim(accessMode);
          const stages: TaskStage[] = [];
          for (const [i, name] of dag.names.entries()) {
            stages.push(Stage.job(name, { ...TASK, writes: [shared], after: (dag.after[i] ?? []).flatMap((j) => stages[j] ?? []) }));
          }
          fixture.pipeline({ order: kind === 'workflow' ? Order.argoWorkflows() : Order.gitops(), stages });
          const named = fixture
            .findings()
            .map((text) => /"(stage-\w)" and "(stage-\w)" can run at the same time/.exec(text)?.slice(1).sort());
          const expected = accessMode === 'ReadWriteMany' ? [] : strangers(dag);
          expect(named.map(String).sort()).toEqual(expected.map(String).sort());
        }),
        { numRuns: 60 },
      );
    },
  );

  const shared = claim('ReadWriteOnce');
  const uses = { writes: [shared] };
  test.each<[string, readonly Stage[]]>([
    ['a job before a service, because it runs again while the service is there', chain(Stage.job('a', { ...TASK, ...uses }), 'service')],
    ['a service before a job', chain(Stage.service('a', { ...SERVER, rollout: 'stopFirst', ...uses }), 'job')],
    [
      'a job beside a schedule',
      [Stage.job('a', { ...TASK, ...uses }), Stage.scheduled('b', { ...TASK, run: Run.scheduled('@daily'), ...uses })],
    ],
    ['two replicas', [Stage.stateful('a', { ...SERVER, storage: STORAGE, replicas: 2, ...uses })]],
    ['a rollout that starts a new pod first', [Stage.service('a', { ...SERVER, ...uses })]],
    ['a model server that rolls by itself', [Stage.serve('a', { ...MODEL, ...uses })]],
    ['a model server of two', [Stage.serve('a', { ...MODEL, replicas: 2, rollout: Rollout.inPlace(), ...uses })]],
    ['a job in parts', [Stage.job('a', { ...TASK, parallel: { completions: 4, parallelism: 2 }, ...uses })]],
    ['a job on several nodes', [Stage.train('a', { ...TASK, run: Run.once(), nodes: 2, engine: Engine.jobSet(), ...uses })]],
    ['runs that overlap', [Stage.scheduled('a', { ...TASK, run: Run.scheduled('@daily', { concurrency: 'Allow' }), ...uses })]],
  ])('is refused for %s', (_, stages) => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: Order.gitops(), stages });
    expect(fixture.codes()).toEqual(['DataPipeline.claim']);
  });

  function chain(first: Stage, kind: 'service' | 'job'): readonly Stage[] {
    const links = { reads: [shared], after: [first] };
    return [
      first,
      kind === 'job' ? Stage.job('b', { ...TASK, ...links }) : Stage.service('b', { ...SERVER, rollout: 'stopFirst', ...links }),
    ];
  }

  test.each<[string, Stage]>([
    ['a service that stops first', Stage.service('a', { ...SERVER, rollout: 'stopFirst', ...uses })],
    ['a model server that is replaced in place', Stage.serve('a', { ...MODEL, rollout: Rollout.inPlace(), ...uses })],
    ['parts one after the other', Stage.job('a', { ...TASK, parallel: { completions: 4, parallelism: 1 }, ...uses })],
    ['runs that never overlap', Stage.scheduled('a', { ...TASK, run: Run.scheduled('@daily'), ...uses })],
  ])('is accepted for %s', (_, stage) => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: Order.gitops(), stages: [stage] });
    expect(fixture.codes()).toEqual([]);
  });
});

test('a claim that nobody can write is refused for who writes it', () => {
  const fixture = new PipelineFixture();
  fixture.pipeline({ order: Order.gitops(), stages: [Stage.job('a', { ...TASK, writes: [claim('ReadOnlyMany')] })] });
  expect(fixture.codes()).toEqual(['DataPipeline.claim']);
});

test('a claim of another namespace is refused: no pod could mount it', () => {
  const fixture = new PipelineFixture();
  const volume = new DataVolume(new Chart(fixture.prod, 'storage', { namespace: 'team-b' }), 'shared', {
    size: Size.gibibytes(1),
    accessMode: 'ReadWriteMany',
  });
  fixture.pipeline({ order: Order.gitops(), stages: [Stage.job('a', { ...TASK, writes: [Dataset.volume(volume)] })] });
  expect(fixture.findings().join()).toMatch(
    /claim "shared" is in namespace "team-b", but the stages are in "team-a".*\n.*\[DataPipeline\.claim\]/,
  );
});

describe('data is never pruned', () => {
  const stages = (): readonly TaskStage[] => {
    const events = Dataset.kafka('events', { cluster: 'main', partitions: 3, replicas: 3, retention: Duration.days(7) });
    const clean = Dataset.pvc('clean', { size: Size.gibibytes(1), accessMode: 'ReadWriteOnce' });
    const ingest = Stage.job('ingest', { ...TASK, writes: [events, clean] });
    return [ingest, Stage.job('train', { ...TASK, reads: [events, clean] })];
  };
  const held = (fixture: PipelineFixture) => fixture.objects().filter(({ kind }) => ['PersistentVolumeClaim', 'KafkaTopic'].includes(kind));

  test('by Flux', () => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: fixture.flux(), stages: stages() });
    const annotations = held(fixture).map(({ metadata }) => metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune']);
    expect(annotations).toEqual(['disabled', 'disabled']);
  });

  test('by Argo CD', () => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: fixture.argo(), stages: stages() });
    const annotations = held(fixture).map(({ metadata }) => metadata.annotations?.['argocd.argoproj.io/sync-options']);
    expect(annotations).toEqual(['Prune=false', 'Prune=false']);
  });
});

describe('a claim is made beside the stage that uses it first, so that nothing waits for a claim that waits for a pod', () => {
  const data = () => Dataset.pvc('data', { size: Size.gibibytes(1), accessMode: 'ReadWriteMany' });
  const home = (fixture: PipelineFixture) =>
    [...fixture.files().keys()].find((path) => path.includes('persistentvolumeclaim'))?.split('/')[2];

  test('its writer, whatever its name', () => {
    const [fixture, shared] = [new PipelineFixture(), data()];
    const writer = Stage.job('z-writer', { ...TASK, writes: [shared] });
    fixture.pipeline({ order: fixture.flux(), stages: [Stage.job('a-reader', { ...TASK, reads: [shared] }), writer] });
    expect(home(fixture)).toBe('z-writer');
  });

  test('one that starts at once, rather than a schedule', () => {
    const [fixture, shared] = [new PipelineFixture(), data()];
    const nightly = Stage.scheduled('nightly', { ...TASK, run: Run.scheduled('@daily'), writes: [shared] });
    const server = Stage.service('server', { ...SERVER, reads: [{ dataset: shared, waits: false }] });
    fixture.pipeline({ order: fixture.flux(), stages: [nightly, server] });
    expect(home(fixture)).toBe('server');
  });

  test('with Argo CD in the wave of that stage', () => {
    const [fixture, shared] = [new PipelineFixture(), data()];
    const first = Stage.job('first', TASK);
    fixture.pipeline({ order: fixture.argo(), stages: [first, Stage.job('second', { ...TASK, after: [first], writes: [shared] })] });
    const volume = fixture.objects().find(({ kind }) => kind === 'PersistentVolumeClaim');
    expect(volume?.metadata.annotations?.['argocd.argoproj.io/sync-wave']).toBe('1');
  });

  test('and where only a schedule uses it, after all else: its first pod may be a day away', () => {
    const [fixture, shared] = [new PipelineFixture(), data()];
    const first = Stage.job('first', TASK);
    const nightly = Stage.scheduled('nightly', { ...TASK, run: Run.scheduled('@daily'), writes: [shared] });
    fixture.pipeline({ order: fixture.argo(), stages: [first, nightly, Stage.job('second', { ...TASK, after: [first] })] });
    const wave = (kind: string) =>
      fixture.objects().find((object) => object.kind === kind)?.metadata.annotations?.['argocd.argoproj.io/sync-wave'];
    expect([wave('PersistentVolumeClaim'), wave('CronJob')]).toEqual(['2', undefined]);
  });

  test('with Flux a claim that only a schedule uses is not waited for', () => {
    const [fixture, shared] = [new PipelineFixture(), data()];
    fixture.pipeline({
      order: fixture.flux(),
      stages: [Stage.scheduled('nightly', { ...TASK, run: Run.scheduled('@daily'), writes: [shared] })],
    });
    const kustomization = fixture.objects().find(({ kind }) => kind === 'Kustomization');
    expect(kustomization?.spec).toMatchObject({
      wait: true,
      healthCheckExprs: [{ kind: 'PersistentVolumeClaim', current: expect.stringContaining("'Pending'") }],
    });
  });
});
