import { Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import { Env } from '../../src/kube/pod/environment-variables';
import { Dataset } from '../../src/pipeline/data/dataset';
import { DataPipeline, type DataPipelineProps } from '../../src/pipeline/data-pipeline';
import { Order } from '../../src/pipeline/order';
import { Stage } from '../../src/pipeline/stages/stage';
import { DataVolume } from '../../src/platform/storage/data-volume';
import { MLService } from '../../src/serving/ml-service';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Health } from '../../src/workload/health';
import { WebService } from '../../src/workload/web-service';
import { codeOf } from '../support/code-of';
import { IMAGE, PipelineFixture, TASK } from './pipeline-fixture';

const { image, cpu, memory } = TASK;
const SERVER = { image, cpu, memory, ports: { http: 8080 }, health: Health.http('/healthz') };
const MODEL = { runtime: Runtime.custom({ image: IMAGE, port: 8080, healthPath: '/healthz' }), cpu, memory };
const raw = Dataset.s3('raw', 's3://acme-raw/events', { external: true });
const data = Dataset.pvc('data', { size: Size.gibibytes(1), accessMode: 'ReadWriteMany' });
const nightly = Stage.scheduled('nightly', { ...TASK, run: Run.scheduled('@daily'), writes: [data] });

const codes = (stages: DataPipelineProps['stages'], order: DataPipelineProps['order'] = Order.gitops()) => {
  const fixture = new PipelineFixture();
  fixture.pipeline({ order, stages });
  return fixture.codes();
};
const finding = (stages: DataPipelineProps['stages'], order?: DataPipelineProps['order']) => {
  const fixture = new PipelineFixture();
  fixture.pipeline({ order: order ?? Order.gitops(), stages });
  return fixture.findings().join('\n');
};

/** The kind of a stage says less than its run. */
function afterClock(): readonly Stage[] {
  const train = Stage.train('train', { ...TASK, run: Run.scheduled('@daily'), writes: [data] });
  return [train, Stage.job('score', { ...TASK, reads: [data] })];
}

