import { App, Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import type { Container, PodSpec } from '../../imports/kubernetes';
import { ConfigError } from '../../src/base/config-error';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { warningsOf } from '../../src/kube/construct-findings';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Monitoring } from '../../src/kube/server/monitoring';
import { DataVolume } from '../../src/platform/storage/data-volume';
import { Caller } from '../../src/serving/caller';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache, Model } from '../../src/serving/model/model';
import { Rollout } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { Scale } from '../../src/serving/scale/replicas';
import type { LeaderWorkerSetSpec } from '../../src/serving/workload-manifest';
import { renderedYaml } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';
import { COMMIT, cpu, DIGEST, gpu, refusal, SCORER_IMAGE, type Served, serve, TGI_IMAGE, TOOL_IMAGE, VLLM_IMAGE } from './serving-props';

const group = { ...gpu, accelerator: Gpu.nvidia(8), memory: Size.gibibytes(128), nodes: 2 };
const customGroup = { ...cpu, nodes: 3 };

const spec = (served: Served): LeaderWorkerSetSpec => served.find('LeaderWorkerSet')?.spec;
const pods = (served: Served) => {
  const { leaderTemplate, workerTemplate } = spec(served).leaderWorkerTemplate;
  return { leader: leaderTemplate, worker: workerTemplate };
};
const server = ({ spec: pod }: { spec?: PodSpec }) => pod?.containers[0] as Container;

describe('a service on several nodes renders', () => {
  test('vLLM on two nodes of eight GPUs', () => {
    expect(renderedYaml((chart) => new MLService(chart, 'llama', { ...group, version: 'v3' }))).toMatchSnapshot();
  });

  test('another server on three nodes, with workers of their own', () => {
    const runtime = Runtime.custom({ image: SCORER_IMAGE, port: 8080, healthPath: '/healthz', command: ['serve'], args: ['--rank=0'] });
    const worker = { args: ['--rank=$(LWS_WORKER_INDEX)', '--join=$(LWS_LEADER_ADDRESS)'] };
    const props = {
      ...customGroup,
      runtime,
      worker,
      replicas: 2,
      callers: [Caller.namespace('gateway')],
      exclusiveTopology: 'acme.com/rack',
    };
    expect(renderedYaml((chart) => new MLService(chart, 'scorer', props))).toMatchSnapshot();
  });
});

describe('the pods of a group', () => {
  test('share layers between nodes, and each layer within', () => {
    const { leader, worker } = pods(serve(group));
    const common = ['--tensor-parallel-size=8', '--pipeline-parallel-size=2', '--nnodes=2', '--node-rank=$(LWS_WORKER_INDEX)'];
    expect(server(leader).args).toEqual(expect.arrayContaining(common));
    expect(server(worker).args).toEqual(expect.arrayContaining([...common, '--master-addr=$(LWS_LEADER_ADDRESS)', '--headless']));
    expect(server(leader).args).not.toContain('--headless');
  });

  test('get the same devices, memory, volumes and model', () => {
    const { leader, worker } = pods(serve({ ...group, download: { image: TOOL_IMAGE } }));
    expect(server(worker).resources).toEqual(server(leader).resources);
    expect(server(worker).volumeMounts).toEqual(server(leader).volumeMounts);
    expect(worker.spec?.volumes).toEqual(leader.spec?.volumes);
    expect(worker.spec?.initContainers).toEqual(leader.spec?.initContainers);
    expect(worker.spec?.nodeSelector).toEqual(leader.spec?.nodeSelector);
  });

  test('have shared memory with one device each, too', () => {
    const { leader } = pods(serve({ ...group, accelerator: Gpu.nvidia(1) }));
    expect(server(leader).volumeMounts).toContainEqual({ name: 'dev-shm', mountPath: '/dev/shm' });
  });

  test('are probed and called only where they answer', () => {
    const { leader, worker } = pods(serve(group));
    expect(server(leader)).toMatchObject({ startupProbe: { failureThreshold: 240, periodSeconds: 5 }, ports: [{ name: 'http' }] });
    for (const field of ['ports', 'startupProbe', 'readinessProbe', 'livenessProbe']) expect(server(worker)).not.toHaveProperty(field);
  });

  test('outlive the last request of their leader', () => {
    const { leader, worker } = pods(serve({ ...group, drain: Duration.seconds(60) }));
    const sleep = ({ lifecycle }: Container) => lifecycle?.preStop?.sleep?.seconds;
    expect(sleep(server(worker))).toBe(Number(sleep(server(leader))) + 60);
    expect(Number(worker.spec?.terminationGracePeriodSeconds)).toBeGreaterThan(Number(sleep(server(worker))));
  });

  test('start together, because a leader is ready only once its workers have joined', () => {
    expect(spec(serve(group))).toMatchObject({
      startupPolicy: 'LeaderCreated',
      leaderWorkerTemplate: { size: 2, restartPolicy: 'RecreateGroupAfterStart' },
    });
  });
});

