import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { CLUSTER_SCOPED_KINDS } from '../../imports/cluster-scoped';
import { isClusterScoped } from '../../src/kube/cluster-scoped';
import { type CustomObject, checkLabelValue, customObject, kubeObject } from '../../src/kube/kube-object';
import { renderedManifests, renderedYaml } from '../support/rendered';

const MANAGED = { 'app.kubernetes.io/managed-by': 'cdk8s-mlops' };

const named = (apiVersion: string, kind: string, name: string, metadata = {}): CustomObject => ({
  apiVersion,
  kind,
  metadata: { name, ...metadata },
});
const configMap = (metadata: Partial<CustomObject['metadata']>) => named('v1', 'ConfigMap', 'settings', metadata);

describe('what it renders', () => {
  test('the object as given, in the namespace of its chart, with the labels of its chart', () => {
    const yaml = renderedYaml(
      (chart) => {
        kubeObject(chart, 'Settings', {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'settings', labels: { team: 'a', tier: 'own' }, annotations: { note: 'any text: é, 1, ""' } },
          data: { on: 'yes', port: '8080' },
        });
        kubeObject(chart, 'Elsewhere', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace: 'team-b' } });
      },
      { chart: { labels: { tier: 'chart' } } },
    );
    expect(yaml).toMatchSnapshot();
  });

  test('cluster-scoped objects without a namespace, whatever their chart has', () => {
    const build = (chart: Chart) => {
      kubeObject(chart, 'Role', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRole',
        metadata: { name: 'system:scorer' },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      });
    };
    expect(renderedYaml(build)).toMatchSnapshot();
    expect(renderedYaml(build, { chart: { namespace: undefined } })).toBe(renderedYaml(build));
  });

  test('fields that only a custom kind knows', () => {
    const spec = { model: { replicas: 2, weights: [0.5, 0.5], paused: false } };
    const [manifest] = renderedManifests((chart) => customObject(chart, 'X', { ...named('acme.io/v1', 'Model', 'scorer'), spec }));
    expect(manifest).toEqual({
      apiVersion: 'acme.io/v1',
      kind: 'Model',
      metadata: { name: 'scorer', namespace: 'team-a', labels: MANAGED },
      spec,
    });
  });
});

describe('what it refuses', () => {
  test.each<[string, CustomObject, string]>([
    ['a name in capitals', named('v1', 'ConfigMap', 'Settings'), 'ConfigMap.name'],
    ['a name of a Service that begins with a digit', named('v1', 'Service', '7b'), 'Service.name'],
    ['a name of a Deployment with a dot', named('apps/v1', 'Deployment', 'a.b'), 'Deployment.name'],
    ['a name of a Job over 63 characters', named('batch/v1', 'Job', 'a'.repeat(64)), 'Job.name'],
    ['a name of a CronJob that leaves no room for its jobs', named('batch/v1', 'CronJob', 'a'.repeat(53)), 'CronJob.name'],
    ['a name of a StatefulSet that leaves no room for its revision', named('apps/v1', 'StatefulSet', 'a'.repeat(53)), 'StatefulSet.name'],
    ['a name of a role with a slash', named('rbac.authorization.k8s.io/v1', 'Role', 'a/b'), 'Role.name'],
    ['a label key with two slashes', configMap({ labels: { 'a/b/c': 'x' } }), 'ConfigMap.labels'],
    ['a label value with a space', configMap({ labels: { team: 'a b' } }), 'ConfigMap.labels'],
    ['a label value over 63 characters', configMap({ labels: { team: 'a'.repeat(64) } }), 'ConfigMap.labels'],
    ['a label value that is a number', configMap({ labels: { team: 1 as unknown as string } }), 'ConfigMap.labels'],
    ['an annotation key with a space', configMap({ annotations: { 'a b': 'x' } }), 'ConfigMap.annotations'],
    ['an annotation value that is no text', configMap({ annotations: { weight: true as unknown as string } }), 'ConfigMap.annotations'],
    ['a namespace with a dot', configMap({ namespace: 'team.a' }), 'ConfigMap.namespace'],
    ['a namespace of a cluster-scoped object', named('v1', 'Namespace', 'team-a', { namespace: 'team-a' }), 'Namespace.namespace'],
  ])('%s', (_what, manifest, code) => {
    const chart = new Chart(new App(), 'chart', { namespace: 'team-a' });
    expect(() => customObject(chart, 'X', manifest)).toThrow(expect.objectContaining({ name: 'ConfigError', code, where: 'chart' }));
    expect(chart.node.children).toEqual([]);
  });

  test('an object without any namespace', () => {
    const chart = new Chart(new App(), 'chart');
    expect(() => customObject(chart, 'X', configMap({}))).toThrow(expect.objectContaining({ code: 'ConfigMap.namespace' }));
  });

  test('a chart with labels that the API server would refuse', () => {
    const chart = new Chart(new App(), 'chart', { namespace: 'team-a', labels: { version: '1.0+build' } });
    expect(() => customObject(chart, 'X', configMap({}))).toThrow(expect.objectContaining({ code: 'ConfigMap.labels' }));
  });

  test('an object outside of every chart, saying what to do', () => {
    expect(() => customObject(new Construct(new App(), 'loose'), 'X', configMap({}))).toThrow(
      'loose: ConfigMap "settings" is not in a chart, so it has no directory\n  fix: create it in a chart: new Chart(',
    );
  });
});

