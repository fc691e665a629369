import { type App, Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Environment } from '../../src/environment/environment';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Mount } from '../../src/kube/pod/mount';
import { Cache } from '../../src/serving/model/model';
import { Startup } from '../../src/serving/rollout/rollout';
import { Scale } from '../../src/serving/scale/replicas';
import { cpu, gpu, refusal, serve, TOOL_IMAGE } from './serving-props';

describe('storage', () => {
  test.each<[Size | undefined, number, string | undefined]>([
    [undefined, 0, undefined],
    [undefined, 1, undefined],
    [undefined, 2, '4Gi'],
    [undefined, 8, '16Gi'],
    [Size.gibibytes(1), 1, '1Gi'],
    [Size.mebibytes(512), 8, '512Mi'],
  ])('shared memory of %j on %i devices is %s', (sharedMemory, count, expected) => {
    const { pod } = serve(count === 0 ? { ...cpu, sharedMemory } : { ...gpu, accelerator: Gpu.nvidia(count), sharedMemory });
    expect(pod.volumes?.find(({ emptyDir }) => emptyDir?.medium === 'Memory')?.emptyDir?.sizeLimit).toBe(expected);
  });

  test('memory volumes and 1 GiB for the server must fit into the memory limit', () => {
    const change = { accelerator: Gpu.nvidia(4), memory: Size.gibibytes(8) };
    expect(refusal(gpu, change)).toBe('MLService.sharedMemory');
    expect(refusal(gpu, { ...change, memory: Size.gibibytes(9) })).toBe('accepted');
    expect(() => serve({ ...gpu, ...change })).toThrow('memory volumes of 8Gi and 1Gi for the processes exceed the memory limit of 8Gi');
  });

  test("scratch, the model's cache and the user's own volumes are requested on disk, with 1 GiB for logs", () => {
    const mounts = [Mount.scratch('/a', { sizeLimit: Size.gibibytes(2) })];
    const { server } = serve({ ...cpu, scratch: Size.gibibytes(5), mounts });
    expect(server.resources?.requests).toMatchObject({ 'ephemeral-storage': '8Gi' });
  });

  test('less disk than that is refused', () => {
    expect(refusal(cpu, { scratch: Size.gibibytes(5), ephemeralStorage: Size.gibibytes(5) })).toBe('MLService.ephemeralStorage');
  });

  const mountedAt = (path: string) => refusal(cpu, { mounts: [Mount.scratch(path, { sizeLimit: Size.gibibytes(1) })] });

  test.each(['/tmp', '/dev/shm', '/mnt/models'])('a mount at %s is refused', (path) => expect(mountedAt(path)).toBe('MLService.mounts'));

  test.each(['/data', '/tmp/cache', '/mnt/models/adapters'])('a mount at %s is accepted', (path) =>
    expect(mountedAt(path)).toBe('accepted'),
  );
});

describe('the stop sequence', () => {
  const stop = (drain?: Duration) => {
    const { server, pod } = serve({ ...cpu, drain });
    return [server.lifecycle?.preStop?.sleep?.seconds, pod.terminationGracePeriodSeconds];
  };

  test('waits 15 s for routers, and has half a minute to drain by default', () => expect(stop()).toEqual([15, 50]));

  test('kills the server only after the wait and the drain', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3600 }), (seconds) => {
        const [preStop = 0, grace = 0] = stop(Duration.seconds(seconds));
        expect(grace).toBeGreaterThan(preStop + seconds);
      }),
      { numRuns: 20 },
    );
  });

  test.each<[string, unknown]>([
    ['nothing to drain in', Duration.seconds(0)],
    ['a part of a second', Duration.millis(1500)],
    ['more than an hour', Duration.seconds(3601)],
    ['a number', 45],
  ])('%s is refused', (_, drain) => expect(refusal(cpu, { drain })).toBe('MLService.drain'));
});

describe('the probes', () => {
  test('of startup and readiness ask whether the model answers, of liveness whether the process lives', () => {
    const { startupProbe, readinessProbe, livenessProbe } = serve(gpu).server;
    expect(startupProbe?.httpGet).toEqual({ path: '/v1/models', port: 'http' });
    expect(readinessProbe?.httpGet).toEqual({ path: '/v1/models', port: 'http' });
    expect(livenessProbe?.httpGet).toEqual({ path: '/health', port: 'http' });
  });

  test('allow at least the declared start, and less than a period more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 100_000 }), (declared) => {
        const { server, deployment } = serve({ ...cpu, startup: Startup.within(Duration.seconds(declared)) });
        const { periodSeconds = 0, failureThreshold = 0 } = server.startupProbe ?? {};
        const allowed = periodSeconds * failureThreshold;
        expect(allowed).toBeGreaterThanOrEqual(declared);
        expect(allowed).toBeLessThan(declared + periodSeconds);
        expect(deployment.spec.progressDeadlineSeconds).toBe(allowed + 600 + 50);
      }),
      { numRuns: 30 },
    );
  });

  test('restart a busy server only after a minute', () => {
    const { periodSeconds = 0, failureThreshold = 0 } = serve(gpu).server.livenessProbe ?? {};
    expect(periodSeconds * failureThreshold).toBe(60);
  });
});

