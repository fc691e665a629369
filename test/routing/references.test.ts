import { type Chart, Size } from 'cdk8s';
import type { ServiceSpec } from '../../imports/kubernetes';
import { Cpu } from '../../src/base/cpu';
import type { Manifest } from '../../src/manifest/manifest';
import { BlueGreenRoute } from '../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../src/routing/route/blue-green-route-props';
import { Preview } from '../../src/routing/route/route-preview';
import { Traffic } from '../../src/routing/route/traffic';
import type { Router } from '../../src/routing/routers/router';
import { backendFindings } from '../../src/routing/table/backend-findings';
import { backendReferences } from '../../src/routing/table/backend-references';
import { MLService } from '../../src/serving/ml-service';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { renderedManifests } from '../support/rendered';
import { ROUTERS } from './routers';

type Labels = Readonly<Record<string, string>>;
interface Template {
  readonly metadata: { readonly labels: Labels };
  readonly spec: { readonly containers: readonly { readonly ports: readonly { readonly name: string }[] }[] };
}

const image = `ghcr.io/acme/scorer:1.4@sha256:${'5'.repeat(64)}`;

function rendered(router: Router, live: 'blue' | 'green', traffic?: Traffic): Manifest[] {
  return renderedManifests((chart: Chart) => {
    const [blue, green] = ['blue', 'green'].map(
      (color) =>
        new MLService(chart, `scorer-${color}`, {
          app: 'scorer',
          podLabels: { color },
          model: Model.bakedIn('/models/scorer'),
          runtime: Runtime.custom({ image, port: 8080, healthPath: '/healthz' }),
          cpu: Cpu.cores(1),
          memory: Size.gibibytes(1),
        }),
    ) as [MLService, MLService];
    const preview = router.previews.includes('header') ? Preview.header('x-color') : Preview.none();
    const props = { hostname: 'models.example.com', blue, green, live, traffic, preview, via: router };
    new BlueGreenRoute(chart, 'scoring', props as BlueGreenRouteProps);
  });
}

const services = (manifests: readonly Manifest[]): Manifest[] =>
  manifests.filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service');
const templates = (manifests: readonly Manifest[]): Template[] =>
  manifests.flatMap(({ spec }) => (spec as { template?: Template } | undefined)?.template ?? []);

describe.each(Object.entries(ROUTERS))('%s', (name, router) => {
  const states = [rendered(router, 'blue'), rendered(router, 'green')];
  const split = router.traffics.includes('split') ? [rendered(router, 'blue', Traffic.split({ blue: 90, green: 10 }))] : [];

  test.each([...states, ...split].map((manifests) => [manifests]))(
    'I4: every Service that is named exists, its port leads to a named port of a container',
    (manifests) => {
      const named = manifests.flatMap((manifest) => backendReferences(manifest));
      expect(named.length).toBeGreaterThan(0);
      for (const { namespace, name: service, port } of named) {
        const found = services(manifests).find(({ metadata }) => metadata.name === service && metadata.namespace === namespace);
        const { ports = [], selector = {} } = (found?.spec ?? {}) as ServiceSpec;
        const target = ports.find((one) => one.port === port)?.targetPort;
        const pods = templates(manifests).filter(({ metadata: { labels } }) =>
          Object.entries(selector).every(([key, value]) => labels[key] === value),
        );
        expect(pods.length).toBe(name === 'haproxy-ingress' && service === 'scoring' ? 2 : 1);
        for (const { spec } of pods) expect(spec.containers.flatMap(({ ports: all }) => all.map((one) => one.name))).toContain(target);
      }
      expect(backendFindings(manifests)).toEqual([]);
    },
  );

  test('I5: a switch changes no selector and no pod', () => {
    const [blue, green] = states.map((manifests) => [
      services(manifests).map(({ metadata, spec }) => [metadata.name, (spec as { selector: Labels }).selector]),
      templates(manifests),
    ]);
    expect(green).toEqual(blue);
  });
});

test('pods without the label that a router tells colors by are a finding', () => {
  const router = ROUTERS['haproxy-ingress'] as Router;
  const build = (): unknown =>
    renderedManifests((chart) => {
      const [blue, green] = ['blue', 'green'].map(
        (color) =>
          new MLService(chart, `scorer-${color}`, {
            app: 'scorer',
            model: Model.bakedIn('/models/scorer'),
            runtime: Runtime.custom({ image, port: 8080, healthPath: '/healthz' }),
            cpu: Cpu.cores(1),
            memory: Size.gibibytes(1),
          }),
      ) as [MLService, MLService];
      new BlueGreenRoute(chart, 'scoring', { hostname: 'models.example.com', blue, green, live: 'blue', via: router });
    });
  expect(build).toThrow(
    'haproxy-ingress tells colors apart by label, and the pods of green do not have the labels app.kubernetes.io/name=scorer,color=green',
  );
});