describe('the objects around a group', () => {
  test('send requests to leaders only', () => {
    const served = serve({ ...group, monitoring: Monitoring.service() });
    const { leader, worker } = pods(served);
    const { selector } = served.find('Service')?.spec ?? {};
    expect(leader.metadata?.labels).toMatchObject(selector);
    expect(worker.metadata?.labels).not.toMatchObject(selector);
    expect(served.service.endpoints).toEqual({ selector, port: 8000 });
    expect(served.find('ServiceMonitor')?.spec.selector.matchLabels).toEqual(selector);
    expect(worker.metadata?.labels).toMatchObject(served.service.selector);
  });

  test('leave the name of the Service to the Service: the controller makes headless ones per group', () => {
    expect(spec(serve(group)).networkConfig).toEqual({ subdomainPolicy: 'UniquePerReplica' });
  });

  test('let members talk to each other whoever may call', () => {
    const ingress = (props: MLServiceProps) => serve(props).find('NetworkPolicy')?.spec.ingress;
    const { selector } = serve(group).service;
    const members = { from: [{ podSelector: { matchLabels: selector } }] };
    expect(ingress({ ...group, callers: [] })).toEqual([members]);
    expect(ingress({ ...group, callers: [Caller.namespace('gateway')] })).toContainEqual(members);
  });

  test('evict one group at a time, whichever of its pods goes first', () => {
    const { selector } = serve(group).service;
    expect(serve({ ...group, replicas: 2 }).find('PodDisruptionBudget')?.spec).toMatchObject({
      maxUnavailable: 1,
      selector: { matchLabels: selector },
    });
    expect(serve(group).find('PodDisruptionBudget')).toBeUndefined();
  });

  test('scale groups, and leave their number to the autoscaler', () => {
    const served = serve({ ...customGroup, replicas: Scale.hpa({ min: 1, max: 3, cpuUtilization: 60 }) });
    expect(spec(served)).not.toHaveProperty('replicas');
    expect(served.find('HorizontalPodAutoscaler')?.spec.scaleTargetRef).toEqual({
      apiVersion: 'leaderworkerset.x-k8s.io/v1',
      kind: 'LeaderWorkerSet',
      name: 'llama',
    });
  });
});

describe('a rollout of groups', () => {
  const inCapacity = (gpus: number) => (app: Construct) => new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': gpus } });
  const rolling = (props: MLServiceProps, gpus: number) =>
    spec(serve(props, 'llama', inCapacity(gpus))).rolloutStrategy.rollingUpdateConfiguration;

  test('adds a group where the environment has devices for all of its nodes', () => {
    expect(rolling({ ...group, replicas: 2 }, 48)).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(rolling({ ...group, replicas: 2 }, 47)).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(rolling({ ...group, rollout: Rollout.surge(2) }, 48)).toEqual({ maxSurge: 2, maxUnavailable: 0 });
  });

  test('counts nodes × devices × replicas', () => {
    const { service } = serve({ ...group, replicas: 3 });
    expect(demandsBelow(service)).toMatchObject([{ devices: 16, live: 3, surge: 'auto', resource: 'nvidia.com/gpu' }]);
  });

  test('takes a start for each group that follows another', () => {
    expect(longestTimeBudget(serve({ ...group, replicas: 2 }).service)?.budget).toMatchObject({
      seconds: 2 * (1200 + 600 + 50),
      reason: expect.stringContaining('2 groups after one another'),
    });
  });
});

