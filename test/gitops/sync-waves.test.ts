import { App, type Chart } from 'cdk8s';
import fc from 'fast-check';
import { ArgoHealthRules } from '../../src/gitops/argo-cd/argo-health-rules';
import { renderApp } from '../../src/render/render-app';
import { chart, codesOf, Deliveries, object, rendered, warningsOfApp } from './delivery-fixture';

const WAVE = 'argocd.argoproj.io/sync-wave';

function waves(app: App): Record<string, string> {
  renderApp(app);
  const manifests = [...renderApp(app).charts.values()].flat().map((entry) => entry.manifest);
  const entries = manifests.map((manifest): [string, string | undefined] => [
    manifest.metadata.name,
    manifest.metadata.annotations?.[WAVE],
  ]);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function oneChart(tool: 'flux' | 'argo', build: (applied: Chart) => void): App {
  const app = new App();
  const applied = chart(app, 'scoring');
  build(applied);
  new Deliveries(app)[tool]('scoring', applied);
  return app;
}

describe('inside one Application', () => {
  const colors = (applied: Chart): void => {
    const [blue, green] = ['blue', 'green'].map((name) => object(applied, 'Deployment', name, 'apps/v1'));
    const route = object(applied, 'HTTPRoute', 'route', 'gateway.networking.k8s.io/v1');
    if (blue !== undefined && green !== undefined) route.addDependency(blue, green);
  };

  test('a route comes a wave after its colors', () => {
    expect(waves(oneChart('argo', colors))).toEqual({ route: '1' });
  });

  test('there are no waves without dependencies, and none for Flux', () => {
    expect(waves(oneChart('argo', () => {}))).toEqual({});
    expect(waves(oneChart('flux', colors))).toEqual({});
  });

  test('what depends on a construct comes after all objects below it', () => {
    const app = oneChart('argo', (applied) => {
      const inner = chart(applied, 'unused');
      const first = object(applied, 'ConfigMap', 'first');
      const second = object(applied, 'ConfigMap', 'second');
      second.addDependency(first);
      object(applied, 'ConfigMap', 'third').addDependency(second);
      expect(inner.node.path).toBe('scoring/unused');
    });
    expect(waves(app)).toEqual({ second: '1', third: '2' });
  });

  test('a circle is refused', () => {
    const app = oneChart('argo', (applied) => {
      const [a, b] = [object(applied, 'ConfigMap', 'a'), object(applied, 'ConfigMap', 'b')];
      a.addDependency(b);
      b.addDependency(a);
    });
    expect(codesOf(app)).toEqual(['ArgoApplication.waves']);
  });

  test('a wave by hand stays, with a warning when it is too early', () => {
    const app = oneChart('argo', (applied) => {
      colors(applied);
      (applied.node.findChild('HTTPRoute-route') as ReturnType<typeof object>).metadata.addAnnotation(WAVE, '-1');
    });
    expect(waves(app)).toEqual({ route: '-1' });
    expect(warningsOfApp(app).join()).toContain('[ArgoApplication.wave]');
  });

  test('for every set of dependencies each object is a wave or more behind what it depends on', () => {
    const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const forward = pairs.filter(([from, to]) => from !== to).map(([from, to]) => [Math.min(from, to), Math.max(from, to)] as const);
        const app = oneChart('argo', (applied) => {
          const made = Array.from({ length: 8 }, (_, i) => object(applied, 'ConfigMap', `o${i}`));
          for (const [from, to] of forward) made[to]?.node.addDependency(...made.slice(from, from + 1));
        });
        const found = waves(app);
        const wave = (i: number): number => Number(found[`o${i}`] ?? 0);
        for (const [from, to] of forward) expect(wave(to)).toBeGreaterThan(wave(from));
      }),
      { numRuns: 40 },
    );
  });
});

describe('between Applications', () => {
  function two(withHealth: boolean, apart = false): App {
    const app = new App();
    const platform = chart(app, 'platform', 'base');
    object(platform, 'Namespace', 'ml');
    const delivery = new Deliveries(app, 'argo', 'argocd');
    if (withHealth) new ArgoHealthRules(delivery, 'health');
    delivery.argo('platform', platform);
    (apart ? new Deliveries(app, 'other', 'argocd') : delivery).argo('scoring', chart(app, 'scoring'));
    return app;
  }

  test('the one that needs the other comes a wave later', () => {
    const app = two(true);
    expect(rendered(app, 'Application', 'scoring').metadata.annotations?.[WAVE]).toBe('1');
    expect(rendered(app, 'Application', 'platform').metadata.annotations?.[WAVE]).toBeUndefined();
    expect(warningsOfApp(app)).toEqual([]);
  });

  test('that is worth nothing while Argo CD does not see the health of an Application', () => {
    expect(warningsOfApp(two(false)).join()).toContain('[ArgoApplication.health]');
  });

  test('waves order one chart only', () => {
    const app = two(true, true);
    expect(rendered(app, 'Application', 'scoring').metadata.annotations?.[WAVE]).toBeUndefined();
    expect(warningsOfApp(app).join()).toContain('[ArgoApplication.order]');
  });

  test('dependsOn counts as well', () => {
    const app = new App();
    const delivery = new Deliveries(app, 'argo', 'argocd');
    const first = delivery.argo('first', chart(app, 'first'));
    delivery.argo('second', chart(app, 'second'), { dependsOn: [first] });
    expect(rendered(app, 'Application', 'second').metadata.annotations?.[WAVE]).toBe('1');
  });
});
