import { App, type Chart } from 'cdk8s';
import { Node } from 'constructs';
import fc from 'fast-check';
import { Environment } from '../../src/environment/environment';
import { renderedApp } from '../support/rendered';
import { chart, codesOf, Deliveries, object, specOf, warningsOfApp } from './delivery-fixture';

type Tool = 'flux' | 'argo';

interface RandomPlan {
  /** For each chart, the charts with smaller numbers that it depends on. */
  readonly dependencies: readonly (readonly number[])[];
  /** The order in which charts, links and deliveries are made. */
  readonly order: readonly number[];
}

const plan: fc.Arbitrary<RandomPlan> = fc.integer({ min: 2, max: 9 }).chain((count) =>
  fc.record({
    dependencies: fc.tuple(...Array.from({ length: count }, (_, i) => fc.subarray(Array.from({ length: i }, (_, j) => j)))),
    order: fc.shuffledSubarray(
      Array.from({ length: count }, (_, i) => i),
      { minLength: count },
    ),
  }),
);

/** Builds charts 0…n, chart i in a namespace that chart 0 creates, delivered by one tool, in the given order. */
function build({ dependencies, order }: RandomPlan, tool: Tool): App {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const delivery = new Deliveries(prod);
  const charts = new Map<number, Chart>();
  for (const i of order) charts.set(i, chart(prod, `c${i}`));
  for (const i of order) {
    for (const j of dependencies[i] ?? []) chartAt(charts, i).addDependency(chartAt(charts, j));
    if (i === 0) object(chartAt(charts, 0), 'Namespace', 'ml');
  }
  for (const i of order) delivery[tool](`k${i}`, chartAt(charts, i));
  return app;
}

function chartAt(charts: ReadonlyMap<number, Chart>, i: number): Chart {
  const found = charts.get(i);
  if (found === undefined) throw new Error(`no chart ${i}`);
  return found;
}

function dependsOn(app: App, name: string): readonly string[] {
  const list = specOf(app, 'Kustomization', name).dependsOn as { name: string }[] | undefined;
  return (list ?? []).map((entry) => entry.name);
}

describe('for every graph of charts', () => {
  test('dependsOn holds each edge, the namespace included, and nothing else', () => {
    fc.assert(
      fc.property(plan, (plan) => {
        const app = build(plan, 'flux');
        for (const [i, own] of plan.dependencies.entries()) {
          const expected = new Set([...own, ...(i === 0 ? [] : [0])].map((j) => `k${j}`));
          expect(new Set(dependsOn(app, `k${i}`))).toEqual(expected);
        }
      }),
      { numRuns: 40 },
    );
  });

  test.each<Tool>(['flux', 'argo'])('the order of construction changes no byte for %s', (tool) => {
    fc.assert(
      fc.property(plan, ({ dependencies, order }) => {
        const sorted = [...order].sort((left, right) => left - right);
        const files = (plan: RandomPlan): [string, string][] => [...renderedApp(build(plan, tool))].sort();
        expect(files({ dependencies, order })).toEqual(files({ dependencies, order: sorted }));
      }),
      { numRuns: 25 },
    );
  });

  test('an edge back to an earlier chart is refused as a cycle that passes both', () => {
    fc.assert(
      fc.property(plan, (plan) => {
        const app = build(
          { ...plan, dependencies: plan.dependencies.map((own, i) => (i === 0 ? [plan.dependencies.length - 1] : own)) },
          'flux',
        );
        expect(codesOf(app)).toContain('delivery.cycle');
      }),
      { numRuns: 25 },
    );
  });
});

describe('a plan', () => {
  test('is the same when the app is rendered twice', () => {
    const app = build({ dependencies: [[], [0], [0, 1]], order: [0, 1, 2] }, 'argo');
    expect([...renderedApp(app)]).toEqual([...renderedApp(app)]);
  });

  test('lets two environments of one app use two tools', () => {
    const app = new App();
    for (const [id, tool] of [
      ['dev', 'argo'],
      ['prod', 'flux'],
    ] as const) {
      const environment = new Environment(app, id);
      const scoring = chart(environment, 'scoring');
      new Deliveries(environment)[tool]('scoring', scoring);
    }
    const kinds = [...renderedApp(app).keys()].filter((path) => /kustomize.toolkit|argoproj/.test(path));
    expect(kinds).toEqual([
      'dev/delivery/flux-system_application.argoproj.io_scoring.yaml',
      'prod/delivery/flux-system_kustomization.kustomize.toolkit.fluxcd.io_scoring.yaml',
    ]);
  });

  test('warns when what a chart needs is applied by another tool, or by nothing', () => {
    const app = new App();
    const platform = chart(app, 'platform');
    object(platform, 'Namespace', 'ml');
    const delivery = new Deliveries(app);
    delivery.flux('scoring', chart(app, 'scoring'));
    expect(warningsOfApp(app)).toEqual([
      'delivery/scoring: scoring needs platform, because it creates namespace "ml", but nothing applies it: Flux cannot wait for it\n' +
        '  fix: let Flux apply platform too, or make sure that it is applied first [delivery.undelivered]',
    ]);
    delivery.argo('platform', platform);
    expect(warningsOfApp(app).join()).toContain('but Argo CD applies it: Flux cannot wait for it');
  });

  test('is made with one look at each construct, however many deliveries there are', () => {
    const count = 300;
    const dependencies = Array.from({ length: count }, (_, i) => (i === 0 ? [] : [i - 1]));
    const app = build({ dependencies, order: [...dependencies.keys()] }, 'flux');
    const looks = jest.spyOn(Node.prototype, 'dependencies', 'get');
    renderedApp(app);
    expect(looks.mock.calls.length).toBe(app.node.findAll().length);
    looks.mockRestore();
  });
});
