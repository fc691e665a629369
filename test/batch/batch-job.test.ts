import { ApiObject, App, Chart, Duration, Size, Testing } from 'cdk8s';
import fc from 'fast-check';
import type { CronJob, Job, JobSpec } from '../../imports/kubernetes';
import { Cpu } from '../../src/base/cpu';
import { BatchJob } from '../../src/batch/batch-job';
import type { BatchJobProps } from '../../src/batch/batch-job-props';
import type { OneNodeProps } from '../../src/batch/job/plain-job-props';
import { Engine } from '../../src/batch/job-engine';
import { Run } from '../../src/batch/run/run';
import { Environment } from '../../src/environment/environment';
import { warningsOf } from '../../src/kube/construct-findings';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Env } from '../../src/kube/pod/environment-variables';
import { Mount } from '../../src/kube/pod/mount';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { anyJob, goodJob, IMAGE, LEAST } from './any-job';
import { engineJob } from './engine-job';

function job(props: Partial<OneNodeProps> = {}, id = 'train'): BatchJob {
  return new BatchJob(new Chart(new App(), 'test', { namespace: 'team-a' }), id, { ...LEAST, run: Run.once(), ...props });
}

const gpu = { accelerator: Gpu.nvidia(4, { product: 'NVIDIA-H100-80GB-HBM3' }), memory: Size.gibibytes(256), deadline: Duration.hours(12) };

describe('a BatchJob renders', () => {
  test('a training run on four GPUs, once per spec', () => {
    const yaml = renderedYaml((chart) => {
      new BatchJob(chart, 'train', {
        run: Run.once(),
        image: IMAGE,
        args: ['--epochs', '3'],
        cpu: Cpu.cores(32),
        ...gpu,
        env: { MODEL: 'base', HF_TOKEN: Env.secret('hub', 'token') },
        mounts: [Mount.claim('/checkpoints', 'checkpoints')],
        scratch: Size.gibibytes(50),
        finalExitCodes: [3, 2],
        terminationGracePeriod: Duration.minutes(5),
        queue: 'team-a',
        serviceAccount: 'trainer',
        tolerations: [{ key: 'cloud.example.com/spot', operator: 'Exists', effect: 'NoSchedule' }],
      });
    });
    expect(yaml).toMatchSnapshot();
  });

  test('a nightly scoring run of a thousand shards', () => {
    const yaml = renderedYaml((chart) => {
      new BatchJob(chart, 'score', {
        ...LEAST,
        run: Run.scheduled('0 2 * * *', { timeZone: 'Europe/Berlin', ttlAfterFinished: Duration.days(2) }),
        deadline: Duration.hours(6),
        parallel: {
          completions: 1000,
          parallelism: 50,
          perIndex: { retries: 2, maxFailedIndexes: 10, finalExitCodes: [7] },
          success: [{ count: 990 }],
        },
      });
    });
    expect(yaml).toMatchSnapshot();
  });

  test('a migration that runs on every change', () => {
    expect(renderedYaml((chart) => void new BatchJob(chart, 'migrate', { ...LEAST, run: Run.onEveryChange() }))).toMatchSnapshot();
  });

  test('a check in every Argo CD sync', () => {
    expect(renderedYaml((chart) => void new BatchJob(chart, 'check', { ...LEAST, run: Run.hook('PreSync') }))).toMatchSnapshot();
  });
});

