import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { onPrepare, prepareConstruct } from '../../src/kube/delivery/prepare';
import { kubeObject } from '../../src/kube/kube-object';
import { renderApp } from '../../src/render/render-app';
import { renderedManifests } from '../support/rendered';

const configMap = (chart: Construct, name: string, data: Record<string, string> = {}) =>
  kubeObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data });

test('preparations of one construct run in the order they were asked for, each time again', () => {
  const construct = new Construct(new App(), 'x');
  const ran: string[] = [];
  onPrepare(construct, () => ran.push('first'));
  onPrepare(construct, () => ran.push('second'));
  expect([prepareConstruct(construct), prepareConstruct(construct)]).toEqual([true, true]);
  expect(ran).toEqual(['first', 'second', 'first', 'second']);
});

test('a construct that asked for nothing says so, also when its parent did', () => {
  const parent = new Construct(new App(), 'x');
  onPrepare(parent, () => {});
  expect(prepareConstruct(new Construct(parent, 'child'))).toBe(false);
});

test('a preparation sees what others added after it, and what it adds is rendered', () => {
  const names = renderedManifests((chart) => {
    const count = () => chart.node.children.length;
    onPrepare(chart, () => {
      if (chart.node.tryFindChild('summary') === undefined) configMap(chart, 'summary', { objects: `${count()}` });
    });
    configMap(chart, 'late');
  }).map(({ metadata, data }) => [metadata.name, data]);
  expect(names).toEqual([
    ['late', {}],
    ['summary', { objects: '1' }],
  ]);
});

test('an app that is rendered twice gives the same twice', () => {
  const app = new App();
  const chart = new Chart(app, 'chart', { namespace: 'team-a' });
  onPrepare(chart, () => void (chart.node.tryFindChild('late') ?? configMap(chart, 'late')));
  expect(renderApp(app).tree).toEqual(renderApp(app).tree);
});

test('what a preparation throws reaches the caller', () => {
  const construct = new Construct(new App(), 'x');
  const error = new Error('x');
  onPrepare(construct, () => {
    throw error;
  });
  expect(() => prepareConstruct(construct)).toThrow(error);
});