describe('a pipeline refuses', () => {
  const [ingest, clean] = [Dataset.s3('ingested', 's3://acme-data/in'), Dataset.s3('cleaned', 's3://acme-data/out')];

  test('stages that wait for one another, each with the reason', () => {
    const stages = [
      Stage.job('a', { ...TASK, reads: [clean], writes: [ingest] }),
      Stage.job('b', { ...TASK, reads: [ingest], writes: [clean] }),
    ];
    expect(finding(stages)).toBe(
      [
        'prod/features: stages wait for each other in a cycle',
        '    "a" comes after "b": it reads "cleaned", which "b" writes',
        '    "b" comes after "a": it reads "ingested", which "a" writes',
        '  fix: remove one dependency, or read without waiting: { dataset, waits: false } [DataPipeline.cycle]',
      ].join('\n'),
    );
  });

  test('data that nobody writes, naming who reads it', () => {
    expect(finding([Stage.job('a', { ...TASK, reads: [ingest] })])).toMatch(
      /no stage writes "ingested", which "a" reads\n.*external: true \[DataPipeline\.producer\]/,
    );
  });

  test('what comes after a CronJob, with both ways out', () => {
    expect(finding([nightly, Stage.job('train', { ...TASK, reads: [data] })])).toMatch(
      /"train" comes after "nightly", because it reads "data", which "nightly" writes; that is scheduled.*\n.*waits: false.*Order\.argoWorkflows.*\[DataPipeline\.order\]/,
    );
  });

  test.each<[string, string, DataPipelineProps['stages']]>([
    ['no stages', 'DataPipeline.stages', []],
    ['one name twice', 'DataPipeline.stages', [Stage.job('a', TASK), Stage.service('a', SERVER)]],
    ['a stage that is listed twice', 'DataPipeline.stages', [nightly, nightly]],
    ['a name that is none', 'DataPipeline.stages', [Stage.job('Ingest', TASK)]],
    ['a stage after one of elsewhere', 'DataPipeline.after', [Stage.job('a', { ...TASK, after: [Stage.job('b', TASK)] })]],
    ['a hook, which runs in every sync', 'DataPipeline.order', [Stage.train('a', { ...TASK, run: Run.hook('PreSync') })]],
    ['what comes after training by the clock', 'DataPipeline.order', afterClock()],
    ['two data sets of one name', 'DataPipeline.dataset', [Stage.job('a', { ...TASK, reads: [raw, { ...raw }] })]],
    ['a data set whose name is none', 'DataPipeline.dataset', [Stage.job('a', { ...TASK, writes: [Dataset.s3('Raw', 's3://acme/raw')] })]],
    ['a place that is no bucket', 'DataPipeline.dataset', [Stage.job('a', { ...TASK, writes: [Dataset.s3('raw', '/raw')] })]],
  ])('%s', (_, code, stages) => {
    expect(codes(stages)).toEqual([code]);
  });

  test('all of it at once, and makes nothing of such stages', () => {
    const fixture = new PipelineFixture();
    const stages = [Stage.job('a', { ...TASK, reads: [ingest] }), Stage.job('B', TASK)];
    const pipeline = fixture.pipeline({ order: Order.gitops(), stages });
    expect(fixture.codes()).toEqual(['DataPipeline.stages', 'DataPipeline.producer']);
    expect(pipeline.charts).toEqual([]);
  });

  test.each<[string, string, object]>([
    ['no namespace', 'DataPipeline.namespace', { namespace: undefined }],
    ['a namespace that is none', 'DataPipeline.namespace', { namespace: 'Team' }],
    ['no order', 'DataPipeline.order', { order: undefined }],
    ['an order that is none', 'DataPipeline.order', { order: 'flux' }],
    ['two tools at once', 'DataPipeline.order', { order: { kind: 'gitops', delivery: { flux: {}, argo: {} } } }],
    ['a stage that is none', 'DataPipeline.stages', { stages: [undefined] }],
    ['a stage without props', 'DataPipeline.stages', { stages: [{ kind: 'job', name: 'a' }] }],
    ['stages that are no list', 'DataPipeline.stages', { stages: 'ingest' }],
    ['a name that is none', 'DataPipeline.name', { name: 'Features' }],
  ])('%s', (_, code, props) => {
    const fixture = new PipelineFixture();
    expect(codeOf(() => fixture.pipeline({ order: Order.gitops(), stages: [nightly], ...props }))).toBe(code);
  });

  test('to stand in a chart: it makes its own', () => {
    const fixture = new PipelineFixture();
    const chart = new Chart(fixture.prod, 'chart', { namespace: 'team-a' });
    const props = { namespace: 'team-a', order: Order.gitops(), stages: [nightly] };
    expect(codeOf(() => new DataPipeline(chart, 'features', props))).toBe('DataPipeline.scope');
  });

  test('two credentials for one process', () => {
    const one = Dataset.s3('one', 's3://acme-one', { credentials: 'one' });
    const two = Dataset.s3('two', 's3://acme-two', { credentials: 'two' });
    const fixture = new PipelineFixture();
    expect(codeOf(() => fixture.pipeline({ order: Order.gitops(), stages: [Stage.job('a', { ...TASK, writes: [one, two] })] }))).toBe(
      'DataPipeline.access',
    );
  });

  test.each<[string, object]>([
    ['no partitions', { partitions: 0 }],
    ['a topic that Kafka would refuse', { topic: 'a b' }],
  ])('a topic with %s', (_, change) => {
    const events = Dataset.kafka('events', { cluster: 'main', partitions: 1, replicas: 1, ...change });
    const fixture = new PipelineFixture();
    expect(codeOf(() => fixture.pipeline({ order: Order.gitops(), stages: [Stage.job('a', { ...TASK, writes: [events] })] }))).toBe(
      'DataPipeline.topic',
    );
  });
});

