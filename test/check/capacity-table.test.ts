import { App } from 'cdk8s';
import { Construct } from 'constructs';
import { capacityTables } from '../../src/check/capacity/capacity-table';
import { capacityMarkdown, capacityText } from '../../src/check/capacity/capacity-text';
import { planCapacity } from '../../src/kube/capacity/capacity-plan';
import { declareDemand, declareIdle } from '../../src/kube/capacity/demand';
import type { Demand } from '../../src/kube/capacity/pod-demand';

const GPU = 'nvidia.com/gpu';

function environments(): App {
  const app = new App();
  const prod = new Construct(app, 'prod');
  planCapacity(prod, { [GPU]: 16 });
  const add = (scope: Construct, name: string, more: Partial<Demand>) => {
    const construct = new Construct(scope, name);
    declareDemand(construct, { workload: `team-a/${name}`, resource: GPU, devices: 2, live: 0, ...more });
    return construct;
  };
  add(prod, 'llama-blue', { live: 2, autoscaled: 1, surge: 'auto' });
  declareIdle(add(prod, 'llama-green', { live: 2 }));
  add(prod, 'train', { batch: 1 });
  const dev = new Construct(app, 'dev');
  planCapacity(dev, undefined);
  add(dev, 'llama', { live: 1, surge: 'auto' });
  planCapacity(new Construct(app, 'empty'), undefined);
  return app;
}

test('an environment needs the sum of its workloads, reason by reason', () => {
  const [, , prod] = capacityTables(environments());
  expect(prod?.resources).toMatchObject([{ name: GPU, live: 4, idle: 4, surge: 2, autoscaler: 2, batch: 2, peak: 14, declared: 16 }]);
  for (const term of ['live', 'idle', 'surge', 'autoscaler', 'batch', 'peak'] as const) {
    const [resource] = prod?.resources ?? [];
    expect(resource?.workloads.reduce((sum, row) => sum + row[term], 0)).toBe(resource?.[term]);
  }
});

test('people read columns', () => expect(`\n${capacityText(capacityTables(environments()))}`).toMatchSnapshot());

test('a pull request gets Markdown', () => expect(`\n${capacityMarkdown(capacityTables(environments()))}`).toMatchSnapshot());

test('an app without workloads says so', () => {
  expect(capacityText(capacityTables(new App()))).toBe('no environment has workloads that are added up\n');
  expect(capacityMarkdown([])).toBe('no environment has workloads that are added up\n');
});
