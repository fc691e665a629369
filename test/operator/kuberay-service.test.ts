import { Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { load } from 'js-yaml';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { warningsOf } from '../../src/kube/construct-findings';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Gpu } from '../../src/kube/devices/accelerator';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import type { KubeRayServiceProps } from '../../src/operator/kuberay/ray-props';
import type { RayServiceSpec } from '../../src/operator/kuberay/ray-service';
import { RayUpgrade } from '../../src/operator/kuberay/ray-upgrade';
import { Model } from '../../src/serving/model/model';
import { COMMIT } from '../serving/serving-props';
import { renderedYaml } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';
import { container, ray, rayGroup, rayService, refusalOf } from './operated';

const specOf = (props: KubeRayServiceProps): RayServiceSpec => rayService(props).find('RayService')?.spec;
const headOf = (props: KubeRayServiceProps) => specOf(props).rayClusterConfig.headGroupSpec.template.spec ?? { containers: [] };
const workerOf = (props: KubeRayServiceProps) => specOf(props).rayClusterConfig.workerGroupSpecs[0]?.template.spec ?? { containers: [] };
const group = rayGroup;
const growing = { ...ray, workers: [{ ...group, replicas: { min: 2, max: 6 } }] };

test('a RayService renders one application on GPUs', () => {
  expect(
    renderedYaml((chart) => new KubeRayService(chart, 'scorer', { ...ray, version: 'v3', model: Model.pvc('models') })),
  ).toMatchSnapshot();
});

describe('a RayService', () => {
  test('holds its applications as the text that Ray Serve reads', () => {
    const applications = [
      {
        name: 'llm',
        importPath: 'ray.serve.llm:build_openai_app',
        routePrefix: '/llm',
        args: { llm_configs: [{ model_loading_config: { model_id: 'chat' } }] },
        deployments: [{ name: 'LLM', replicas: { min: 0, max: 2, targetOngoingRequests: 4 }, gpus: 0.5, cpus: 2, userConfig: { a: 1 } }],
      },
    ];
    expect(load(specOf({ ...ray, applications }).serveConfigV2)).toEqual({
      applications: [
        {
          name: 'llm',
          import_path: 'ray.serve.llm:build_openai_app',
          route_prefix: '/llm',
          args: { llm_configs: [{ model_loading_config: { model_id: 'chat' } }] },
          deployments: [
            {
              name: 'LLM',
              autoscaling_config: { min_replicas: 0, max_replicas: 2, target_ongoing_requests: 4 },
              ray_actor_options: { num_cpus: 2, num_gpus: 0.5 },
              user_config: { a: 1 },
            },
          ],
        },
      ],
    });
  });

  test('has a head that runs no deployment and answers no request', () => {
    expect(specOf(ray)).toMatchObject({
      excludeHeadPodFromServeSvc: true,
      rayClusterConfig: { headGroupSpec: { rayStartParams: { 'num-cpus': '0' } } },
    });
    expect(container(headOf(ray), 'ray-head').resources?.limits).not.toHaveProperty('nvidia.com/gpu');
  });

  test('gives a token to the autoscaler, where there is one, and to nobody else', () => {
    expect(headOf(ray)).toMatchObject({ automountServiceAccountToken: false, serviceAccountName: 'llama' });
    expect(headOf(growing).automountServiceAccountToken).toBe(true);
    // KubeRay makes an account with the rights that its autoscaler needs, unless another is named.
    expect(headOf(growing)).not.toHaveProperty('serviceAccountName');
    expect(workerOf(growing)).toMatchObject({ automountServiceAccountToken: false, serviceAccountName: 'llama' });
    expect(specOf(growing).rayClusterConfig.enableInTreeAutoscaling).toBe(true);
    expect(specOf(ray).rayClusterConfig).not.toHaveProperty('enableInTreeAutoscaling');
  });

  test('keeps the old cluster until its requests are answered', () => {
    expect(specOf({ ...ray, drain: Duration.seconds(90) }).rayClusterDeletionDelaySeconds).toBe(105);
    expect(Number(workerOf({ ...ray, drain: Duration.seconds(90) }).terminationGracePeriodSeconds)).toBeGreaterThan(105);
  });

  test('tells every pod where the model is', () => {
    const env = (props: KubeRayServiceProps) => container(workerOf(props), 'ray-worker').env;
    expect(env({ ...ray, model: Model.pvc('models', { path: 'a' }) })).toContainEqual({ name: 'MODEL_PATH', value: '/mnt/models/a' });
    const hub = env({ ...ray, model: Model.huggingFace('acme/llama', { revision: COMMIT, token: { secret: 'hub' } }) });
    expect(hub).toContainEqual({ name: 'MODEL_REVISION', value: COMMIT });
    expect(hub).toContainEqual({ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'hub', key: 'token' } } });
  });

  test('is a color of a route by the Service that KubeRay makes', () => {
    const { service } = rayService({ ...ray, name: 'ranking' });
    expect({ name: service.name, port: service.port }).toEqual({ name: 'ranking-serve-svc', port: 8000 });
  });

  test.each<[RayUpgrade, number]>([
    [RayUpgrade.newCluster(), 6],
    [RayUpgrade.incremental({ gatewayClassName: 'istio', stepPercent: 10, interval: Duration.seconds(30), maxSurgePercent: 50 }), 3],
    [RayUpgrade.none(), 0],
  ])('counts what an upgrade of the kind %j adds', (upgrade, surge) => {
    expect(demandsBelow(rayService({ ...growing, upgrade }).service)).toMatchObject([
      { workload: 'team-a/llama/gpu', devices: 1, live: 2, autoscaled: 4, surge },
    ]);
  });

  test('is refused where a second cluster does not fit, with the sum', () => {
    const scope = (app: Construct) => new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': 3 } });
    expect(() => rayService(ray, scope)).toThrow('live 2 + surge 2 = 4, and 3 are declared');
  });

  test('says that an upgrade needs a hand, where nothing else is possible', () => {
    expect(warningsOf(rayService({ ...ray, upgrade: RayUpgrade.none() }).service)).toMatchObject([{ code: 'KubeRayService.upgrade' }]);
    expect(warningsOf(rayService(ray).service)).toEqual([]);
  });
});