describe('a stage that a queue holds back', () => {
  const held = Stage.job('held', { ...TASK, queue: 'team-a', writes: [data] });
  const stages = [held, Stage.job('train', { ...TASK, reads: [data] })];

  test('is no stage to come after with Flux, which takes a suspended Job for ready', () => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: fixture.flux(), stages });
    expect(fixture.findings().join()).toMatch(/"train" comes after "held".*its queue suspends it.*\n.*\[DataPipeline\.order\]/);
  });

  test('nor is one that is suspended by hand', () => {
    const fixture = new PipelineFixture();
    const stopped = Stage.job('held', { ...TASK, run: Run.once({ suspend: true }), writes: [data] });
    fixture.pipeline({ order: fixture.flux(), stages: [stopped, Stage.job('train', { ...TASK, reads: [data] })] });
    expect(fixture.codes()).toEqual(['DataPipeline.order']);
  });

  test('is one on several nodes: the object of an engine has a health rule that looks at its end', () => {
    const fixture = new PipelineFixture();
    const nodes = Stage.train('held', { ...TASK, run: Run.once(), nodes: 2, engine: Engine.jobSet(), queue: 'team-a', writes: [data] });
    const after = Stage.job('score', { ...TASK, reads: [data] });
    fixture.pipeline({ order: fixture.flux(), stages: [nodes, after] });
    expect(fixture.codes()).toEqual([]);
    const spec = (name: string) =>
      fixture.objects().find(({ kind, metadata }) => kind === 'Kustomization' && metadata.name.endsWith(name))?.spec;
    expect(spec('held')).toMatchObject({ healthCheckExprs: [{ kind: 'PersistentVolumeClaim' }, { kind: 'JobSet' }], wait: true });
    expect(spec('score')).toMatchObject({ dependsOn: [{ name: 'prod-features-held' }] });
    const score = fixture.objects().find(({ metadata }) => metadata.name.startsWith('score-'));
    expect(JSON.stringify(score)).toMatch(/"pipeline.cdk8s-mlops\/after":"held-[0-9a-f]{8}"/);
  });

  test('is one that the Spark operator runs, for the same reason', () => {
    const fixture = new PipelineFixture();
    const { command: _command, deadline: _deadline, ...pod } = TASK;
    const engine = Engine.spark({
      type: 'Python',
      mainApplicationFile: 'local:///opt/clean.py',
      version: '4.0.1',
      driver: { cpu: Cpu.cores(1), memory: Size.gibibytes(2) },
    });
    const clean = Stage.spark('clean', {
      ...pod,
      nodes: 4,
      engine,
      serviceAccount: 'spark',
      queue: 'team-a',
      reads: [raw],
      writes: [data],
    });
    fixture.pipeline({ order: fixture.flux(), stages: [clean, Stage.job('train', { ...TASK, reads: [data] })] });
    expect(fixture.codes()).toEqual([]);
    const application = fixture.objects().find(({ kind }) => kind === 'SparkApplication');
    expect(JSON.stringify(application)).toContain('"claimName":"data"');
    expect(JSON.stringify(application)).toContain('s3://acme-raw/events');
    const kustomization = fixture.objects().find(({ metadata }) => metadata.name === 'prod-features-clean');
    expect(kustomization?.spec).toMatchObject({
      healthCheckExprs: [{ kind: 'PersistentVolumeClaim' }, { kind: 'SparkApplication' }],
      wait: true,
    });
  });

  test('is one with Argo CD, and with Flux as long as nothing comes after it', () => {
    const [argo, flux] = [new PipelineFixture(), new PipelineFixture()];
    argo.pipeline({ order: argo.argo(), stages });
    flux.pipeline({ order: flux.flux(), stages: [held] });
    expect([...argo.codes(), ...flux.codes()]).toEqual([]);
  });
});