describe('what it accepts', () => {
  test.each<[string, CustomObject]>([
    ['a name of a ConfigMap with dots', named('v1', 'ConfigMap', 'a.b.c')],
    ['a name of a CronJob that leaves room for its jobs', named('batch/v1', 'CronJob', 'a'.repeat(52))],
    ['a name of a role with colons', named('rbac.authorization.k8s.io/v1', 'RoleBinding', 'system:controller:Scorer')],
    ['a Service of another group that begins with a digit', named('serving.knative.dev/v1', 'Service', '7b')],
    ['an empty label value', configMap({ labels: { 'acme.io/gpu': '' } })],
    ['annotations of any text', configMap({ annotations: { note: 'a b\n%{}', empty: '' } })],
  ])('%s', (_what, manifest) => {
    const [rendered] = renderedManifests((chart) => customObject(chart, 'X', manifest));
    const { labels } = manifest.metadata;
    expect(rendered).toEqual({ ...manifest, metadata: { ...manifest.metadata, namespace: 'team-a', labels: { ...labels, ...MANAGED } } });
  });
});

test('the name does not depend on where in the tree the object stands', () => {
  const [shallow] = renderedManifests((chart) => customObject(chart, 'A', configMap({})));
  const [deep] = renderedManifests((chart) => customObject(new Construct(new Construct(chart, 'b'), 'c'), 'D', configMap({})));
  expect(deep).toEqual(shallow);
});

test('the object can be pointed at like any other of cdk8s', () => {
  const object = customObject(new Chart(new App(), 'chart', { namespace: 'team-a' }), 'X', configMap({}));
  expect([object.name, object.kind, object.apiGroup, ApiObject.isApiObject(object)]).toEqual(['settings', 'ConfigMap', 'core', true]);
});

describe('kinds outside of namespaces', () => {
  test.each([
    ['v1', 'Namespace', true],
    ['v1', 'ConfigMap', false],
    ['rbac.authorization.k8s.io/v1', 'ClusterRole', true],
    ['rbac.authorization.k8s.io/v1', 'Role', false],
    ['kueue.x-k8s.io/v1beta1', 'ClusterQueue', true],
    ['kueue.x-k8s.io/v1beta1', 'LocalQueue', false],
    ['acme.io/v1', 'Namespace', false],
  ])('%s %s: %s', (apiVersion, kind, expected) => expect(isClusterScoped(apiVersion, kind)).toBe(expected));

  test('are told by group and kind in every version', () => {
    fc.assert(
      fc.property(fc.constantFrom(...CLUSTER_SCOPED_KINDS), fc.constantFrom('v1', 'v1beta1', 'v2alpha3'), (key, version) => {
        const [group, kind = ''] = key.split('/');
        expect(isClusterScoped(group === '' ? version : `${group}/${version}`, kind)).toBe(true);
      }),
    );
  });
});

test('a label value is refused with its key, its value and what to use instead', () => {
  expect(() => checkLabelValue('X.labels', 'prod/x', 'team', 'data science')).toThrow(
    'prod/x: label team has the value "data science", which is not a label value (letters, digits, "-", "_", ".") of at most 63 characters\n' +
      '  fix: use a shorter value of letters, digits, "-", "_" and ".", or an annotation [X.labels]',
  );
});
