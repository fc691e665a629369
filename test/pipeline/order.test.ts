import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { Dataset } from '../../src/pipeline/data/dataset';
import { Order } from '../../src/pipeline/order';
import { Stage, type TaskStage } from '../../src/pipeline/stages/stage';
import type { WorkflowSpec } from '../../src/pipeline/workflow/workflow-types';
import { type Dag, dags, edgesOf, PipelineFixture, TASK } from './pipeline-fixture';

/** Stage i writes the data set i, and reads those of the stages before it. */
function stagesOf({ after, names, order }: Dag, imageOf: (i: number) => string = () => TASK.image): readonly TaskStage[] {
  const datasets = names.map((name) => Dataset.s3(`data-${name}`, `s3://acme-data/${name}`));
  const stages = after.map((before, i) => {
    const reads = before.flatMap((j) => datasets[j] ?? []);
    return Stage.job(names[i] ?? '', { ...TASK, image: imageOf(i), reads, writes: datasets.slice(i, i + 1) });
  });
  return order.flatMap((i) => stages[i] ?? []);
}

const waveOf = ({ metadata }: Manifest) => Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
const instanceOf = ({ metadata }: Manifest) => metadata.labels?.['app.kubernetes.io/instance'];
const runs = { numRuns: 40 };

describe('for every graph of stages', () => {
  test('Flux is told of each edge, and of nothing else', () => {
    fc.assert(
      fc.property(dags, (dag) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: fixture.flux(), stages: stagesOf(dag) });
        const told = fixture
          .objects()
          .filter(({ kind }) => kind === 'Kustomization')
          .flatMap(({ metadata, spec }) => {
            const { dependsOn = [], wait } = spec as { dependsOn?: { name: string }[]; wait: boolean };
            expect(wait).toBe(true);
            return dependsOn.map(({ name }) => [name, metadata.name].map((text) => text.replace('prod-features-', '')));
          });
        expect(told.map(String).sort()).toEqual(edgesOf(dag).map(String).sort());
      }),
      runs,
    );
  });

  test('Argo CD has each stage in a later wave than those before it', () => {
    fc.assert(
      fc.property(dags, (dag) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: fixture.argo(), stages: stagesOf(dag) });
        const waves = new Map(
          fixture
            .objects()
            .filter(({ kind }) => kind === 'Job')
            .map((job) => [instanceOf(job), waveOf(job)]),
        );
        expect(waves.size).toBe(dag.names.length);
        for (const [from, to] of edgesOf(dag)) expect(waves.get(to)).toBeGreaterThan(waves.get(from) ?? Number.NaN);
      }),
      runs,
    );
  });

  test('the workflow has each edge as a dependency, and no other', () => {
    fc.assert(
      fc.property(dags, (dag) => {
        const fixture = new PipelineFixture();
        fixture.pipeline({ order: Order.argoWorkflows(), stages: stagesOf(dag) });
        const [template] = fixture.objects().filter(({ kind }) => kind === 'WorkflowTemplate');
        const templates = (template?.spec as WorkflowSpec | undefined)?.templates ?? [];
        const tasks = templates.flatMap((each) => ('dag' in each ? each.dag.tasks : []));
        const told = tasks.flatMap(({ name, dependencies = [] }) => dependencies.map((before) => [before, name]));
        expect(told.map(String).sort()).toEqual(edgesOf(dag).map(String).sort());
        expect(templates.map(({ name }) => name).sort()).toEqual(['pipeline', ...dag.names].sort());
      }),
      runs,
    );
  });

  test.each(['flux', 'argo', 'own', 'workflow'] as const)('the order in which stages are made and listed changes no byte (%s)', (kind) => {
    const files = (dag: Dag) => {
      const fixture = new PipelineFixture();
      const stages = stagesOf(dag);
      if (kind === 'workflow') fixture.pipeline({ order: Order.argoWorkflows({ schedule: '@daily' }), stages });
      else fixture.pipeline({ order: kind === 'own' ? Order.gitops() : fixture[kind](), stages });
      return [...fixture.files()].sort();
    };
    fc.assert(
      fc.property(dags, (dag) => {
        expect(files(dag)).toEqual(files({ ...dag, order: [...dag.order].sort() }));
      }),
      { numRuns: 15 },
    );
  });

  test('a changed job runs again, and with it exactly those that come after it', () => {
    const named = (dag: Dag, changed?: number) => {
      const fixture = new PipelineFixture();
      const other = TASK.image.replace('0123', '9999');
      fixture.pipeline({ order: Order.gitops(), stages: stagesOf(dag, (i) => (i === changed ? other : TASK.image)) });
      return new Map(fixture.objects().flatMap((job) => (job.kind === 'Job' ? [[instanceOf(job), job.metadata.name]] : [])));
    };
    fc.assert(
      fc.property(dags, fc.nat(7), (dag, pick) => {
        const changed = pick % dag.names.length;
        const [before, after] = [named(dag), named(dag, changed)];
        const again = dag.names.filter((name) => before.get(name) !== after.get(name));
        expect(again.sort()).toEqual([...descendants(dag, changed)].map((i) => dag.names[i]).sort());
      }),
      runs,
    );
  });
});

/** A stage and all that come after it, found the slow way. */
function descendants({ after }: Dag, start: number): ReadonlySet<number> {
  const found = new Set([start]);
  for (const [i, before] of after.entries()) if (before.some((j) => found.has(j))) found.add(i);
  return found;
}
