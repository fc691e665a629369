import { ApiObject, Chart, Duration, Testing } from 'cdk8s';
import fc from 'fast-check';
import { BatchJob } from '../../src/batch/batch-job';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Launch, type MpiOptions } from '../../src/batch/job-set/launch';
import { Queue } from '../../src/batch/queue/queue';
import { Run } from '../../src/batch/run/run';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { nameOf } from '../../src/kube/pod/environment-variables';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { validateObject } from '../../src/schema/validate-object';
import { codeOf } from '../support/code-of';
import { renderedManifests } from '../support/rendered';
import { anyEngineJob, type ManyNodes } from './any-engine';
import { LEAST } from './any-job';
import { engineJob } from './engine-job';

const KINDS: readonly ManyNodes[] = ['jobSet', 'trainJob', 'ray', 'spark', 'volcano'];
const schemas = new Schemas();

/** Checks a rule for every accepted job with this engine. */
function holds(kind: ManyNodes, rule: (object: Rendered, props: BatchJobProps, job: BatchJob) => void): void {
  fc.assert(
    fc.property(anyEngineJob(kind), (props) => {
      if (codeOf(() => engineJob(props)) !== 'accepted') return;
      const job = engineJob(props);
      rule(job.resource.toJson() as Rendered, props, job);
    }),
  );
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly spec: Readonly<Record<string, unknown>>;
}

/** All values of fields with this name, at any depth. */
function valuesOf(value: unknown, field: string): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((each) => valuesOf(each, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => [...(key === field ? [each] : []), ...valuesOf(each, field)]);
}

describe.each(KINDS)('every job with the engine %s', (kind) => {
  test('is refused with a code, or rendered, and neither is rare', () => {
    const codes: string[] = [];
    fc.assert(
      fc.property(anyEngineJob(kind), (props) => {
        const code = codeOf(() => engineJob(props));
        codes.push(code);
        expect(code).toMatch(/^(accepted|[A-Za-z]+\.[A-Za-z.,]+)$/);
      }),
      { numRuns: 300, seed: 7 },
    );
    const accepted = codes.filter((code) => code === 'accepted').length;
    expect(accepted).toBeGreaterThan(20);
    expect(codes.length - accepted).toBeGreaterThan(20);
  });

  test('matches the schema of its kind', () => {
    holds(kind, (object) => {
      expect(validateObject(schemas, { ...object })).toEqual({ findings: [] });
    });
  });

  test('has no TTL when it is in Git', () => {
    holds(kind, (object, { run }) => {
      if (run.kind === 'scheduled') return;
      for (const field of ['ttlSecondsAfterFinished', 'timeToLiveSeconds', 'ttlSeconds', 'generateName']) {
        expect(valuesOf(object, field)).toEqual([]);
      }
    });
  });

  test('gives a changed spec a new name, or is replaced or rerun by its operator', () => {
    holds(kind, (object, props, job) => {
      const other = engineJob({ ...props, env: { ...props.env, MORE: '1' } } as BatchJobProps);
      const changed = other.resource.toJson() as Rendered;
      expect(changed.spec).not.toEqual(object.spec);
      if (props.run.kind === 'once') expect(changed.metadata.name).not.toBe(object.metadata.name);
      else expect(changed.metadata.name).toBe(object.metadata.name);
      if (props.run.kind === 'onEveryChange') expect(deliveryHintsOf(job.resource).recreate).toBe(kind !== 'spark');
    });
  });

  test('leaves its spec to its controllers when its name is a hash, unless a person suspends or resumes it', () => {
    holds(kind, (_, { run }, job) => {
      expect(deliveryHintsOf(job.resource).ignoreSpecDrift ?? false).toBe(run.kind === 'once' && run.suspend === undefined);
    });
  });

  test('keeps its name when it is suspended', () => {
    if (kind === 'volcano') return;
    holds(kind, (object, props) => {
      if (props.run.kind !== 'once' || props.queue !== undefined) return;
      const other = engineJob({ ...props, run: Run.once({ suspend: true }) } as BatchJobProps);
      expect(other.name).toBe(object.metadata.name);
    });
  });

  test('renders the same bytes for the same props in any order', () => {
    holds(kind, (object, props) => {
      const backwards = Object.fromEntries(Object.entries(props).reverse()) as unknown as BatchJobProps;
      expect(Testing.synth(Chart.of(engineJob(backwards))).filter(({ kind }) => kind !== 'ServiceAccount')).toEqual([object]);
    });
  });

  test('renders the same name anywhere in the construct tree', () => {
    holds(kind, (object, props) => {
      const nested = renderedManifests((chart) => {
        const scope = new ApiObject(chart, 'deep', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'team-a' } });
        new BatchJob(scope, 'train', props);
      }).find((manifest) => manifest.kind === object.kind);
      expect(nested?.metadata.name).toBe(object.metadata.name);
    });
  });

  test('has restricted pods that never restart in place', () => {
    holds(kind, (object) => {
      const contexts = valuesOf(object, 'allowPrivilegeEscalation');
      expect(contexts.length).toBeGreaterThan(0);
      expect(new Set(contexts)).toEqual(new Set([false]));
      for (const policy of valuesOf(object, 'restartPolicy')) {
        if (typeof policy === 'string') expect(policy).toBe('Never');
      }
    });
  });

  test('has the queue label and no suspend when it is in a queue', () => {
    holds(kind, (object, { queue, run }) => {
      const label = object.metadata.labels['kueue.x-k8s.io/queue-name'];
      if (queue === undefined) expect(label).toBeUndefined();
      else expect(label).toBe(nameOf(queue));
      if (queue !== undefined && run.kind !== 'scheduled') expect(object.spec).not.toHaveProperty('suspend');
    });
  });

  test('has a name that leaves room for every derived name', () => {
    holds(kind, (object, props) => {
      const { name } = object.metadata;
      expect(name).toMatch(/^[a-z]([-a-z0-9]*[a-z0-9])?$/);
      const derived: Readonly<Record<string, string>> = {
        JobSet: `${name}-worker-0-${(props.nodes ?? 1) - 1}-abcde`.replace(
          '-worker',
          JSON.stringify(object).includes('MPI_HOSTS') ? '-worker' : '-node',
        ),
        TrainJob: `${name}-node-0-${(props.nodes ?? 1) - 1}-abcde`,
        RayJob: `${name}-abcde-serve-svc`,
        RayCronJob: `${name}-1234567890-abcde-serve-svc`,
        SparkApplication: name,
        ScheduledSparkApplication: `${name}-1234567890123456789`,
        Job: `${name}-node-${(props.nodes ?? 1) - 1}`,
      };
      expect(derived[object.kind]?.length).toBeLessThanOrEqual(63);
    });
  });
});

