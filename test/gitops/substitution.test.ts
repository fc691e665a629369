import { ApiObject, App, type Chart } from 'cdk8s';
import { chart, Deliveries, findingsOf } from './delivery-fixture';

function withData(data: Record<string, string>, metadata = {}): readonly string[] {
  const app = new App();
  const applied: Chart = chart(app, 'scoring');
  new ApiObject(applied, 'script', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'script', ...metadata }, data });
  const postBuild = { variables: { REGION: 'eu' } };
  new Deliveries(app, 'flux').flux('scoring', applied, { rewrite: { reason: 'regions', postBuild } });
  return findingsOf(app);
}

describe('with postBuild', () => {
  test.each([
    ['a variable that is known', `echo $\{REGION}`],
    ['a known one with a default or a replacement', `echo $\{REGION:-us} $\{REGION/a/b} $\{#REGION}`],
    ['an escaped one', `echo $$\{HOME}`],
    ['one without braces, which Flux leaves alone', 'echo $HOME'],
  ])('%s is accepted', (_, script) => {
    expect(withData({ script })).toEqual([]);
  });

  test('a variable that nobody knows is refused, naming the object and all such variables once', () => {
    expect(withData({ script: `cp $\{SRC} $\{DST:-/tmp} $\{SRC}` })).toEqual([
      `flux/scoring: Flux would substitute $\{SRC}, $\{DST:-/tmp} in scoring/script, but no variable has that name\n` +
        `  fix: escape it as $$\{…}, add the annotation kustomize.toolkit.fluxcd.io/substitute: disabled to the object, or add the variable to postBuild [FluxKustomization.substitution]`,
    ]);
  });

  test('an object that is marked is left alone, by label or annotation', () => {
    const disabled = { 'kustomize.toolkit.fluxcd.io/substitute': 'disabled' };
    expect(withData({ script: `$\{HOME}` }, { annotations: disabled })).toEqual([]);
    expect(withData({ script: `$\{HOME}` }, { labels: disabled })).toEqual([]);
  });
});

test('without postBuild nothing is looked at, and nothing is substituted', () => {
  const app = new App();
  const applied = chart(app, 'scoring');
  new ApiObject(applied, 'script', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'script' }, data: { run: `$\{HOME}` } });
  new Deliveries(app, 'flux').flux('scoring', applied);
  expect(findingsOf(app)).toEqual([]);
});