test('the deadline is the sum of what one pod may take, and the budget names its terms', () => {
  const budget = (change: object) => longestTimeBudget(serve({ ...gpu, drain: Duration.seconds(45), ...change }).service)?.budget;
  expect(budget({})).toEqual({ seconds: 1865, reason: 'startup 1200 s + image pull 600 s + stop of the old pod 65 s' });
  expect(budget({ download: { image: TOOL_IMAGE } })).toEqual({
    seconds: 2193,
    reason: 'startup 1200 s + image pull 600 s + stop of the old pod 65 s + model download 328 s',
  });
});

describe('the processes', () => {
  test('of images that start as root get a user, others keep theirs', () => {
    expect(serve(gpu).pod.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 2000 });
    expect(serve(cpu).pod.securityContext).not.toHaveProperty('runAsUser');
    expect(serve({ ...gpu, security: { runAsUser: 1234 } }).pod.securityContext).toMatchObject({ runAsUser: 1234 });
  });

  test('run as root by an exception with a reason, and then the image decides', () => {
    const { pod, deployment } = serve({ ...gpu, security: { exceptions: { runAsRoot: 'the driver needs it' } } });
    expect(pod.securityContext).not.toHaveProperty('runAsNonRoot');
    expect(pod.securityContext).not.toHaveProperty('runAsUser');
    expect(deployment.spec.template.metadata?.annotations).toMatchObject({ 'security.cdk8s-mlops/run-as-root': 'the driver needs it' });
  });

  test('are in a group that owns a shared cache', () => {
    const cache = Cache.sharedPvc({ claim: 'models' });
    expect(serve({ ...gpu, cache }).pod.securityContext).toMatchObject({ fsGroup: 2000 });
    expect(serve({ ...gpu, cache, security: { fsGroup: 7 } }).pod.securityContext).toMatchObject({ fsGroup: 7 });
    expect(serve(gpu).pod.securityContext).not.toHaveProperty('fsGroup');
  });
});

describe('the topology spread', () => {
  const constraints = (replicas: Scale) => serve({ ...cpu, replicas }).pod.topologySpreadConstraints;

  test('is missing for one replica', () => expect(constraints(1)).toBeUndefined());

  test('is over zones and nodes, within a revision, and never keeps a pod pending', () => {
    for (const replicas of [2, Scale.hpa({ min: 1, max: 2, cpuUtilization: 70 })]) {
      expect(constraints(replicas)).toMatchObject(
        ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
          topologyKey,
          whenUnsatisfiable: 'ScheduleAnyway',
          matchLabelKeys: ['pod-template-hash'],
        })),
      );
    }
  });

  test('can be replaced', () => {
    const topologySpread = [{ maxSkew: 2, topologyKey: 'rack', whenUnsatisfiable: 'DoNotSchedule' }];
    expect(serve({ ...cpu, replicas: 2, topologySpread }).pod.topologySpreadConstraints).toEqual(topologySpread);
  });
});

describe('the disruption budget', () => {
  const budget = (replicas: Scale) => serve({ ...cpu, replicas }).find('PodDisruptionBudget');

  test('exists from two replicas, where it can hold', () => {
    expect(budget(1)).toBeUndefined();
    expect(budget(Scale.hpa({ min: 1, max: 9, cpuUtilization: 70 }))).toBeUndefined();
    expect(budget(2)).toBeDefined();
    expect(budget(Scale.hpa({ min: 2, max: 9, cpuUtilization: 70 }))).toBeDefined();
  });

  test('lets one pod at a time go, and a broken one never blocks a node drain', () => {
    expect(budget(2)?.spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
  });
});

test('every image of the pod must be pinned where the environment requires it', () => {
  const prod = (app: App) => new Environment(app, 'prod');
  const proxy = { name: 'proxy', image: 'envoy:1.30' };
  expect(refusal(gpu, { download: { image: TOOL_IMAGE } }, prod)).toBe('accepted');
  expect(refusal(gpu, { download: { image: 'tools:2' } }, prod)).toBe('MLService.image');
  expect(refusal(cpu, { initContainers: [proxy] }, prod)).toBe('MLService.image');
  expect(refusal(cpu, { extraContainers: [proxy] }, prod)).toBe('MLService.image');
  expect(refusal(cpu, { runtime: { ...cpu.runtime, image: 'scorer:1' } }, prod)).toBe('MLService.image');
});
