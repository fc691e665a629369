import fc from 'fast-check';
import { CALLABLES } from '../support/callables';
import { type Change, change, changed } from './changes';
import { outcome } from './outcome';
import { RUNS, SEED } from './runs';
import { SAMPLES } from './samples';

test('every construct has sound props, which render to objects that a server takes', () => {
  const constructs = [...CALLABLES].flatMap(([name, parameters]) => (parameters.some((each) => each.name === 'props') ? [name] : []));
  const covered = new Set(SAMPLES.map(({ construct }) => construct));
  expect(constructs.filter((name) => !name.includes('.') && !covered.has(name) && name !== 'warn')).toEqual([]);
});

test.each(SAMPLES)('$title without mistakes renders, so that the rest says something', (sample) => {
  expect(outcome(sample, (props) => props)).toEqual({ faults: [] });
});

test.each(SAMPLES)('$title refuses hostile props by name, or renders objects that a server takes', (sample) => {
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes: readonly Change[]) => {
      expect(outcome(sample, (props) => changed(sample.construct, props, changes)).faults).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
