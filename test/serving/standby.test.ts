import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { Monitoring } from '../../src/kube/server/monitoring';
import type { Manifest } from '../../src/manifest/manifest';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { KedaTrigger } from '../../src/serving/scale/keda';
import { Scale } from '../../src/serving/scale/replicas';
import { renderedManifests } from '../support/rendered';
import { cpu, gpu } from './serving-props';

const hpa = Scale.hpa({ min: 2, max: 6, cpuUtilization: 70 });
const keda = Scale.keda({
  min: 2,
  max: 6,
  triggers: [KedaTrigger.prometheus({ server: 'http://prometheus:9090', query: 'sum(up)', average: 5 })],
});

function objects(props: MLServiceProps, replicas?: number): Map<string, Manifest> {
  const manifests = renderedManifests((chart) => {
    const service = new MLService(chart, 'scorer', props);
    if (replicas !== undefined) service.standBy(replicas);
  });
  return new Map(manifests.map((manifest) => [manifest.kind, manifest]));
}

const field = (manifest: Manifest | undefined, name: string): unknown => (manifest?.spec as Record<string, unknown> | undefined)?.[name];

describe('a service that stands by', () => {
  test('with a fixed count: that count, and a budget from two pods on', () => {
    const sizes = [0, 1, 2].map((replicas) => objects({ ...cpu, replicas: 3 }, replicas));
    expect(sizes.map((found) => [field(found.get('Deployment'), 'replicas'), found.has('PodDisruptionBudget')])).toEqual([
      [0, false],
      [1, false],
      [2, true],
    ]);
  });

  test('with the autoscaler of Kubernetes: both bounds, and none at 0', () => {
    const small = objects({ ...cpu, replicas: hpa }, 1);
    expect(small.get('HorizontalPodAutoscaler')).toHaveProperty('spec.minReplicas', 1);
    expect(small.get('HorizontalPodAutoscaler')).toHaveProperty('spec.maxReplicas', 1);
    expect(field(small.get('Deployment'), 'replicas')).toBeUndefined();
    const off = objects({ ...cpu, replicas: hpa }, 0);
    expect(off.has('HorizontalPodAutoscaler')).toBe(false);
    expect(field(off.get('Deployment'), 'replicas')).toBe(0);
  });

  test('with KEDA: paused at that number, at 0 too', () => {
    for (const replicas of [0, 1]) {
      const found = objects({ ...cpu, replicas: keda }, replicas);
      expect(found.get('ScaledObject')?.metadata.annotations).toEqual({ 'autoscaling.keda.sh/paused-replicas': `${replicas}` });
      expect(field(found.get('Deployment'), 'replicas')).toBeUndefined();
    }
  });

  test('with objectives: as long as a pod runs that can meet them', () => {
    const watched = { ...gpu, monitoring: Monitoring.pods(), slo: { availability: 99.9 } };
    expect([0, 1].map((replicas) => objects(watched, replicas).has('PrometheusRule'))).toEqual([false, true]);
  });

  test('always: no pod is restarted, and nothing but size, autoscaler and budget changes', () => {
    const scales = fc.constantFrom<MLServiceProps['replicas']>(1, 3, hpa, keda);
    fc.assert(
      fc.property(scales, fc.integer({ min: 0, max: 5 }), (replicas, size) => {
        const [before, after] = [objects({ ...cpu, replicas }), objects({ ...cpu, replicas }, size)];
        expect(after.get('Deployment')).toHaveProperty('spec.template', field(before.get('Deployment'), 'template'));
        const followers = ['Deployment', 'HorizontalPodAutoscaler', 'ScaledObject', 'PodDisruptionBudget'];
        for (const [kind, manifest] of before) if (!followers.includes(kind)) expect(after.get(kind)).toEqual(manifest);
      }),
      { numRuns: 30 },
    );
  });

  test('needs so many devices, and none when it is off', () => {
    const devices = (replicas: number | undefined): (number | string | undefined)[] => {
      let place: Construct | undefined;
      renderedManifests(
        (chart) => {
          place = chart;
          const service = new MLService(chart, 'llama', { ...gpu, replicas: 4 });
          if (replicas !== undefined) service.standBy(replicas);
        },
        { scope: (app) => new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': 8 } }) },
      );
      return demandsBelow(Chart.of(place as Construct)).flatMap(({ live, autoscaled, surge }) => [live, autoscaled, surge]);
    };
    expect(devices(undefined)).toEqual([4, 0, 'auto']);
    expect(devices(1)).toEqual([1, 0, 'auto']);
    expect(devices(0)).toEqual([0, 0, 0]);
  });

  test('says what it has for users, and how long it may take to stop', () => {
    renderedManifests((chart) => {
      const [fixed, scaled] = [new MLService(chart, 'a', { ...cpu, replicas: 3 }), new MLService(chart, 'b', { ...cpu, replicas: hpa })];
      expect([fixed.pods, scaled.pods, fixed.drainSeconds]).toEqual([3, 2, 30]);
    });
  });
});
