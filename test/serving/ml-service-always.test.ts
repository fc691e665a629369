import fc from 'fast-check';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { anyProps, attempt, likelyProps, PROPS } from './any-service';
import { rules } from './service-rules';

describe('of every accepted service it holds that', () => {
  test.each(Object.entries(rules))('%s', (_, rule) => {
    fc.assert(
      fc.property(likelyProps, (props) => {
        const served = attempt(props);
        if (served !== undefined) rule(served, props);
      }),
      { numRuns: 100 },
    );
  });
});

test('whatever is given, a service satisfies every rule or is refused by name', () => {
  const change = fc.tuple(likelyProps, anyProps, fc.array(fc.constantFrom(...PROPS), { maxLength: 3 }));
  fc.assert(
    fc.property(change, ([likely, any, changed]) => {
      const props = { ...likely, ...Object.fromEntries(changed.map((prop) => [prop, any[prop]])) } as MLServiceProps;
      const served = attempt(props);
      if (served !== undefined) for (const rule of Object.values(rules)) rule(served, props);
    }),
    { numRuns: 300 },
  );
});

test('enough of the random services are accepted for the rules to mean something', () => {
  const samples = fc.sample(likelyProps, { numRuns: 200, seed: 7 });
  expect(samples.filter((props) => attempt(props) !== undefined).length).toBeGreaterThan(100);
});
