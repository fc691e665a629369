import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { chartAround, chartDirectory } from '../../src/kube/chart-directory';

test('a chart has the directory of its place in the app', () => {
  const stage = new Construct(new App(), 'prod');
  const chart = new Chart(stage, 'scoring');
  expect([chartDirectory(chart), chartDirectory(new Chart(chart, 'v1.2_canary'))]).toEqual(['prod/scoring', 'prod/scoring/v1.2_canary']);
});

test('other charts and their dependencies do not move it', () => {
  const app = new App();
  const chart = new Chart(app, 'b');
  const alone = chartDirectory(chart);
  chart.addDependency(new Chart(app, 'a'));
  expect([alone, chartDirectory(chart)]).toEqual(['b', 'b']);
});

test.each(['..', '.git', '-rf', 'a b', 'a:b', 'a.', 'ä', 'a\tb', '%2e', '_a'])('the id %j is refused as the name of a directory', (id) => {
  const chart = new Chart(new App(), id);
  expect(() => chartDirectory(chart)).toThrow(expect.objectContaining({ code: 'Chart.id', where: id }));
});

test('a scope around the chart is refused for its id as well', () => {
  const chart = new Chart(new Construct(new App(), '..'), 'scoring');
  expect(() => chartDirectory(chart)).toThrow(expect.objectContaining({ code: 'Chart.id', where: '../scoring' }));
});

test('a directory never leads out of the output, is never hidden and never looks like an option', () => {
  const id = fc.oneof(fc.stringMatching(/^[.\w -]{1,4}$/), fc.string({ minLength: 1, maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(id, { minLength: 1, maxLength: 3 }), (ids) => {
      const directory = attempt(ids);
      for (const part of directory?.split('/') ?? []) expect(part).toMatch(/^[A-Za-z0-9](?:[\w.-]*[\w-])?$/);
    }),
    { numRuns: 1000 },
  );
});

test('the chart around a construct is the nearest one, itself included', () => {
  const app = new App();
  const outer = new Chart(app, 'outer');
  const inner = new Chart(outer, 'inner');
  expect(chartAround(new Construct(inner, 'x'))).toBe(inner);
  expect(chartAround(inner)).toBe(inner);
  expect(chartAround(new Construct(outer, 'y'))).toBe(outer);
  expect(chartAround(new Construct(app, 'loose'))).toBeUndefined();
});

function attempt(ids: readonly string[]): string | undefined {
  const [last = '', ...scopes] = [...ids].reverse();
  const scope = scopes.reduceRight<Construct>((parent, id) => new Construct(parent, id), new App());
  try {
    return chartDirectory(new Chart(scope, last));
  } catch (error) {
    if (ConfigError.is(error)) return undefined;
    throw error;
  }
}