test('every pod of a group downloads, and every one of them mounts', () => {
  const warned = warningsOf(serve(group).service).map(({ what }) => what);
  expect(warned).toContainEqual(expect.stringContaining('2 pods × 16Gi = 32Gi'));
  const app = new App();
  const chart = new Chart(app, 'test', { namespace: 'team-a' });
  new DataVolume(chart, 'models', { size: Size.gibibytes(64), accessMode: 'ReadWriteOnce' });
  new MLService(chart, 'llama', { ...group, cache: Cache.sharedPvc({ claim: 'models' }) });
  expect(app.node.validate().join()).toContain('2 pods mount the claim "models"');
});

describe('a service on several nodes refuses', () => {
  test.each<[string, object, object, string]>([
    ['half a node', group, { nodes: 1.5 }, 'MLService.nodes'],
    ['no node', group, { nodes: 0 }, 'MLService.nodes'],
    ['TGI, which stays on one node', { ...group, runtime: Runtime.tgi({ image: TGI_IMAGE }) }, {}, 'MLService.nodes'],
    ['vLLM from before it could', group, { runtime: Runtime.vllm({ image: `vllm/vllm-openai:v0.11.0@${DIGEST}` }) }, 'MLService.nodes'],
    ['copies of the model behind one leader', group, { runtime: Runtime.vllm({ image: VLLM_IMAGE, dataParallel: 2 }) }, 'MLService.nodes'],
    [
      'another executor',
      group,
      { runtime: Runtime.vllm({ image: VLLM_IMAGE, args: ['--distributed-executor-backend=ray'] }) },
      'MLService.nodes',
    ],
    ['arguments that say what nodes says', group, { runtime: Runtime.vllm({ image: VLLM_IMAGE, args: ['--nnodes=2'] }) }, 'MLService.args'],
    [
      'a product that is not all devices',
      group,
      { runtime: Runtime.vllm({ image: VLLM_IMAGE, tensorParallel: 4 }) },
      'MLService.parallelism',
    ],
    ['to stop all groups first', group, { rollout: Rollout.recreate() }, 'MLService.rollout'],
    ['a command for the workers of vLLM', group, { worker: { args: [] } }, 'MLService.worker'],
    ['a command for workers on one node', cpu, { worker: { args: [] } }, 'MLService.worker'],
    ['a topology of one node', cpu, { exclusiveTopology: 'rack' }, 'MLService.exclusiveTopology'],
    ['a topology that is no label', group, { exclusiveTopology: 'top of rack' }, 'MLService.exclusiveTopology'],
    ['a name without room for the number of a group', group, { name: 'a'.repeat(51) }, 'MLService.name'],
    ['a name without room for two digits', group, { name: 'a'.repeat(50), replicas: 10 }, 'MLService.name'],
  ])('%s', (_, base, change, code) => expect(refusal(base, change)).toBe(code));

  test('what no group can have, at compile time', () => {
    const accept = (_: MLServiceProps) => undefined;
    accept({ ...group, nodes: 1 });
    // @ts-expect-error TGI stays on one node
    accept({ ...gpu, runtime: Runtime.tgi({ image: TGI_IMAGE }), nodes: 2 });
    // @ts-expect-error a LeaderWorkerSet cannot stop all groups first
    accept({ ...group, rollout: Rollout.recreate() });
    // @ts-expect-error vLLM knows what its workers run
    accept({ ...group, worker: { args: [] } });
    // @ts-expect-error there are no workers on one node
    accept({ ...cpu, worker: { args: [] } });
    // @ts-expect-error nor is there a topology
    accept({ ...cpu, exclusiveTopology: 'acme.com/rack' });
  });
});

