import { Duration } from 'cdk8s';
import fc from 'fast-check';
import type { Job } from '../../../imports/kubernetes';
import type { OneNodeProps } from '../../../src/batch/job/plain-job-props';
import { Run } from '../../../src/batch/run/run';
import { canonicalJson, contentHash } from '../../../src/batch/run/run-hash';
import { codeOf } from '../../support/code-of';
import { LEAST } from '../any-job';
import { engineJob, objectOf } from '../engine-job';

const scheduled = Run.scheduled('0 2 * * *');
const made = (name: string, run: Run, completions?: number) =>
  engineJob({ ...LEAST, name, run, ...(completions === undefined ? {} : { parallel: { completions, parallelism: 1 } }) });

describe('the name of a job', () => {
  // A pod's host name, the longest of the derived names, has at most 63 characters.
  test.each([
    ['a stable name', Run.onEveryChange(), undefined, 63],
    ['a hook', Run.hook('Sync'), undefined, 63],
    ['a hash of nine characters', Run.once(), undefined, 54],
    ['the minute of eleven characters', scheduled, undefined, 52],
    ['indexes of one digit', Run.onEveryChange(), 10, 61],
    ['indexes of two digits', Run.onEveryChange(), 11, 60],
    ['a hash and indexes', Run.once(), 1000, 50],
    ['a minute and indexes', scheduled, 1000, 48],
  ])('leaves room for %s', (_, run, completions, max) => {
    expect(codeOf(() => made('a'.repeat(max), run, completions))).toBe('accepted');
    expect(codeOf(() => made('a'.repeat(max + 1), run, completions))).toBe('BatchJob.name');
  });

  test('is refused with the reasons for its limit', () => {
    expect(() => made('a'.repeat(60), scheduled, 1000)).toThrow(
      /60 characters, the maximum is 48: 63 less 11 for the minute of each run, 4 for the index\n {2}fix: shorten it by 12 or more \[BatchJob.name\]/,
    );
  });

  test.each(['', 'Train', 'train_model', 'train.model', '-train', 'train-'])('must not be %j', (name) => {
    expect(codeOf(() => made(name, Run.once()))).toBe('BatchJob.name');
  });
});

describe('the name of Run.once()', () => {
  const nameOf = (props: Partial<OneNodeProps> = {}, run = Run.once()) => engineJob({ ...LEAST, ...props, run }).name;

  test('ends in a hash of the content', () => {
    expect(nameOf({ args: ['a'] })).toMatch(/^train-[0-9a-f]{8}$/);
    expect(nameOf({ args: ['a'] })).toBe(nameOf({ args: ['a'] }));
  });

  const parallel = { completions: 4, parallelism: 2 };
  test.each<[string, Partial<OneNodeProps>, Partial<OneNodeProps>]>([
    ['the arguments', { args: ['a'] }, { args: ['b'] }],
    ['the deadline', {}, { deadline: Duration.minutes(1) }],
    ['the retries', {}, { retries: 1 }],
    ['the completions', { parallel }, { parallel: { ...parallel, completions: 5 } }],
    ['the image', {}, { image: LEAST.image.replace('1.4', '1.5') }],
    ['the queue, which Kueue reads once', { queue: 'team-a' }, { queue: 'team-b' }],
  ])('changes with %s', (_, before, after) => {
    expect(nameOf(after)).not.toBe(nameOf(before));
  });

  test('stays the same when parallelism changes, which affects the live run', () => {
    expect(nameOf({ parallel: { ...parallel, parallelism: 4 } })).toBe(nameOf({ parallel }));
  });

  test('stays the same when the run is suspended, resumed, or stopped by its successor', () => {
    for (const run of [Run.once({ suspend: true }), Run.once({ suspend: false }), Run.once({ superseded: 'stop' })]) {
      expect(nameOf({}, run)).toBe(nameOf());
    }
  });

  test('stays the same when other labels of the object change', () => {
    const made = engineJob({ ...LEAST, run: Run.once() });
    const { name } = made;
    made.resource.metadata.addLabel('owner', 'x');
    expect(made.resource.name).toBe(name);
  });
});

describe('Run.onEveryChange()', () => {
  const template = (props: Partial<OneNodeProps>) => objectOf<Job>({ ...LEAST, ...props, run: Run.onEveryChange() }).spec?.template;

  // A deadline and a number of retries can change on a live Job, and have no effect on a finished one.
  test.each<[string, Partial<OneNodeProps>]>([
    ['the arguments', { args: ['b'] }],
    ['the deadline', { deadline: Duration.hours(1) }],
    ['the retries', { retries: 1 }],
    ['the queue', { queue: 'team-b' }],
  ])('changes the immutable template with %s', (_, props) => {
    expect(template(props)).not.toEqual(template({}));
    expect(template(props)).toEqual(template(props));
  });
});

/** The same data with the keys of every map in another order. */
function reversed(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(reversed);
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(
    Object.entries(data)
      .reverse()
      .map(([key, value]) => [key, reversed(value)]),
  );
}

describe('a content hash', () => {
  test('has eight hexadecimal digits', () => {
    fc.assert(fc.property(fc.jsonValue(), (data) => /^[0-9a-f]{8}$/.test(contentHash(data))));
  });

  test('does not depend on the order of keys', () => {
    fc.assert(fc.property(fc.jsonValue(), (data) => expect(contentHash(reversed(data))).toBe(contentHash(data))));
  });

  test('depends on the order of lists', () => {
    expect(contentHash(['a', 'b'])).not.toBe(contentHash(['b', 'a']));
  });

  test('ignores undefined fields', () => {
    expect(contentHash({ a: 1, b: undefined })).toBe(contentHash({ a: 1 }));
  });

  test('never changes between releases, because live Jobs are named after it', () => {
    expect(contentHash({ spec: { template: { spec: { restartPolicy: 'Never' } } } })).toBe('3132bc21');
  });

  test('is made of JSON text that reads back as the same data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(JSON.parse(canonicalJson(data))).toEqual(JSON.parse(JSON.stringify(data)));
      }),
    );
  });
});