describe('which stages an order can run is a matter of types', () => {
  const fixture = new PipelineFixture();
  const namespace = 'team-a';
  const order = Order.argoWorkflows();
  const task = Stage.job('task', TASK);
  const at = (scope: string) => [fixture.prod, scope] as const;

  test('work that ends in both', () => {
    expect(() => new DataPipeline(...at('a'), { namespace, order, stages: [task, Stage.train('train', TASK)] })).not.toThrow();
    expect(
      () => new DataPipeline(...at('b'), { namespace, order: Order.gitops(), stages: [task, nightly, Stage.service('s', SERVER)] }),
    ).not.toThrow();
  });

  test('neither servers, schedules nor jobs with a run of their own in a workflow; said again at run time', () => {
    // @ts-expect-error a server never ends
    const server: DataPipelineProps = { namespace, order, stages: [Stage.service('s', SERVER)] };
    expect(codes(server.stages, order)).toEqual(['DataPipeline.order']);
    const refused = (stage: Stage) => codes([stage], order);
    expect(refused(Stage.serve('s', { ...MODEL, model: Model.bakedIn('/model') }))).toEqual(['DataPipeline.order']);
    expect(refused(nightly)).toEqual(['DataPipeline.order']);
    const own = Stage.job('own', { ...TASK, run: Run.once() });
    // @ts-expect-error a job with a run of its own is no task
    const typed: DataPipelineProps = { namespace, order, stages: [own] };
    expect(refused(own)).toEqual(['DataPipeline.order']);
    expect(typed.stages).toHaveLength(1);
    expect(refused(Stage.train('nodes', { ...TASK, run: Run.once(), nodes: 2, engine: Engine.jobSet() }))).toEqual(['DataPipeline.order']);
    expect(refused(Stage.train('parts', { ...TASK, run: Run.once(), parallel: { completions: 2, parallelism: 1 } }))).toEqual([
      'DataPipeline.order',
    ]);
  });

  test('a place in the file system belongs to a volume, a variable to the others', () => {
    // @ts-expect-error a bucket is not mounted
    () => Stage.job('a', { ...TASK, reads: [{ dataset: raw, at: '/raw' }] });
    // @ts-expect-error a volume has no variable to name
    () => Stage.job('a', { ...TASK, reads: [{ dataset: data, env: 'DATA' }] });
    // @ts-expect-error nobody waits for what he writes
    () => Stage.job('a', { ...TASK, writes: [{ dataset: data, waits: false }] });
    // @ts-expect-error a topic that the pipeline makes needs partitions
    expect(() => Dataset.kafka('events', { cluster: 'main' })).toThrow(
      'use { bootstrapServers: … } or { cluster: …, partitions: …, replicas: … }',
    );
    // @ts-expect-error a job of one node has no parts of an engine
    () => Stage.job('a', { ...TASK, run: Run.once(), nodes: 2, engine: Engine.jobSet() });
    // @ts-expect-error a typing mistake
    () => Stage.job('a', { ...TASK, raeds: [raw] });
    expect(Stage.job('a', { ...TASK, reads: [{ dataset: data, at: '/raw' }] }).props.reads).toHaveLength(1);
  });
});

describe('a stage finds its data', () => {
  const env = (container: { env?: readonly { name: string; value?: string; valueFrom?: object }[] } | undefined) =>
    Object.fromEntries((container?.env ?? []).map(({ name, value, valueFrom }) => [name, value ?? valueFrom]));
  const podOf = (stage: Stage) => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: Order.gitops(), stages: [stage] });
    const spec = fixture.objects().find(({ kind }) => ['Job', 'Deployment'].includes(kind))?.spec as never as {
      template: { spec: { containers: { env?: []; volumeMounts: object[] }[] } };
    };
    return spec.template.spec.containers[0];
  };

  test('by mounts and variables; what it only reads is read-only', () => {
    const events = Dataset.kafka('click-events', { cluster: 'main', namespace: 'kafka', partitions: 1, replicas: 1 });
    const bucket = Dataset.s3('raw', 's3://acme-raw', {
      external: true,
      credentials: { name: 'raw-bucket' },
      endpoint: 'https://minio.example.com',
      region: 'eu-central-1',
    });
    const model = Dataset.pvc('model', { size: Size.gibibytes(1), accessMode: 'ReadWriteMany', external: true });
    const container = podOf(
      Stage.job('a', {
        ...TASK,
        reads: [bucket, { dataset: model, at: '/model', subPath: 'ranking' }],
        writes: [data, events],
        env: { RAW_URI: 's3://elsewhere' },
      }),
    );
    expect(env(container)).toEqual({
      DATA_PATH: '/data/data',
      CLICK_EVENTS_TOPIC: 'click-events',
      CLICK_EVENTS_BOOTSTRAP_SERVERS: 'main-kafka-bootstrap.kafka.svc:9092',
      RAW_URI: 's3://elsewhere',
      AWS_ACCESS_KEY_ID: Env.secret('raw-bucket', 'AWS_ACCESS_KEY_ID').valueFrom,
      AWS_SECRET_ACCESS_KEY: Env.secret('raw-bucket', 'AWS_SECRET_ACCESS_KEY').valueFrom,
      AWS_ENDPOINT_URL_S3: 'https://minio.example.com',
      AWS_REGION: 'eu-central-1',
      MODEL_PATH: '/model',
    });
    expect(container?.volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/data/data' },
      { name: 'model', mountPath: '/model', readOnly: true, subPath: 'ranking' },
    ]);
  });

  test('once, and writable, when it reads and writes the same, as checkpoints are', () => {
    const container = podOf(Stage.job('a', { ...TASK, reads: [data], writes: [data] }));
    expect(container?.volumeMounts).toEqual([
      { name: 'tmp', mountPath: '/tmp' },
      { name: 'data', mountPath: '/data/data' },
    ]);
  });

  test('under a name of its own, or not at all when it finds it in another way', () => {
    const topic = Dataset.kafka('events', { bootstrapServers: 'kafka.example.com:9093', topic: 'prod.events', external: true });
    const container = podOf(
      Stage.serve('a', {
        ...MODEL,
        model: Model.pvc(data, { path: 'ranking' }),
        reads: [
          { dataset: data, at: false, waits: false },
          { dataset: topic, env: 'IN' },
          { dataset: raw, env: false },
        ],
        // The pipeline asks for a writer or this.
        writes: [{ dataset: data, at: false }],
      }),
    );
    expect(env(container)).toMatchObject({ IN_TOPIC: 'prod.events', IN_BOOTSTRAP_SERVERS: 'kafka.example.com:9093' });
    expect(Object.keys(env(container)).filter((name) => /^(DATA|RAW)_/.test(name))).toEqual([]);
  });
});