describe('the delivery hints of a BatchJob', () => {
  test('retain a superseded run, unless it may be stopped', () => {
    expect(deliveryHintsOf(job().resource)).toEqual({ retain: true, recreate: false });
    expect(deliveryHintsOf(job({ run: Run.once({ superseded: 'stop' }) }).resource)).toEqual({ retain: false, recreate: false });
  });

  test('retain the ServiceAccount as long as the run, which needs it for retries', () => {
    const account = (made: BatchJob) => made.node.findChild('ServiceAccount') as ApiObject;
    expect(deliveryHintsOf(account(job())).retain).toBe(true);
    expect(deliveryHintsOf(account(job({ run: Run.once({ superseded: 'stop' }) }))).retain).toBe(false);
    expect(deliveryHintsOf(account(job({ run: Run.onEveryChange() }))).retain).toBe(false);
  });

  test('recreate a run on every change', () => {
    expect(deliveryHintsOf(job({ run: Run.onEveryChange() }).resource)).toEqual({ retain: false, recreate: true });
  });

  test.each([Run.scheduled('@daily'), Run.hook('Sync')])('are empty for $kind', (run) => {
    expect(deliveryHintsOf(job({ run }).resource)).toEqual({ retain: false, recreate: false });
  });

  test('have the deadline of a one-shot run as time budget', () => {
    const deadline = Duration.hours(2);
    expect(longestTimeBudget(job({ deadline }))?.budget).toEqual({ seconds: 7200, reason: 'deadline 7200 s' });
    expect(longestTimeBudget(job({ deadline, run: Run.onEveryChange() }))?.budget.seconds).toBe(7200);
    expect(longestTimeBudget(job({ deadline, run: Run.scheduled('@daily') }))).toBeUndefined();
    expect(longestTimeBudget(job())).toBeUndefined();
  });

  test('come with a name that has the hash', () => {
    expect(job().name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(job({ name: 'nightly', run: Run.scheduled('@daily') }).name).toBe('nightly');
  });
});

describe('a BatchJob refuses', () => {
  const left = (prop: string) => ({ [prop]: undefined }) as Partial<OneNodeProps>;

  test.each<[string, string, Partial<OneNodeProps>]>([
    ['no run', 'BatchJob.run', left('run')],
    ['an unknown run', 'BatchJob.run', { run: { kind: 'daily' } as unknown as Run }],
    ['no image', 'BatchJob.image', left('image')],
    ['no cpu', 'BatchJob.cpu', left('cpu')],
    ['no memory', 'BatchJob.memory', left('memory')],
    ['an invalid image', 'BatchJob.image', { image: 'Train:1' }],
    ['a name with a capital', 'BatchJob.name', { name: 'Train' }],
    ['a name without room for the hash', 'BatchJob.name', { name: 'a'.repeat(55) }],
    ['a device without a deadline', 'BatchJob.deadline', { accelerator: Gpu.nvidia(1) }],
    ['suspend in a queue', 'BatchJob.suspend', { queue: 'team-a', run: Run.once({ suspend: false }) }],
    ['suspend in a queue on every change', 'BatchJob.suspend', { queue: 'team-a', run: Run.onEveryChange({ suspend: true }) }],
    ['mounts that use up the memory', 'BatchJob.memory', { mounts: [Mount.memory('/work', { sizeLimit: Size.gibibytes(8) })] }],
    ['root', 'BatchJob.security.runAsUser', { security: { runAsUser: 0 } }],
    ['two containers of one name', 'BatchJob.containers', { initContainers: [{ name: 'main', image: 'a:1' }] }],
    ['a schedule with Sunday as 7', 'BatchJob.schedule', { run: Run.scheduled('0 2 * * 7') }],
  ])('%s', (_, code, props) => {
    expect(codeOf(() => job(props))).toBe(code);
  });

  test('missing props, as a finding', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    expect(codeOf(() => new BatchJob(chart, 'train', undefined as unknown as OneNodeProps))).toBe('BatchJob.props');
  });

  // Published examples use `:latest`.
  test.each(['train:latest', 'train', 'train:1.4'])('the image %s where pins are required', (image) => {
    const chart = new Chart(new Environment(new App(), 'prod'), 'train', { namespace: 'team-a' });
    expect(codeOf(() => new BatchJob(chart, 'train', { ...LEAST, run: Run.once(), image }))).toBe('BatchJob.image');
  });
});

