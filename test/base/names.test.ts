import * as fc from 'fast-check';
import {
  checkName,
  checkQualifiedKey,
  DNS_1035_LABEL,
  DNS_LABEL,
  DNS_SUBDOMAIN,
  LABEL_VALUE,
  type NameRule,
  PATH_SEGMENT,
  shortenName,
} from '../../src/base/names';

// What the API server checks, written from k8s.io/apimachinery: character by character, not as our patterns.
const isLowerOrDigit = (text: string) => /^[a-z0-9]$/.test(text);
const isDnsPart = (text: string) =>
  text.length >= 1 &&
  [...text].every((character) => isLowerOrDigit(character) || character === '-') &&
  isLowerOrDigit(text[0] as string) &&
  isLowerOrDigit(text.at(-1) as string);
const isLabel = (text: string) => text.length <= 63 && isDnsPart(text);
const isSubdomain = (text: string) => text.length <= 253 && text.split('.').every(isDnsPart);
const isPathSegment = (text: string) => !['', '.', '..'].includes(text) && !text.includes('/') && !text.includes('%');
const isAlphanumeric = (text: string | undefined) => text !== undefined && /^[A-Za-z0-9]$/.test(text);
const isQualifiedName = (text: string) =>
  text.length <= 63 &&
  isAlphanumeric(text[0]) &&
  isAlphanumeric(text.at(-1)) &&
  [...text].every((character) => isAlphanumeric(character) || '-_.'.includes(character));

const RULES: [string, NameRule, (text: string) => boolean][] = [
  ['DNS_LABEL', DNS_LABEL, isLabel],
  ['DNS_1035_LABEL', DNS_1035_LABEL, (text) => isLabel(text) && /^[a-z]/.test(text)],
  ['DNS_SUBDOMAIN', DNS_SUBDOMAIN, isSubdomain],
  ['PATH_SEGMENT', PATH_SEGMENT, isPathSegment],
  ['LABEL_VALUE', LABEL_VALUE, (text) => text === '' || isQualifiedName(text)],
];

/** Text close to the rules' edges: few characters, each of which some rule treats in its own way. */
const nearName = fc.oneof(
  fc
    .array(fc.constantFrom('a', 'z', '0', '9', '-', '.', '_', 'A', '/', '%', ' ', '\n', 'ä', '😀'), { maxLength: 12 })
    .map((all) => all.join('')),
  fc.array(fc.constantFrom('a', '0', '-', '.'), { minLength: 60, maxLength: 66 }).map((all) => all.join('')),
  fc.string({ unit: 'binary', maxLength: 8 }),
);