test('the time budget of a JobSet is its deadline per try, that of other engines the deadline', () => {
  const budget = (props: object) =>
    longestTimeBudget(engineJob({ ...LEAST, nodes: 2, run: Run.once(), deadline: Duration.hours(1), ...props } as unknown as BatchJobProps))
      ?.budget;
  expect(budget({ engine: Engine.jobSet(), retries: 2 })).toEqual({ seconds: 10_800, reason: 'deadline 3600 s × 3 tries' });
  expect(budget({ engine: Engine.jobSet(), retries: 0 })?.seconds).toBe(3600);
  expect(budget({ engine: Engine.trainJob({ runtime: 'torch-distributed' }) })?.seconds).toBe(3600);
});

test.each<[string, string, () => unknown]>([
  ['Engine.volcano', 'a misspelled option', () => Engine.volcano({ minavailable: 2 } as object)],
  ['Engine.jobSet', 'a launch by name', () => Engine.jobSet({ launch: 'mpi' as unknown as Launch })],
  ['Engine.trainJob', 'a missing runtime', () => Engine.trainJob({} as { runtime: string })],
  ['Launch.torchrun', 'a port as a string', () => Launch.torchrun({ port: '29500' as unknown as number })],
  ['Launch.mpi', 'missing keys', () => Launch.mpi({} as MpiOptions)],
  ['Queue.local', 'a misspelled option', () => Queue.local('team-a', { prio: 'high' } as object)],
])('%s refuses %s', (code, _, act) => {
  expect(codeOf(act)).toBe(code);
});

describe('a caller in JavaScript is refused', () => {
  const job = (props: object) => codeOf(() => engineJob({ ...LEAST, run: Run.once(), ...props } as unknown as BatchJobProps));
  const head = { cpu: LEAST.cpu, memory: LEAST.memory };

  test.each<[string, string, object]>([
    ['several nodes without an engine', 'BatchJob.nodes', { nodes: 4 }],
    ['an unknown engine', 'BatchJob.engine', { nodes: 4, engine: { kind: 'slurm' } }],
    ['an engine as a string', 'BatchJob.engine', { nodes: 4, engine: 'jobSet' }],
    ['an engine without nodes', 'BatchJob.nodes', { engine: Engine.jobSet() }],
    ['an unknown prop', 'BatchJob.props', { retires: 3 }],
    [
      'work in parts on several nodes',
      'BatchJob.engine',
      { nodes: 4, engine: Engine.jobSet(), parallel: { completions: 2, parallelism: 1 } },
    ],
    ['a schedule of JobSets', 'BatchJob.run', { nodes: 4, engine: Engine.jobSet(), run: Run.scheduled('@daily') }],
    ['a schedule of TrainJobs', 'BatchJob.run', { nodes: 4, engine: Engine.trainJob({ runtime: 'x' }), run: Run.scheduled('@daily') }],
    ['a schedule of Volcano Jobs', 'BatchJob.run', { nodes: 4, engine: Engine.volcano(), run: Run.scheduled('@daily') }],
    ['a RayJob on every change', 'BatchJob.run', { nodes: 4, engine: Engine.ray({ entrypoint: 'x', head }), run: Run.onEveryChange() }],
    ['a suspended Volcano Job', 'BatchJob.suspend', { nodes: 4, engine: Engine.volcano(), run: Run.once({ suspend: true }) }],
    ['a Volcano Job in a queue of Kueue', 'BatchJob.engine', { nodes: 4, engine: Engine.volcano(), queue: 'team-a' }],
    [
      'a RayCronJob in a queue',
      'BatchJob.queue',
      { nodes: 4, engine: Engine.ray({ entrypoint: 'x', head }), run: Run.scheduled('@daily'), queue: 'team-a' },
    ],
    [
      'the history of a RayCronJob',
      'BatchJob.history',
      { nodes: 4, engine: Engine.ray({ entrypoint: 'x', head }), run: Run.scheduled('@daily', { history: { failed: 1 } }) },
    ],
  ])('%s', (_, code, props) => {
    expect(job(props)).toBe(code);
  });
});
