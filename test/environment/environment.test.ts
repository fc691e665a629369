import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { Environment, type EnvironmentProps } from '../../src/environment/environment';
import { kubeObject } from '../../src/kube/kube-object';
import { renderedYaml } from '../support/rendered';

const environment = (props?: EnvironmentProps) => new Environment(new App(), 'prod', props);

test('an environment is strict, alone on its cluster and read from a file of its own name, unless told otherwise', () => {
  const { name, cluster, pins, capacity, release } = environment();
  expect({ name, cluster, pins, capacity, path: release.path }).toEqual({
    name: 'prod',
    cluster: 'prod',
    pins: 'required',
    capacity: undefined,
    path: 'releases/prod.yaml',
  });
});

test('every prop counts', () => {
  const capacity = { 'nvidia.com/gpu': 0, 'nvidia.com/gpu/H100': 8 };
  const given = environment({ releaseFile: 'r.yaml', namespacePrefix: 'p-', cluster: 'eu-1', pins: 'recommended', capacity });
  expect([given.release.path, given.namespace('a'), given.cluster, given.pins, given.capacity]).toEqual([
    'r.yaml',
    'p-a',
    'eu-1',
    'recommended',
    capacity,
  ]);
});

test('a chart gets its namespace and its directory from the environment', () => {
  const scope = (app: App) => new Environment(app, 'dev', { namespacePrefix: 'dev-' });
  const build = (chart: Chart) => {
    const namespace = Environment.of(chart)?.namespace('scoring');
    kubeObject(chart, 'X', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace } });
  };
  expect(renderedYaml(build, { scope })).toContain('namespace: dev-scoring\n');
});

test('the environment around a construct is found at any depth, and from itself', () => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const chart = new Chart(new Construct(prod, 'team'), 'scoring');
  expect([Environment.of(chart), Environment.of(new Construct(chart, 'x')), Environment.of(prod)]).toEqual([prod, prod, prod]);
  expect([Environment.of(app), Environment.of(new Chart(app, 'other'))]).toEqual([undefined, undefined]);
});

test('a release file that does not exist stops nobody who reads nothing from it', () => {
  expect(() => environment({ releaseFile: 'releases/nowhere.yaml' })).not.toThrow();
});

describe('what it refuses', () => {
  test.each(['Prod', 'prod_eu', 'prod.eu', '-prod', 'p'.repeat(64)])('the id %j', (id) => {
    expect(() => new Environment(new App(), id)).toThrow(
      expect.objectContaining({ name: 'ConfigError', code: 'Environment.id', where: id }),
    );
  });

  test('an environment inside another, at any depth', () => {
    const scope = new Construct(environment(), 'team');
    expect(() => new Environment(scope, 'canary')).toThrow(
      'prod/team/canary: is inside environment "prod"\n  fix: make both children of the app [Environment.scope]',
    );
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a capacity of %d devices', (count) => {
    expect(() => environment({ capacity: { 'nvidia.com/gpu': 8, 'amd.com/gpu': count } })).toThrow(
      expect.objectContaining({ code: 'Environment.capacity', where: 'prod', what: expect.stringMatching(/amd\.com\/gpu/) }),
    );
  });

  test('a cluster without a name, which would be one with the charts outside of environments', () => {
    expect(() => environment({ cluster: '' })).toThrow(expect.objectContaining({ code: 'Environment.cluster', where: 'prod' }));
  });

  test.each<[string, EnvironmentProps, string]>([
    ['a namespace that its prefix makes too long', { namespacePrefix: 'p'.repeat(40) }, 'n'.repeat(24)],
    ['a namespace that its prefix makes invalid', { namespacePrefix: 'Prod_' }, 'scoring'],
    ['a namespace that is invalid itself', {}, 'scoring.eu'],
    ['an empty namespace', {}, ''],
  ])('%s', (_what, props, name) => {
    const given = environment(props);
    expect(() => given.namespace(name)).toThrow(expect.objectContaining({ code: 'Environment.namespace', where: 'prod' }));
  });

  test('no namespace that just fits', () => {
    expect(environment({ namespacePrefix: 'p'.repeat(40) }).namespace('n'.repeat(23))).toHaveLength(63);
  });
});