const random = fc
  .record({
    runtime: fc.constantFrom(Runtime.vllm({ image: VLLM_IMAGE }), Runtime.vllm({ image: VLLM_IMAGE, pipelineParallel: 1 })),
    nodes: fc.integer({ min: 2, max: 40 }),
    accelerator: fc.constantFrom(Gpu.nvidia(1), Gpu.nvidia(8, { product: 'H100' }), Gpu.nvidia(4)),
    replicas: fc.oneof(
      fc.integer({ min: 1, max: 150 }),
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.nat(200))
        .map(([min, more]) => Scale.hpa({ min, max: min + more, podsMetric: { name: 'waiting', average: 5 } })),
    ),
    rollout: fc.constantFrom(undefined, Rollout.auto(), Rollout.inPlace(), Rollout.surge(3)),
    name: fc.integer({ min: 1, max: 63 }).map((length) => 'a'.repeat(length)),
    drain: fc.integer({ min: 1, max: 3600 }).map(Duration.seconds),
    callers: fc.constantFrom(undefined, [], [Caller.namespace('gateway')]),
    source: fc.constantFrom(
      { model: gpu.model, modelSize: Size.gibibytes(16), cache: Cache.sharedPvc({ claim: 'models' }) },
      { model: Model.gcs(`gs://models/${COMMIT}`), modelSize: Size.gibibytes(16), download: { image: TOOL_IMAGE } },
      { model: Model.pvc('models'), modelSize: undefined },
    ),
  })
  .map(({ source, ...props }) => ({ ...group, ...props, ...source }) as MLServiceProps);

test('of every accepted service on several nodes the rules hold', () => {
  let accepted = 0;
  fc.assert(
    fc.property(random, (props) => {
      let served: Served;
      try {
        served = serve(props);
      } catch (error) {
        if (!ConfigError.is(error)) throw error;
        expect(error.code).toBe('MLService.name');
        return;
      }
      accepted += 1;
      expect(schemaFindings(served.objects)).toEqual([]);
      const { leader, worker } = pods(served);
      const { replicas = 0, rolloutStrategy, leaderWorkerTemplate } = spec(served);
      const most = typeof props.replicas === 'object' ? props.replicas.max : Number(props.replicas);
      expect('replicas' in spec(served)).toBe(typeof props.replicas !== 'object');
      expect(leaderWorkerTemplate.size).toBe(props.nodes);
      // Every name that the controllers derive fits: StatefulSet, its revision as a label value, pod as a host name.
      const { maxSurge = 0, maxUnavailable = 0 } = rolloutStrategy.rollingUpdateConfiguration ?? {};
      expect(Number(maxSurge) + Number(maxUnavailable)).toBeGreaterThan(0);
      const lastGroup = `${served.service.name}-${most + Number(maxSurge) - 1}`;
      expect(`${lastGroup}-${'x'.repeat(10)}`.length).toBeLessThanOrEqual(63);
      expect(`${lastGroup}-${Number(props.nodes) - 1}`.length).toBeLessThanOrEqual(63);
      expect(replicas).toBeLessThanOrEqual(most);
      // Requests reach leaders, nobody else; all pods stop after the last request.
      const { selector } = served.find('Service')?.spec ?? {};
      expect(leader.metadata?.labels).toMatchObject(selector);
      expect(worker.metadata?.labels).not.toMatchObject(selector);
      for (const template of [leader, worker]) {
        const sleep = Number(server(template).lifecycle?.preStop?.sleep?.seconds);
        expect(Number(template.spec?.terminationGracePeriodSeconds)).toBeGreaterThan(sleep);
        expect(template.spec?.automountServiceAccountToken).toBe(false);
        expect(template.spec?.securityContext).toMatchObject({ runAsNonRoot: true });
        expect(server(template).volumeMounts?.map(({ mountPath }) => mountPath)).toContain('/dev/shm');
      }
      const args = server(worker).args ?? [];
      const size = (option: string) => Number(args.find((arg) => arg.startsWith(option))?.split('=')[1] ?? 1);
      const processes = size('--tensor-parallel-size') * size('--pipeline-parallel-size');
      expect(processes).toBe(Number(props.nodes) * Number(props.accelerator?.count));
    }),
    { numRuns: 200, seed: 4 },
  );
  expect(accepted).toBeGreaterThan(80);
});
