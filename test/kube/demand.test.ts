import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { declareDemand, declareIdle, demandsBelow } from '../../src/kube/capacity/demand';
import type { Demand } from '../../src/kube/capacity/pod-demand';

const GPU = 'nvidia.com/gpu';
const demand = (workload: string, more: Partial<Demand> = {}): Demand => ({ workload, resource: GPU, devices: 2, live: 1, ...more });
const pod = (scope: Construct, name: string) =>
  new ApiObject(scope, name, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', resources: { limits: { [GPU]: '1' } } }] },
  });

let chart: Chart;
beforeEach(() => {
  chart = new Chart(new App(), 'chart', { namespace: 'team-a' });
});

test('what a workload declares counts instead of what its objects say', () => {
  const service = new Construct(chart, 'service');
  pod(service, 'inside');
  declareDemand(service, demand('team-a/service'));
  expect(demandsBelow(chart).map(({ workload, devices }) => [workload, devices])).toEqual([['team-a/service', 2]]);
});

test('a workload may declare that it needs nothing', () => {
  const service = new Construct(chart, 'service');
  pod(service, 'inside');
  declareDemand(service);
  expect(demandsBelow(chart)).toEqual([]);
});

test('without a declaration the objects are read', () => {
  pod(chart, 'bare');
  expect(demandsBelow(chart)).toMatchObject([{ workload: 'team-a/bare', resource: GPU, devices: 1, live: 1, idle: false }]);
});

test('the order is that of the names, not that of construction', () => {
  for (const name of ['zebra', 'ant', 'mole']) declareDemand(new Construct(chart, name), demand(name));
  expect(demandsBelow(chart).map(({ workload }) => workload)).toEqual(['ant', 'mole', 'zebra']);
});

test('an idle color is idle with all that stands below it', () => {
  const green = new Construct(chart, 'green');
  pod(green, 'green');
  declareDemand(new Construct(chart, 'blue'), demand('blue'));
  declareIdle(green);
  expect(demandsBelow(chart).map(({ workload, idle }) => [workload, idle])).toEqual([
    ['blue', false],
    ['team-a/green', true],
  ]);
});