describe('a RayService refuses', () => {
  const app = { name: 'scorer', importPath: 'scorer:app' };
  const deployments = (...given: readonly object[]) => ({ applications: [{ ...app, deployments: given }] });
  test.each<[string, object, string]>([
    ['no image', { image: undefined }, 'KubeRayService.image'],
    ['no version of Ray', { rayVersion: undefined }, 'KubeRayService.rayVersion'],
    ['a name without room for what KubeRay derives', { name: 'a'.repeat(48) }, 'KubeRayService.name'],
    ['a name that starts with a digit', { name: '3-ray' }, 'KubeRayService.name'],
    ['no application', { applications: [] }, 'KubeRayService.applications'],
    ['two applications of one name', { applications: [app, { ...app, routePrefix: '/b' }] }, 'KubeRayService.applications'],
    ['two applications on one path', { applications: [app, { ...app, name: 'b' }] }, 'KubeRayService.applications'],
    ['an import path without variable', { applications: [{ ...app, importPath: 'scorer' }] }, 'KubeRayService.applications'],
    ['a route prefix that ends with a slash', { applications: [{ ...app, routePrefix: '/a/' }] }, 'KubeRayService.applications'],
    ['two deployments of one name', deployments({ name: 'A' }, { name: 'A' }), 'KubeRayService.applications'],
    ['one and a half GPUs', deployments({ name: 'A', gpus: 1.5 }), 'KubeRayService.applications'],
    [
      'a minimum above the maximum',
      deployments({ name: 'A', replicas: { min: 3, max: 2, targetOngoingRequests: 1 } }),
      'KubeRayService.applications',
    ],
    ['no workers', { workers: [] }, 'KubeRayService.workers'],
    ['two groups of one name', { workers: [group, group] }, 'KubeRayService.workers'],
    ['a group of nothing', { workers: [{ ...group, replicas: 0 }] }, 'KubeRayService.workers'],
    ['a replica that fits on no pod', deployments({ name: 'A', gpus: 2 }), 'KubeRayService.workers'],
    [
      'replicas that do not fit together',
      deployments({ name: 'A', gpus: 1, replicas: 2 }, { name: 'B', gpus: 1 }),
      'KubeRayService.workers',
    ],
    [
      'an upgrade by an autoscaler that is not there',
      { upgrade: RayUpgrade.incremental({ gatewayClassName: 'istio', stepPercent: 10, interval: Duration.seconds(30) }) },
      'KubeRayService.upgrade',
    ],
    ['an upgrade that does not exist', { upgrade: { kind: 'canary' } }, 'KubeRayService.upgrade'],
    ['root without a reason', { security: { runAsUser: 0 } }, 'KubeRayService.security.runAsUser'],
    ['no startup budget', { startup: undefined }, 'KubeRayService.startup'],
  ])('%s', (_, change, code) => expect(refusalOf(KubeRayService, ray as KubeRayServiceProps, change)).toBe(code));

  test('an image without digest where the environment requires pins', () => {
    const inProd = (scope: Construct) => new Environment(scope, 'prod');
    expect(refusalOf(KubeRayService, ray as KubeRayServiceProps, { image: 'ghcr.io/acme/scorer:1' }, inProd)).toBe('KubeRayService.image');
  });
});

