import { type Chart, Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import fc from 'fast-check';
import { Cpu } from '../../../src/base/cpu';
import { demandsBelow } from '../../../src/kube/capacity/demand';
import type { Manifest } from '../../../src/manifest/manifest';
import { BlueGreenRoute } from '../../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../../src/routing/route/blue-green-route-props';
import { Inactive } from '../../../src/routing/route/inactive';
import { Preview } from '../../../src/routing/route/route-preview';
import { Traffic } from '../../../src/routing/route/traffic';
import { Via } from '../../../src/routing/routers/via';
import { MLService } from '../../../src/serving/ml-service';
import { Model } from '../../../src/serving/model/model';
import { Runtime } from '../../../src/serving/runtime/runtime';
import { renderedManifests } from '../../support/rendered';

const image = `ghcr.io/acme/scorer:1.4@sha256:${'5'.repeat(64)}`;
const via = Via.gatewayApi({ gateway: { name: 'public' }, mirrors: true });

function colors(chart: Chart, drain?: Duration): { blue: MLService; green: MLService } {
  const [blue, green] = ['blue', 'green'].map(
    (color) =>
      new MLService(chart, `scorer-${color}`, {
        model: Model.bakedIn('/models/scorer'),
        runtime: Runtime.custom({ image, port: 8080, healthPath: '/healthz' }),
        cpu: Cpu.cores(1),
        memory: Size.gibibytes(1),
        replicas: 3,
        drain,
      }),
  ) as [MLService, MLService];
  return { blue, green };
}

type Props = Partial<BlueGreenRouteProps<typeof via>>;

function objects(props: Props, drain?: Duration): Manifest[] {
  return renderedManifests((chart) => {
    const base = { hostname: 'models.example.com', ...colors(chart, drain), via };
    new BlueGreenRoute(chart, 'scoring', { ...base, ...props } as BlueGreenRouteProps<typeof via>);
  });
}

const replicas = (manifests: readonly Manifest[]): unknown[] =>
  manifests
    .filter(({ kind }) => kind === 'Deployment')
    .map(({ metadata, spec }) => [metadata.name, (spec as { replicas: number }).replicas]);
const route = (manifests: readonly Manifest[]): Manifest | undefined => manifests.find(({ kind }) => kind === 'HTTPRoute');

test.each<[string, Props, number, number]>([
  ['warm by default', { live: 'blue' }, 3, 3],
  ['warm', { live: 'blue', inactive: Inactive.warm() }, 3, 3],
  ['scaled', { live: 'blue', inactive: Inactive.scaledTo(1) }, 3, 1],
  ['off', { live: 'blue', inactive: Inactive.off() }, 3, 0],
  ['off, with green live', { live: 'green', inactive: Inactive.off() }, 0, 3],
  ['off, by the release file', { release: { live: 'green', inactive: 'off' } }, 0, 3],
  ['scaled, by the release file', { release: { live: 'blue', inactive: 2 } }, 3, 2],
  ['warm, by the release file', { release: { live: 'blue', inactive: 'warm' } }, 3, 3],
])('%s', (_, props, blue, green) => {
  expect(replicas(objects(props))).toEqual([
    ['scorer-blue', blue],
    ['scorer-green', green],
  ]);
});

test('I9: a color that is off has no preview, and no share', () => {
  const preview = Preview.header('x-color');
  expect(route(objects({ live: 'blue', preview, inactive: Inactive.off() }))).toEqual(route(objects({ live: 'blue' })));
  expect(route(objects({ live: 'blue', preview, inactive: Inactive.scaledTo(1) }))).toEqual(route(objects({ live: 'blue', preview })));
});

test('I6: with a warm idle color a switch changes the route and no workload', () => {
  const rest = (manifests: readonly Manifest[]): Manifest[] => manifests.filter(({ kind }) => kind !== 'HTTPRoute');
  expect(rest(objects({ live: 'green' }))).toEqual(rest(objects({ live: 'blue' })));
});

test('the idle color counts as idle, and the live one does not', () => {
  renderedManifests((chart) => {
    const { blue, green } = colors(chart);
    new BlueGreenRoute(chart, 'scoring', { hostname: 'models.example.com', blue, green, live: 'green', via });
    const idle = (service: MLService): boolean => service.node.metadata.some(({ type }) => type === 'cdk8s-mlops:idle');
    expect([idle(blue), idle(green)]).toEqual([true, false]);
    expect(demandsBelow(chart)).toEqual([]);
  });
});

describe('refuses', () => {
  test.each<[string, Props, string]>([
    ['a policy by name', { live: 'blue', inactive: 'off' as never }, 'BlueGreenRoute.inactive'],
    ['no pods as a size', { live: 'blue', inactive: Inactive.scaledTo(0) }, 'BlueGreenRoute.inactive'],
    ['half a pod', { live: 'blue', inactive: Inactive.scaledTo(1.5) }, 'BlueGreenRoute.inactive'],
    ['more pods than the color has', { live: 'blue', inactive: Inactive.scaledTo(4) }, 'BlueGreenRoute.inactive'],
    [
      'a share for what is off',
      { live: 'blue', traffic: Traffic.split({ blue: 90, green: 10 }), inactive: Inactive.off() },
      'BlueGreenRoute.inactive',
    ],
    [
      'copies for what is off',
      { live: 'blue', traffic: Traffic.shadow({ to: 'green', percent: 1 }), inactive: Inactive.off() },
      'BlueGreenRoute.inactive',
    ],
    ['the policy twice', { release: { live: 'blue' }, inactive: Inactive.off() } as never, 'BlueGreenRoute.release'],
    [
      'a size for what is made elsewhere',
      { live: 'blue', green: { name: 'other', port: 80 }, inactive: Inactive.off() },
      'BlueGreenRoute.inactive',
    ],
    [
      'pods that end before a request does',
      { live: 'blue', timeouts: { request: Duration.minutes(5) }, inactive: Inactive.scaledTo(1) },
      'BlueGreenRoute.drain',
    ],
  ])('%s', (_, props, code) => {
    expect(() => objects(props)).toThrow(`[${code}]`);
  });

  test('a Service of cdk8s-plus-27, whose Deployment it does not know', () => {
    const build = (): unknown =>
      renderedManifests((chart) => {
        const { blue } = colors(chart);
        const green = new kplus.Service(chart, 'green', { metadata: { name: 'green' }, ports: [{ port: 80 }] });
        new BlueGreenRoute(chart, 'scoring', { hostname: 'a.example.com', blue, green, live: 'blue', inactive: Inactive.off(), via });
      });
    expect(build).toThrow('green cannot be scaled: Service "green" is not a workload of this library');
  });

  test('a color that another route needs', () => {
    const build = (): unknown =>
      renderedManifests((chart) => {
        const { blue, green } = colors(chart);
        new BlueGreenRoute(chart, 'one', { hostname: 'a.example.com', blue, green, live: 'blue', inactive: Inactive.off(), via });
        new BlueGreenRoute(chart, 'two', { hostname: 'b.example.com', blue, green, live: 'green', via });
      });
    expect(build).toThrow('test/one: green is scaled down, and test/two needs it');
  });
});

test('pods that have the time of the longest request may be scaled down', () => {
  const long = { timeouts: { request: Duration.minutes(5) }, inactive: Inactive.off() };
  expect(replicas(objects({ live: 'blue', ...long }, Duration.minutes(5)))).toContainEqual(['scorer-green', 0]);
});

test('what cannot be meant does not compile', () => {
  const build = (chart: Chart): unknown =>
    // @ts-expect-error the release file says it
    new BlueGreenRoute(chart, 'a', {
      hostname: 'a.example.com',
      ...colors(chart),
      release: { live: 'blue' },
      inactive: Inactive.off(),
      via,
    });
  expect(() => renderedManifests(build)).toThrow('[BlueGreenRoute.release]');
});

test('every size is kept, whatever the traffic; off is kept while the color gets nothing', () => {
  const kept = fc.oneof(fc.constant(Inactive.warm()), fc.integer({ min: 1, max: 3 }).map(Inactive.scaledTo));
  const inactiveOf = (inactive: Inactive, traffic: Traffic): unknown => {
    let kept: unknown;
    renderedManifests((chart) => {
      kept = new BlueGreenRoute(chart, 'a', { hostname: 'a.example.com', ...colors(chart), live: 'blue', traffic, inactive, via }).spec
        .inactive;
    });
    return kept;
  };
  fc.assert(
    fc.property(kept, fc.integer({ min: 1, max: 100 }), (inactive, share) => {
      expect(inactiveOf(inactive, Traffic.split({ blue: share, green: 100 - share }))).toEqual(inactive);
    }),
    { numRuns: 20 },
  );
  expect(inactiveOf(Inactive.off(), Traffic.all())).toEqual({ kind: 'off' });
});