describe('the files of a claim', () => {
  const groupsOf = (...stages: readonly Stage[]) => {
    const fixture = new PipelineFixture();
    fixture.pipeline({ order: Order.gitops(), stages });
    return fixture.objects().flatMap(({ kind, spec }) => {
      if (kind !== 'Job' && kind !== 'Deployment') return [];
      return [(spec as { template: { spec: { securityContext: { fsGroup?: number } } } }).template.spec.securityContext.fsGroup];
    });
  };
  const of = (fsGroup: number, name = 'own') => Dataset.pvc(name, { size: Size.gibibytes(1), accessMode: 'ReadWriteMany', fsGroup });

  test('belong to one group of all stages that use it, so that what one writes another can read', () => {
    const writer = Stage.job('writer', { ...TASK, writes: [data] });
    expect(groupsOf(writer, Stage.service('reader', { ...SERVER, after: [writer], reads: [{ dataset: data, at: '/in' }] }))).toEqual([
      1000, 1000,
    ]);
    expect(groupsOf(Stage.job('writer', { ...TASK, writes: [of(2000)] }))).toEqual([2000]);
    expect(groupsOf(Stage.job('none', TASK))).toEqual([undefined]);
  });

  test('belong to whom a stage says, which keeps the rest of its security', () => {
    expect(groupsOf(Stage.job('writer', { ...TASK, writes: [data], security: { runAsUser: 5, fsGroup: 7 } }))).toEqual([7]);
  });

  test('are those of whoever filled a volume before', () => {
    const fixture = new PipelineFixture();
    const chart = new Chart(fixture.prod, 'storage', { namespace: 'team-a' });
    const volume = new DataVolume(chart, 'images', { size: Size.gibibytes(1), accessMode: 'ReadWriteMany' });
    expect([Dataset.volume(volume).fsGroup, Dataset.volume(volume, { fsGroup: 9 }).fsGroup]).toEqual([undefined, 9]);
  });

  test('cannot be of two groups in one pod', () => {
    const fixture = new PipelineFixture();
    const stage = Stage.job('writer', { ...TASK, writes: [of(1, 'one'), of(2, 'two')] });
    expect(codeOf(() => fixture.pipeline({ order: Order.gitops(), stages: [stage] }))).toBe('DataPipeline.access');
  });
});

