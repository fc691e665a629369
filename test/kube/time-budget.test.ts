import { App } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { longestTimeBudget, setTimeBudget } from '../../src/kube/delivery/time-budget';

test('where nothing needs time there is no budget', () => expect(longestTimeBudget(new App())).toBeUndefined());

test('the longest budget at or below a construct comes with the construct that has it', () => {
  const app = new App();
  const [stage, other] = [new Construct(app, 'stage'), new Construct(app, 'other')];
  const slow = new Construct(new Construct(stage, 'deep'), 'slow');
  setTimeBudget(stage, { seconds: 60, reason: 'startup 60 s' });
  setTimeBudget(slow, { seconds: 1200, reason: 'startup 1200 s' });
  setTimeBudget(other, { seconds: 9999, reason: 'elsewhere' });
  expect(longestTimeBudget(stage)).toEqual({ construct: slow, budget: { seconds: 1200, reason: 'startup 1200 s' } });
  expect(longestTimeBudget(slow)?.construct).toBe(slow);
  expect(longestTimeBudget(app)?.construct).toBe(other);
});

test('a budget that is set again replaces the former, also when it is shorter', () => {
  const app = new App();
  setTimeBudget(app, { seconds: 60, reason: 'a' });
  setTimeBudget(app, { seconds: 30, reason: 'b' });
  expect(longestTimeBudget(app)?.budget).toEqual({ seconds: 30, reason: 'b' });
});

test('of two equal budgets the one that stands first in the tree is named, in every run', () => {
  const app = new App();
  const [first, second] = [new Construct(app, 'first'), new Construct(app, 'second')];
  setTimeBudget(second, { seconds: 60, reason: 'b' });
  setTimeBudget(first, { seconds: 60, reason: 'a' });
  expect(longestTimeBudget(app)?.construct).toBe(first);
});

test('no budget below is longer than the longest', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5), { minLength: 1, maxLength: 12 }), (budgets) => {
      const app = new App();
      const constructs: Construct[] = [app];
      budgets.forEach((seconds, index) => {
        const construct = new Construct(constructs[Math.floor(index / 2)] as Construct, `c${index}`);
        constructs.push(construct);
        setTimeBudget(construct, { seconds, reason: construct.node.path });
      });
      const longest = longestTimeBudget(app);
      expect(longest?.budget.seconds).toBe(Math.max(...budgets));
      expect(longest?.budget.reason).toBe(longest?.construct.node.path);
    }),
  );
});
