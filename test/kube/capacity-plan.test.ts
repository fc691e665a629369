import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { capacityOf, hasSpareUnit, peakText, planCapacity } from '../../src/kube/capacity/capacity-plan';
import { declareDemand, declareIdle } from '../../src/kube/capacity/demand';
import type { Demand } from '../../src/kube/capacity/pod-demand';
import { renderApp } from '../../src/render/render-app';

const GPU = 'nvidia.com/gpu';

function context(declared: number | undefined) {
  const app = new App();
  const owner = new Chart(app, 'prod');
  planCapacity(owner, declared === undefined ? undefined : { [GPU]: declared });
  const add = (id: string, more: Partial<Demand> = {}) => {
    const workload = new Construct(owner, id);
    declareDemand(workload, { workload: `team-a/${id}`, resource: GPU, devices: 2, live: 1, surge: 'auto', ...more });
    return workload;
  };
  return { app, owner, add };
}

test('more than there is is refused with the sum and what it is made of', () => {
  const { app, add } = context(9);
  add('blue', { live: 2, autoscaled: 1 });
  declareIdle(add('green', { live: 2, surge: 1 }));
  add('train', { live: 0, batch: 1, surge: 0, queue: 'nightly' });
  expect(() => renderApp(app)).toThrow(
    [
      '1 finding',
      'prod: nvidia.com/gpu: live 4 + idle color 4 + surge 2 + autoscaler 2 + batch 2 = 14, and 9 are declared',
      '    team-a/blue: live 4 + autoscaler 2',
      '    team-a/green: idle color 4 + surge 2',
      '    team-a/train: batch 2 (waits in the queue "nightly", of which the largest counts)',
      '  fix: lower replicas or max, use Rollout.inPlace(), or declare what the clusters really have [Environment.capacity]',
    ].join('\n'),
  );
});

test('as much as there is is accepted', () => {
  const { app, add } = context(2);
  add('blue');
  expect(() => renderApp(app)).not.toThrow();
});

test('without a capacity nothing is refused', () => {
  const { app, add, owner } = context(undefined);
  add('blue', { live: 1000 });
  expect(() => renderApp(app)).not.toThrow();
  expect(capacityOf(owner)).toEqual({});
});

test('a spare unit depends on what was added later, too', () => {
  const { app, owner, add } = context(6);
  const blue = add('blue');
  renderApp(app);
  expect(hasSpareUnit(owner, blue)).toBe(true);
  add('zebra', { live: 2, surge: 0 });
  renderApp(app);
  expect(hasSpareUnit(owner, blue)).toBe(false);
});

test('outside of every owner there is no spare unit', () => {
  expect(hasSpareUnit(undefined, new App())).toBe(false);
  expect(hasSpareUnit(new App(), new App())).toBe(false);
});

test('a second plan for the same construct changes nothing', () => {
  const { app, owner, add } = context(0);
  planCapacity(owner, { [GPU]: 100 });
  add('blue');
  expect(() => renderApp(app)).toThrow('1 finding\n');
});

test('what is zero is not said', () => {
  expect(peakText({ live: 4, idle: 0, surge: 1, autoscaler: 0, batch: 0 })).toBe('live 4 + surge 1');
});