describe('a pipeline knows', () => {
  test('what each stage became, as the construct that it is', () => {
    const fixture = new PipelineFixture();
    const api = Stage.service('api', SERVER);
    const ranker = Stage.serve('ranker', { ...MODEL, model: Model.bakedIn('/model') });
    const pipeline = fixture.pipeline({ order: Order.gitops(), stages: [api, ranker, nightly] });
    const service: WebService = pipeline.stage(api);
    const server: MLService = pipeline.stage(ranker);
    expect([service instanceof WebService, server instanceof MLService]).toEqual([true, true]);
    expect([service.name, server.name, pipeline.stage(nightly).name]).toEqual(['api', 'ranker', 'nightly']);
    expect(codeOf(() => pipeline.stage(Stage.job('other', TASK)))).toBe('DataPipeline.stage');
  });

  test('its charts: one a stage, or one for all with Argo CD', () => {
    const [own, argo] = [new PipelineFixture(), new PipelineFixture()];
    const stages = [nightly, Stage.service('api', SERVER)];
    expect(own.pipeline({ order: Order.gitops(), stages }).charts.map(({ node }) => node.path)).toEqual([
      'prod/features/api',
      'prod/features/nightly',
    ]);
    expect(argo.pipeline({ order: argo.argo(), stages }).charts.map(({ node }) => node.path)).toEqual(['prod/features/stages']);
  });
});

describe('a job that comes after another', () => {
  const first = (args: readonly string[]) => Stage.job('first', { ...TASK, args, writes: [data] });
  const nameOf = (props: object, args: readonly string[]) => {
    const fixture = new PipelineFixture();
    const before = first(args);
    fixture.pipeline({ order: Order.gitops(), stages: [before, Stage.job('second', { ...TASK, reads: [data], ...props })] });
    return fixture.objects().find(({ kind, metadata }) => kind === 'Job' && metadata.name.startsWith('second'))?.metadata;
  };

  test('runs again with it, unless it says that only its own changes count', () => {
    expect(nameOf({}, ['1'])?.name).not.toBe(nameOf({}, ['2'])?.name);
    const own = { reruns: 'ownChanges' };
    expect(nameOf(own, ['1'])?.name).toBe(nameOf(own, ['2'])?.name);
  });

  test('also when it keeps one name and is replaced', () => {
    const content = (args: readonly string[]) => {
      const fixture = new PipelineFixture();
      const before = first(args);
      const second = Stage.job('second', { ...TASK, reads: [data], run: Run.onEveryChange() });
      fixture.pipeline({ order: Order.gitops(), stages: [before, second] });
      const job = fixture.objects().find(({ kind, metadata }) => kind === 'Job' && metadata.name === 'second');
      return JSON.stringify(job?.spec);
    };
    expect(content(['1'])).not.toBe(content(['2']));
  });

  test('also when a JSON patch changes the earlier job', () => {
    const fixture = new PipelineFixture();
    const before = first(['1']);
    const second = Stage.job('second', { ...TASK, reads: [data] });
    const pipeline = fixture.pipeline({ order: Order.gitops(), stages: [before, second] });
    pipeline.stage(before).resource.addJsonPatch(JsonPatch.replace('/spec/backoffLimit', 9));
    const jobs = fixture.objects().filter(({ kind }) => kind === 'Job');
    const [patched, after] = ['first-', 'second-'].map((prefix) => jobs.find(({ metadata }) => metadata.name.startsWith(prefix)));
    expect(patched?.spec).toMatchObject({ backoffLimit: 9 });
    expect(JSON.stringify(after?.spec)).toContain(`"pipeline.cdk8s-mlops/after":"${patched?.metadata.name}"`);
    expect(after?.metadata.name).not.toBe(nameOf({}, ['1'])?.name);
    expect(fixture.app.node.findAll().flatMap((construct) => construct.node.validate())).toEqual([]);
  });
});

test('the deadline of a job is the time that Flux waits for it', () => {
  const fixture = new PipelineFixture();
  fixture.pipeline({ order: fixture.flux(), stages: [Stage.job('slow', { ...TASK, deadline: Duration.hours(5) })] });
  expect(fixture.objects().find(({ kind }) => kind === 'Kustomization')?.spec).toMatchObject({ timeout: '5h1m', wait: true });
});