const head = { cpu: LEAST.cpu, memory: LEAST.memory };
const pod = { ...head, image: LEAST.image };
const ray = { ...pod, nodes: 2, engine: Engine.ray({ entrypoint: 'python a.py', head }) };
const sparkEngine = Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver: head });
const spark = { ...pod, nodes: 2, engine: sparkEngine, serviceAccount: 'spark' };

describe('warnings', () => {
  const codes = (props: BatchJobProps) => warningsOf(engineJob(props)).map(({ code }) => code);
  const daily = Run.scheduled('@daily');

  test.each<[string, string, BatchJobProps]>([
    ['Kueue may ignore Spark', 'BatchJob.queue', { ...spark, run: Run.once(), queue: 'team-a' }],
    ['KubeRay keeps every run of a schedule', 'BatchJob.ttlAfterFinished', { ...ray, run: daily }],
    ['a hung run blocks a schedule', 'BatchJob.deadline', { ...pod, run: daily }],
  ])('say that %s', (_, code, props) => {
    expect(codes(props)).toEqual([code]);
  });

  test.each<[string, BatchJobProps]>([
    ['a schedule whose runs have a deadline', { ...LEAST, run: daily, deadline: Duration.hours(1) }],
    ['a schedule whose next run replaces a hung one', { ...LEAST, run: Run.scheduled('@daily', { concurrency: 'Replace' }) }],
    ['a schedule whose runs may overlap', { ...LEAST, run: Run.scheduled('@daily', { concurrency: 'Allow' }) }],
    ['Spark without a queue', { ...spark, run: Run.once() }],
    ['a Ray schedule that cleans up', { ...ray, run: Run.scheduled('@daily', { ttlAfterFinished: Duration.days(1) }) }],
    ['Ray without a schedule', { ...ray, run: Run.once() }],
    ['a schedule of Spark, which has no deadline', { ...spark, run: daily }],
    ['a JobSet in a queue', { ...pod, nodes: 2, engine: Engine.jobSet(), run: Run.once(), queue: 'team-a' }],
  ])('are not given for %s', (_, props) => {
    expect(codes(props)).toEqual([]);
  });
});

