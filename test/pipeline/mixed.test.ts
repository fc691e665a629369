import { Size } from 'cdk8s';
import fc from 'fast-check';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import type { Manifest } from '../../src/manifest/manifest';
import { Dataset } from '../../src/pipeline/data/dataset';
import type { DatasetRead } from '../../src/pipeline/data/dataset-use';
import { Order } from '../../src/pipeline/order';
import { Stage, type StageLinks, type TaskStage } from '../../src/pipeline/stages/stage';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Health } from '../../src/workload/health';
import { type Dag, dags, edgesOf, IMAGE, PipelineFixture, TASK } from './pipeline-fixture';

const { image, cpu, memory } = TASK;
const SERVER = { image, cpu, memory, ports: { http: 8080 }, health: Health.http('/healthz') };

/** One of each kind of stage. */
const KINDS = {
  job: (name: string, links: StageLinks) => Stage.job(name, { ...TASK, ...links }),
  parts: (name: string, links: StageLinks) =>
    Stage.job(name, { ...TASK, parallel: { completions: 4, parallelism: 2 }, run: Run.onEveryChange(), ...links }),
  nodes: (name: string, links: StageLinks) => Stage.train(name, { ...TASK, run: Run.once(), nodes: 2, engine: Engine.jobSet(), ...links }),
  scheduled: (name: string, links: StageLinks) => Stage.scheduled(name, { ...TASK, run: Run.scheduled('@daily'), ...links }),
  service: (name: string, links: StageLinks) => Stage.service(name, { ...SERVER, replicas: 2, ...links }),
  stateful: (name: string, links: StageLinks) =>
    Stage.stateful(name, { ...SERVER, storage: [{ name: 'own', path: '/own', size: Size.gibibytes(1) }], ...links }),
  serve: (name: string, links: StageLinks) => {
    const runtime = Runtime.custom({ image: IMAGE, port: 8080, healthPath: '/healthz' });
    return Stage.serve(name, { model: Model.bakedIn('/model'), runtime, cpu, memory, ...links });
  },
} as const;
type Kind = keyof typeof KINDS;

/** Data of one kind or another, by the number of the stage that writes it. */
const DATA: readonly ((name: string) => Dataset)[] = [
  (name) => Dataset.s3(`data-${name}`, `s3://acme-data/${name}`),
  (name) => Dataset.pvc(`data-${name}`, { size: Size.gibibytes(1), accessMode: 'ReadWriteMany' }),
  (name) => Dataset.kafka(`data-${name}`, { cluster: 'main', partitions: 3, replicas: 1 }),
];

interface Mixed {
  readonly dag: Dag;
  readonly kinds: readonly Kind[];
  /** For each stage, whether it waits for what it reads. */
  readonly waits: readonly boolean[];
}

const anyKind = fc.constantFrom(...(Object.keys(KINDS) as Kind[]));
const mixed: fc.Arbitrary<Mixed> = fc.record({
  dag: dags,
  kinds: fc.array(anyKind, { minLength: 8, maxLength: 8 }),
  waits: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
});

function stagesOf({ dag, kinds, waits }: Mixed): readonly Stage[] {
  const datasets = dag.names.map((name, i) => (DATA[i % DATA.length] ?? DATA[0])?.(name)).filter((dataset) => dataset !== undefined);
  return dag.names.map((name, i) => {
    const reads = (dag.after[i] ?? []).flatMap((j) =>
      datasets[j] === undefined ? [] : [{ dataset: datasets[j], waits: waits[i] } as DatasetRead],
    );
    return KINDS[kinds[i] ?? 'job'](name, { reads, writes: datasets.slice(i, i + 1) });
  });
}

/** Edges that are asked for, and those among them that GitOps cannot keep. */
function expected({ dag, kinds, waits }: Mixed) {
  const number = (name: string) => dag.names.indexOf(name);
  const edges = edgesOf(dag).filter(([, to]) => waits[number(to)]);
  return { edges, impossible: edges.filter(([from]) => kinds[number(from)] === 'scheduled') };
}

