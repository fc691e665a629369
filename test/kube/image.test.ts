import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { type ImageReference, parseImage, unpinnedReason } from '../../src/kube/pod/image';

type Parts = Omit<ImageReference, 'text'>;

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const parse = (image: string) => parseImage('X.image', 'prod/x', image);

test.each<[string, Parts]>([
  ['scorer', { repository: 'scorer' }],
  ['scorer:1.4', { repository: 'scorer', tag: '1.4' }],
  ['acme/scorer', { repository: 'acme/scorer' }],
  ['localhost:5000/scorer', { repository: 'localhost:5000/scorer' }],
  ['registry:5000/a/b:1', { repository: 'registry:5000/a/b', tag: '1' }],
  ['[2001:db8::1]:5000/a', { repository: '[2001:db8::1]:5000/a' }],
  ['GHCR.io/acme/scorer', { repository: 'GHCR.io/acme/scorer' }],
  ['Registry/acme/scorer', { repository: 'Registry/acme/scorer' }],
  // A registry does not count against the longest path.
  [`localhost/${'a'.repeat(255)}`, { repository: `localhost/${'a'.repeat(255)}` }],
  [
    '123456789012.dkr.ecr.eu-central-1.amazonaws.com/ml/a__b---c.d:V1_.-',
    repository('123456789012.dkr.ecr.eu-central-1.amazonaws.com/ml/a__b---c.d', 'V1_.-'),
  ],
  [`ghcr.io/acme/scorer@${DIGEST}`, { repository: 'ghcr.io/acme/scorer', digest: DIGEST }],
  [`ghcr.io/acme/scorer:1.4@${DIGEST}`, { repository: 'ghcr.io/acme/scorer', tag: '1.4', digest: DIGEST }],
  [`a:${'t'.repeat(128)}`, { repository: 'a', tag: 't'.repeat(128) }],
  [`r.io/${'a'.repeat(255)}`, { repository: `r.io/${'a'.repeat(255)}` }],
])('%s is parsed', (image, expected) => expect(parse(image)).toEqual({ text: image, tag: undefined, digest: undefined, ...expected }));

test.each([
  ['', 'has no repository'],
  [':1.4', 'has no repository'],
  [`@${DIGEST}`, 'has no repository'],
  ['Acme Scorer', 'is not a valid repository name'],
  [' scorer', 'is not a valid repository name'],
  ['scorer\n', 'is not a valid repository name'],
  ['Scorer', 'is not a valid repository name'],
  ['ghcr.io/acme/Scorer', 'is not a valid repository name'],
  ['https://ghcr.io/acme/scorer', 'is not a valid repository name'],
  ['-/scorer', 'is not a valid repository name'],
  ['.../scorer', 'is not a valid repository name'],
  ['ghcr.io//scorer', 'is not a valid repository name'],
  ['ghcr.io/scorer/', 'is not a valid repository name'],
  ['ghcr.io:port/scorer', 'is not a valid repository name'],
  ['a_.b/c', 'is not a valid repository name'],
  [`r.io/${'a'.repeat(256)}`, 'is not a valid repository name'],
  ['scorer:', 'is not a valid tag'],
  ['scorer:-1', 'is not a valid tag'],
  ['scorer:1+build', 'is not a valid tag'],
  [`scorer:${'t'.repeat(129)}`, 'is not a valid tag'],
  ['scorer:1.4@', 'digest'],
  ['scorer@latest', 'digest'],
  [`scorer@${DIGEST.slice(0, -1)}`, 'digest'],
  [`scorer@${DIGEST.toUpperCase()}`, 'digest'],
  [`scorer@${DIGEST}@${DIGEST}`, 'digest'],
])('%j is refused', (image, what) => {
  expect(() => parse(image)).toThrow(
    expect.objectContaining({
      code: 'X.image',
      where: 'prod/x',
      what: expect.stringContaining(what),
      fix: expect.stringContaining('@sha256:'),
    }),
  );
});

test.each([
  ['scorer', 'neither a tag nor a digest'],
  ['localhost:5000/scorer', 'neither a tag nor a digest'],
  ['scorer:latest', 'the tag "latest"'],
  ['scorer:1.4', 'no digest'],
])('%s is not pinned: it has %s', (image, reason) => expect(unpinnedReason(parse(image))).toContain(reason));

test.each([`scorer@${DIGEST}`, `scorer:latest@${DIGEST}`])('%s is pinned', (image) => expect(unpinnedReason(parse(image))).toBeUndefined());

describe('what always holds', () => {
  const part = fc.stringMatching(/^[a-z0-9]{1,4}((\.|_|__|-{1,3})[a-z0-9]{1,4}){0,2}$/);
  const host = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,5}[a-zA-Z0-9])?(\.[a-zA-Z0-9]{1,5}){1,3}(:[0-9]{1,5})?$/);
  const reference = fc.record({
    repository: fc
      .tuple(fc.oneof(host, fc.constantFrom('library', 'localhost')), fc.array(part, { minLength: 1, maxLength: 4 }))
      .map(([first, path]) => [first, ...path].join('/')),
    tag: fc.option(fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,20}$/), { nil: undefined }),
    digest: fc.option(fc.stringMatching(/^sha256:[a-f0-9]{64}$/), { nil: undefined }),
  });

  test('a composed reference parses into the same parts', () => {
    fc.assert(fc.property(reference, (parts) => expect(parse(text(parts))).toEqual({ text: text(parts), ...parts })));
  });

  test('an accepted reference can be composed again', () => {
    const hostile = fc.array(fc.constantFrom('a', 'A', '0', '.', '-', '_', '/', ':', '@', '[', ']', ' ', DIGEST, 'localhost', 'r.io:5'), {
      maxLength: 12,
    });
    fc.assert(
      fc.property(hostile, (pieces) => {
        const image = pieces.join('');
        const parts = parsed(image);
        if (parts !== undefined) expect(text(parts)).toBe(image);
      }),
      { numRuns: 5000 },
    );
  });

  // A pattern that backtracks would run for days.
  test('endless text comes to an end', () => {
    const pieces = ['a', 'a-', 'a__', 'a.', '-', '.', 'a/', 'A.', ':', '@', '[:', '0:', 'a.b:5/'];
    const images = pieces.flatMap((piece) => [`${piece.repeat(50_000)}!`, `r.io/${piece.repeat(50_000)}!`, `${piece.repeat(50_000)}/!`]);
    expect(images.filter((image) => parsed(image) !== undefined)).toEqual([]);
  });
});

function repository(name: string, tag: string): Parts {
  return { repository: name, tag };
}

function text({ repository: name, tag, digest }: Parts): string {
  return `${name}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

/** The parts, or undefined for what is refused; anything but a ConfigError fails the test. */
function parsed(image: string): ImageReference | undefined {
  try {
    return parse(image);
  } catch (error) {
    if (ConfigError.is(error)) return undefined;
    throw error;
  }
}