describe('every BatchJob', () => {
  /** Checks a rule for every accepted job. */
  function holds(rule: (object: Job | CronJob, spec: JobSpec, props: OneNodeProps) => void): void {
    fc.assert(
      fc.property(fc.oneof(goodJob, anyJob), (props) => {
        if (codeOf(() => job(props)) !== 'accepted') return;
        const object = job(props).resource.toJson() as Job | CronJob;
        rule(object, jobSpecOf(object), props);
      }),
    );
  }

  function jobSpecOf(object: Job | CronJob): JobSpec {
    const spec = object.kind === 'Job' ? object.spec : object.spec.jobTemplate.spec;
    if (spec === undefined) throw new Error('the job has no spec');
    return spec;
  }

  test('is accepted when each of its props is valid', () => {
    fc.assert(fc.property(goodJob, (props) => expect(codeOf(() => job(props))).toBe('accepted')));
  });

  test('is refused with codes, or rendered', () => {
    fc.assert(
      fc.property(anyJob, (props) =>
        expect(codeOf(() => job(props))).toMatch(/^(accepted|[A-Za-z]+\.[A-Za-z.]+(,[A-Za-z]+\.[A-Za-z.]+)*)$/),
      ),
    );
  });

  test('has no TTL and no generated name when it is in Git', () => {
    holds((object) => {
      if (object.kind !== 'Job') return;
      expect(object.spec).not.toHaveProperty('ttlSecondsAfterFinished');
      expect(object.metadata).not.toHaveProperty('generateName');
    });
  });

  test('has pods that never restart in place, and a failure policy that ignores lost nodes', () => {
    holds((_, spec) => {
      expect(spec.template.spec?.restartPolicy).toBe('Never');
      expect(spec.podFailurePolicy?.rules[0]).toMatchObject({ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] });
    });
  });

  test('is indexed when it has limits per index or success rules', () => {
    holds((_, spec) => {
      if (spec.maxFailedIndexes !== undefined) expect(spec.backoffLimitPerIndex).toBeDefined();
      if (spec.backoffLimitPerIndex === undefined && spec.successPolicy === undefined) return;
      expect(spec.completionMode).toBe('Indexed');
      expect(spec.completions).toBeGreaterThan(0);
    });
  });

  test('writes every field of a CronJob', () => {
    holds((object) => {
      if (object.kind !== 'CronJob') return;
      const { concurrencyPolicy, timeZone, startingDeadlineSeconds, suspend } = object.spec;
      expect(concurrencyPolicy).toMatch(/^(Allow|Forbid|Replace)$/);
      expect(timeZone).toBeTruthy();
      expect(startingDeadlineSeconds).toBeGreaterThanOrEqual(10);
      expect(typeof suspend).toBe('boolean');
    });
  });

  test('has a name that leaves room for every derived name', () => {
    holds((object, spec) => {
      const run = object.kind === 'CronJob' ? `${object.metadata.name}-9999999999` : object.metadata.name;
      const host = spec.completionMode === 'Indexed' ? `${run}-${(spec.completions ?? 0) - 1}` : run;
      expect(host.length).toBeLessThanOrEqual(63);
      if (object.kind === 'CronJob') expect(object.metadata.name.length).toBeLessThanOrEqual(52);
    });
  });

  test('has a deadline with a device, and shared memory with several', () => {
    holds((_, spec, { accelerator, mounts }) => {
      if (accelerator === undefined) return;
      expect(spec.activeDeadlineSeconds).toBeGreaterThan(0);
      const paths = spec.template.spec?.containers[0]?.volumeMounts?.map((mount) => mount.mountPath) ?? [];
      if (accelerator.count > 1) expect(paths).toContain('/dev/shm');
      if (mounts === undefined && accelerator.count === 1) expect(paths).not.toContain('/dev/shm');
    });
  });

  test('requests CPU and memory, with a memory limit', () => {
    holds((_, spec) => {
      const resources = spec.template.spec?.containers[0]?.resources;
      expect(resources?.requests).toMatchObject({ cpu: expect.any(String), memory: resources?.limits?.memory });
    });
  });

  test('does not write suspend in a queue', () => {
    holds((_, spec, { queue }) => {
      if (queue !== undefined) expect(spec).not.toHaveProperty('suspend');
    });
  });

  test('renders the same bytes for the same props in any order', () => {
    const backwards = <T extends object>(record: T) => Object.fromEntries(Object.entries(record).reverse()) as T;
    holds((object, _, props) => {
      const other = { ...backwards(props), nodeSelector: backwards(props.nodeSelector ?? {}) };
      expect(Testing.synth(Chart.of(job(other))).filter(({ kind }) => kind !== 'ServiceAccount')).toEqual([object]);
    });
  });

  test('gives a changed spec a new name, or a template that makes the tool replace it', () => {
    holds((object, spec, props) => {
      const other = job({ ...props, args: [...(props.args ?? []), 'more'] }).resource.toJson() as Job | CronJob;
      if (props.run.kind === 'once') expect(other.metadata.name).not.toBe(object.metadata.name);
      else expect(other.metadata.name).toBe(object.metadata.name);
      if (props.run.kind === 'onEveryChange') expect(jobSpecOf(other).template).not.toEqual(spec.template);
    });
  });

  test('renders the same metadata anywhere in the construct tree', () => {
    const nested = renderedManifests((chart) => {
      const scope = new ApiObject(chart, 'deep', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'team-a' } });
      new BatchJob(scope, 'train', { ...LEAST, run: Run.once() });
    }).find((manifest) => manifest.kind === 'Job');
    expect(nested?.metadata).toEqual(job().resource.toJson().metadata);
  });
});