const schemas = new Schemas();
const mistakes = (objects: readonly Manifest[]) =>
  objects.flatMap((object) => {
    const { findings, unknownKind } = validateObject(schemas, object as unknown as AnyObject);
    return [
      ...findings.map(({ path = [], what }) => `${object.kind} ${path.join('.')} ${what}`),
      ...(unknownKind === undefined ? [] : [unknownKind]),
    ];
  });
const instanceOf = ({ metadata }: Manifest) => metadata.labels?.['app.kubernetes.io/instance'];
const waveOf = ({ metadata }: Manifest) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);

describe('for every pipeline of whatever stages', () => {
  test('Flux waits for each edge, or each edge that it cannot wait for is named; all objects are valid', () => {
    fc.assert(
      fc.property(mixed, (given) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: fixture.flux(), stages: stagesOf(given) });
        const { edges, impossible } = expected(given);
        const named = fixture
          .findings()
          .map((text) => /"(stage-\w)" comes after "(stage-\w)".*\[DataPipeline\.order\]$/s.exec(text)?.slice(1).reverse());
        expect(named.map(String).sort()).toEqual(impossible.map(String).sort());
        if (impossible.length > 0) return;
        const objects = fixture.objects();
        const told = objects
          .filter(({ kind }) => kind === 'Kustomization')
          .flatMap(({ metadata, spec }) =>
            ((spec as { dependsOn?: { name: string }[] }).dependsOn ?? []).map(({ name }) =>
              [name, metadata.name].map((text) => text.replace('prod-features-', '')),
            ),
          );
        expect(told.map(String).sort()).toEqual(edges.map(String).sort());
        expect(mistakes(objects)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('Argo CD has all objects of a stage in later waves than any of those before it; all objects are valid', () => {
    fc.assert(
      fc.property(mixed, (given) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: fixture.argo(), stages: stagesOf(given) });
        const { edges, impossible } = expected(given);
        expect(fixture.codes()).toEqual(impossible.map(() => 'DataPipeline.order'));
        if (impossible.length > 0) return;
        const objects = fixture.objects();
        const waves = (name: string) => objects.filter((object) => instanceOf(object) === name).map(waveOf);
        for (const [from, to] of edges) {
          expect(waves(from).length * waves(to).length).toBeGreaterThan(0);
          expect(Math.min(...waves(to))).toBeGreaterThan(Math.max(...waves(from)));
        }
        expect(mistakes(objects)).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('a workflow of the work that ends is valid', () => {
    fc.assert(
      fc.property(mixed, fc.boolean(), ({ dag, waits }, scheduled) => {
        const fixture = new PipelineFixture();
        const stages = stagesOf({ dag, waits, kinds: dag.names.map(() => 'job') }) as readonly TaskStage[];
        fixture.pipeline({ order: Order.argoWorkflows(scheduled ? { schedule: '@daily' } : {}), stages });
        expect(mistakes(fixture.objects())).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test('no claim of the pipeline is applied before the stage that its first pod comes from', () => {
    fc.assert(
      fc.property(mixed, (given) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: fixture.flux(), stages: stagesOf(given) });
        if (expected(given).impossible.length > 0) return;
        for (const [path, text] of fixture.files()) {
          if (!path.includes('_persistentvolumeclaim_')) continue;
          const [folder = ''] = path.split(/\/[^/]*$/);
          const beside = [...fixture.files()].filter(([other]) => other.startsWith(`${folder}/`)).map(([, content]) => content);
          const claim = /\n {2}name: (\S+)/.exec(text)?.[1];
          expect(beside.some((content) => content.includes(`claimName: ${claim}`))).toBe(true);
        }
      }),
      { numRuns: 30 },
    );
  });
});