const random = fc.record({
  name: fc.integer({ min: 1, max: 60 }).map((length) => 'a'.repeat(length)),
  devices: fc.integer({ min: 1, max: 8 }),
  replicas: fc.oneof(
    fc.integer({ min: 1, max: 6 }),
    fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 5 })).map(([min, more]) => ({ min, max: min + more })),
  ),
  gpus: fc.constantFrom(0, 0.5, 1, 2, 4),
  asked: fc.integer({ min: 1, max: 9 }),
  upgrade: fc.constantFrom(RayUpgrade.newCluster(), RayUpgrade.none()),
  drain: fc.integer({ min: 1, max: 3600 }).map(Duration.seconds),
});

test('of every accepted RayService the rules hold', () => {
  let accepted = 0;
  fc.assert(
    fc.property(random, ({ devices, replicas, gpus, asked, ...props }) => {
      const workers = [{ name: 'gpu', replicas, accelerator: Gpu.nvidia(devices), cpu: Cpu.cores(1), memory: Size.gibibytes(4) }];
      const applications = [{ name: 'a', importPath: 'a:app', deployments: [{ name: 'A', replicas: asked, gpus }] }];
      const all: KubeRayServiceProps = { ...ray, ...props, workers, applications };
      const most = typeof replicas === 'number' ? replicas : replicas.max;
      let made: ReturnType<typeof rayService>;
      try {
        made = rayService(all);
      } catch (error) {
        if (!ConfigError.is(error)) throw error;
        if (error.code === 'KubeRayService.workers') expect(gpus > devices || gpus * asked > devices * most).toBe(true);
        else expect(error.code).toBe('KubeRayService.name');
        return;
      }
      accepted += 1;
      expect(schemaFindings(made.objects)).toEqual([]);
      // KubeRay adds six characters for the cluster, and ten for its Service.
      expect(`${props.name}-abcde-serve-svc`.length).toBeLessThanOrEqual(63);
      expect(gpus * asked).toBeLessThanOrEqual(devices * most);
      const spec: RayServiceSpec = made.find('RayService')?.spec;
      const [worker] = spec.rayClusterConfig.workerGroupSpecs;
      expect(worker?.minReplicas).toBeLessThanOrEqual(Number(worker?.maxReplicas));
      expect(worker?.replicas).toBe(worker?.minReplicas);
      for (const template of [spec.rayClusterConfig.headGroupSpec.template, worker?.template]) {
        expect(template?.spec?.securityContext).toMatchObject({ runAsNonRoot: true });
        expect(template?.metadata?.labels).toMatchObject(made.service.selector);
        expect(Number(template?.spec?.terminationGracePeriodSeconds)).toBeGreaterThan(spec.rayClusterDeletionDelaySeconds);
      }
      expect(longestTimeBudget(made.service)?.budget.seconds).toBeGreaterThanOrEqual(600 + 600);
    }),
    { numRuns: 200, seed: 4 },
  );
  expect(accepted).toBeGreaterThan(60);
});