describe.each(RULES)('%s', (_name, rule, isValid) => {
  test('accepts only what Kubernetes accepts', () => {
    fc.assert(
      fc.property(nearName, (name) => {
        if (accepts(name, rule)) expect([name, isValid(name)]).toEqual([name, true]);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses nothing that Kubernetes accepts', () => {
    fc.assert(
      fc.property(nearName, (name) => {
        if (isValid(name) && name.length <= rule.max) expect([name, accepts(name, rule)]).toEqual([name, true]);
      }),
      { numRuns: 2000 },
    );
  });

  test('suggests only names that it accepts', () => {
    fc.assert(
      fc.property(fc.oneof(nearName, fc.string({ maxLength: 80 })), fc.integer({ min: 1, max: rule.max }), (name, max) => {
        const suggestion = suggested(name, rule, max);
        if (suggestion !== undefined)
          expect([suggestion, accepts(suggestion, rule, max) && isValid(suggestion)]).toEqual([suggestion, true]);
      }),
      { numRuns: 2000 },
    );
  });

  // A pattern that backtracks would run for days.
  test('comes to an end for hostile text', () => {
    const hostile = [...['a', '-', 'a-', 'a.', 'a_', 'A'].map((text) => text.repeat(50_000)), `a.`.repeat(126)].map((text) => `${text}%`);
    expect(hostile.map((name) => accepts(name, rule, 1_000_000))).toEqual(hostile.map(() => false));
  });
});

describe('a name that is refused', () => {
  test.each<[string, string, NameRule, string]>([
    ['gets a fixed one', 'My_Scorer', DNS_LABEL, 'use a DNS label (a-z, 0-9, "-"), for example "my-scorer"'],
    [
      'gets one without what cannot begin a label',
      '7b-llama!',
      DNS_1035_LABEL,
      'use a DNS label that starts with a letter (a-z, 0-9, "-"), for example "b-llama"',
    ],
    ['gets the rule alone where nothing is left of it', '---', DNS_LABEL, 'use a DNS label (a-z, 0-9, "-")'],
  ])('%s', (_what, name, rule, fix) => {
    expect(() => checkName('X.name', 'prod/x', name, rule)).toThrow(
      expect.objectContaining({ code: 'X.name', where: 'prod/x', what: `name ${JSON.stringify(name)} is not ${rule.title}`, fix }),
    );
  });

  test('for its length says by how much', () => {
    expect(() => checkName('X.name', 'prod/x', 'a'.repeat(55), DNS_LABEL, 52)).toThrow(
      expect.objectContaining({
        code: 'X.name',
        what: expect.stringContaining('55 characters; the maximum is 52'),
        fix: 'shorten it by 3 or more',
      }),
    );
  });
});

describe('a key of a label or annotation', () => {
  const accepted = (key: string) => {
    try {
      checkQualifiedKey('X.labels', 'prod/x', key);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: 'X.labels', where: 'prod/x' });
      return false;
    }
  };

  test.each(['team', 'app.kubernetes.io/name', 'Team_1.x', `${'a'.repeat(63)}.${'b'.repeat(63)}/${'n'.repeat(63)}`])(
    '%j is accepted',
    (key) => expect(accepted(key)).toBe(true),
  );

  test.each(['', '/', 'a/', '/a', 'a/b/c', 'A.io/a', '-a', 'a-', 'a b', 'x_y/a', 'n'.repeat(64), `${'p'.repeat(254)}/a`, 'a\n'])(
    '%j is refused',
    (key) => expect(accepted(key)).toBe(false),
  );

  test('is accepted only when Kubernetes accepts it', () => {
    const key = fc.oneof(
      nearName,
      fc.tuple(nearName, nearName).map(([prefix, name]) => `${prefix}/${name}`),
    );
    fc.assert(
      fc.property(key, (text) => {
        const [name = '', ...prefix] = text.split('/').reverse();
        const isValid = prefix.length <= 1 && prefix.every(isSubdomain) && isQualifiedName(name);
        expect([text, accepted(text)]).toEqual([text, isValid]);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('a shortened name', () => {
  const label = fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,200}[a-z0-9])?$/);
  const budget = fc.integer({ min: 10, max: 63 });

  test.each<[string, number, string]>([
    ['scorer', 63, 'scorer'],
    ['scorer', 6, 'scorer'],
    ['sentiment-scorer-canary', 20, 'sentiment-s-14675d65'],
  ])('of %s in %d characters is %s on every machine', (name, max, short) => expect(shortenName(name, max)).toBe(short));

  test('fits, and is a DNS label when the name was one but for its length', () => {
    fc.assert(
      fc.property(label, budget, (name, max) => {
        const short = shortenName(name, max);
        expect([short, short.length <= max, isLabel(short)]).toEqual([short, true, true]);
      }),
    );
  });

  test('is a DNS name when the name was one', () => {
    const name = fc.array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 20, maxLength: 40 }).map((parts) => parts.join('.'));
    fc.assert(fc.property(name, budget, (text, max) => expect(isSubdomain(shortenName(text, max))).toBe(true)));
  });

  test('fits into any budget', () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 20 }), (name, max) =>
        expect(shortenName(name, max).length).toBeLessThanOrEqual(max),
      ),
    );
  });

  test('differs for names that differ only where they are cut', () => {
    const long = fc.tuple(label, fc.uniqueArray(label, { minLength: 2, maxLength: 2 }));
    fc.assert(
      fc.property(long, budget, ([start, [left, right]], max) => {
        const names = [left, right].map((end) => `${start}${'x'.repeat(63)}${end}`);
        expect(new Set(names.map((name) => shortenName(name, max))).size).toBe(2);
      }),
    );
  });

  test('is not shortened again', () => {
    fc.assert(fc.property(label, budget, (name, max) => expect(shortenName(shortenName(name, max), max)).toBe(shortenName(name, max))));
  });
});

function accepts(name: string, rule: NameRule, max?: number): boolean {
  try {
    return checkName('X.name', 'prod/x', name, rule, max) === name;
  } catch (error) {
    expect(error).toMatchObject({ code: 'X.name', where: 'prod/x' });
    return false;
  }
}

function suggested(name: string, rule: NameRule, max: number): string | undefined {
  try {
    checkName('X.name', 'prod/x', name, rule, max);
  } catch (error) {
    return /, for example "(.*)"$/s.exec((error as { fix: string }).fix)?.[1];
  }
  return undefined;
}
