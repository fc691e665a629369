import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import { parseReleaseFile, type ReleaseFile, readReleaseFile } from '../../src/environment/release-file';
import { yamlDocument } from '../../src/manifest/yaml-text';

const PATH = 'releases/prod.yaml';
const EMPTY: ReleaseFile = { images: {}, models: {}, routes: {} };
const parse = (...lines: string[]) => parseReleaseFile(PATH, lines.join('\n'));

describe('what it reads', () => {
  test('images, models and routes, with comments, in any order', () => {
    const file = parse(
      '# what runs in prod',
      'routes:',
      '  scorer: {live: blue}',
      '  ranker:',
      '    weights: {green: 10, blue: 90}',
      '    live: blue # since Monday',
      'models:',
      '  llama: "0123456789012345678901234567890123456789"',
      'images:',
      '  scorer: ghcr.io/acme/scorer:1.4 # {"$imagepolicy": "flux-system:scorer"}',
      '',
    );
    expect(file).toEqual({
      images: { scorer: 'ghcr.io/acme/scorer:1.4' },
      models: { llama: '0123456789012345678901234567890123456789' },
      routes: { scorer: { live: 'blue' }, ranker: { live: 'blue', weights: { green: 10, blue: 90 } } },
    });
  });

  test.each(['', '\n\n', '# nothing yet\n', '---\n', '--- # nothing yet\n', '{}', '\ufeff'])('%j holds nothing', (text) => {
    expect(parse(text)).toEqual(EMPTY);
  });

  test('what people write on any system: a byte order mark, carriage returns, quotes, words that are booleans elsewhere', () => {
    expect(parse('\ufeffimages:\r\n  yes: "a:1"\r\n  on: \'b:2\'\r\n').images).toEqual({ yes: 'a:1', on: 'b:2' });
  });

  test('names that JavaScript has a meaning for', () => {
    const { images } = parse('images: {__proto__: a, constructor: b, toString: c}');
    expect(Object.entries(images)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
      ['toString', 'c'],
    ]);
  });
});

describe('what it refuses, with the line', () => {
  test.each<[string, string[], number, string, string]>([
    ['a key twice', ['images:', '  a: x', '  a: y'], 3, 'release.yaml', 'must be unique'],
    ['a section twice', ['images: {a: x}', 'images: {b: y}'], 2, 'release.yaml', 'must be unique'],
    ['a tab as indentation', ['images:', '\ta: x'], 2, 'release.yaml', 'Tabs are not allowed'],
    ['a map that is not closed', ['images: {a: x'], 1, 'release.yaml', '}'],
    ['text that is not closed', ['images:', '  a: "x'], 2, 'release.yaml', 'quote'],
    ['leftovers of a merge', ['images:', '<<<<<<< HEAD', '  a: x', '=======', '  a: y', '>>>>>>> main'], 2, 'release.yaml', ''],
    ['several documents', ['images: {a: x}', '---', 'images: {a: y}'], 2, 'release.yaml', 'several documents'],
    ['a tag that nobody knows', ['images:', '  a: !digest x'], 2, 'release.yaml', 'Unresolved tag'],
    ['a list', ['- images'], 1, 'release.type', 'the file is not a map'],
    ['plain text', ['scorer:1.4'], 1, 'release.type', 'the file is not a map'],
    ['an unknown section', ['images: {}', '', 'image: {a: x}'], 3, 'release.key', 'the file has the unknown key "image"'],
    ['a section without content', ['images:', 'models: {a: x}'], 1, 'release.value', '"images" has no value'],
    ['images as a list', ['images:', '  - a'], 2, 'release.type', 'images is not a map'],
    ['an image without a value', ['images:', '  a: x', '  b:'], 3, 'release.value', '"b" has no value'],
    ['an image that is null', ['images:', '  a: ~'], 2, 'release.value', '"a" has no value'],
    ['an image that is a number', ['images:', '  a: 1.10'], 2, 'release.type', 'images.a is not text'],
    ['an image that is a map', ['images:', '  a:', '    tag: x'], 3, 'release.type', 'images.a is not text'],
    ['an image that is empty', ['images:', '  a: ""'], 2, 'release.type', 'images.a is not text'],
    ['a commit that YAML reads as a number', ['models:', `  a: ${'1'.repeat(40)}`], 2, 'release.type', 'models.a is not text'],
    ['a commit that YAML reads as a power', ['models:', '  a: 12e5'], 2, 'release.type', 'models.a is not text'],
    ['an alias for a section', ['images: &all {a: x}', 'models: *all'], 2, 'release.type', 'models is the alias *all'],
    ['an alias for a value', ['images:', '  a: &x y', '  b: *x'], 3, 'release.type', 'images.b is the alias *x'],
    ['an alias of nothing', ['images:', '  a: *gone'], 2, '', ''],
    ['a merge key', ['images: &all {a: x}', 'models:', '  <<: *all'], 3, 'release.type', 'models.<< is the alias'],
    ['a name that YAML reads as a number', ['images:', '  a: x', '  1.10: y'], 3, 'release.key', 'images has a key that is not text'],
    ['a name that is no text at all', ['images:', '  ? [a]', '  : x'], 2, 'release.key', 'images has a key that is not text'],
    ['a value without a name', ['images:', '  : x'], 2, 'release.key', 'images has a key that is not text'],
    ['a route that is only a color', ['routes:', '  a: blue'], 2, 'release.type', 'routes.a is not a map'],
    ['a route without a live color', ['routes:', '  a: {weights: {blue: 100}}'], 2, 'release.live', 'has no `live`'],
    ['a live color that is none', ['routes:', '  a: {live: true}'], 2, 'release.type', 'routes.a.live is not text'],
    [
      'an unknown field of a route',
      ['routes:', '  a:', '    live: blue', '    weight: {blue: 100}'],
      4,
      'release.key',
      'unknown key "weight"',
    ],
    ['weights that do not add up', weights('blue: 90', 'green: 20'), 4, 'release.weights', 'routes.a.weights add up to 90 + 20 = 110'],
    ['a weight alone that is not all', weights('blue: 99'), 4, 'release.weights', 'routes.a.weights add up to 99'],
    ['no weights', ['routes:', '  a: {live: blue, weights: {}}'], 2, 'release.weights', 'routes.a.weights add up to 0'],
    [
      'a weight of part of a percent',
      weights('blue: 99.5', 'green: 0.5'),
      4,
      'release.weights',
      'routes.a.weights.blue is not a whole number',
    ],
    ['a weight that is text', weights('blue: "100"'), 4, 'release.weights', 'routes.a.weights.blue is not a whole number'],
    ['a negative weight', weights('blue: 110', 'green: -10'), 4, 'release.weights', 'routes.a.weights.blue is not a whole number'],
    ['a weight that is no number', weights('blue: .nan'), 4, 'release.weights', 'routes.a.weights.blue is not a whole number'],
    ['a size of no pods', ['routes:', '  a: {live: blue, inactive: 0}'], 2, 'release.inactive', 'routes.a.inactive must be warm, off'],
    [
      'a size that is a word',
      ['routes:', '  a: {live: blue, inactive: cold}'],
      2,
      'release.inactive',
      'routes.a.inactive must be warm, off',
    ],
    ['a size in quotes', ['routes:', '  a: {live: blue, inactive: "1"}'], 2, 'release.inactive', 'routes.a.inactive must be warm, off'],
  ])('%s', (_what, lines, line, code, what) => {
    const error = thrown(() => parse(...lines));
    if (code !== '') expect(error.code).toBe(code);
    expect([error.where, error.what]).toEqual([`${PATH}:${line}`, expect.stringContaining(what)]);
    expect(error.message).not.toMatch(/\n\s+at |\[object|undefined/);
  });
});

test.each(['['.repeat(20_000), `images: {a: ${'{b: '.repeat(20_000)}`])('endless depth is refused, and overflows nothing', (text) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ name: 'ConfigError', code: 'release.yaml' }));
});

describe('a file on disk', () => {
  const at: { directory: string } = { directory: '' };
  beforeAll(() => {
    at.directory = mkdtempSync(join(tmpdir(), 'release-file-'));
  });
  afterAll(() => rmSync(at.directory, { recursive: true }));

  test('is read with its path in messages', () => {
    const path = join(at.directory, 'prod.yaml');
    writeFileSync(path, 'images:\n  a: "ü:1"\n');
    expect(readReleaseFile(path)?.images).toEqual({ a: 'ü:1' });
    writeFileSync(path, 'images:\n  a: 1\n');
    expect(() => readReleaseFile(path)).toThrow(expect.objectContaining({ where: `${path}:2` }));
  });

  test('may be missing, which is not the same as empty', () => {
    const path = join(at.directory, 'empty.yaml');
    expect(readReleaseFile(path)).toBeUndefined();
    writeFileSync(path, '');
    expect(readReleaseFile(path)).toEqual(EMPTY);
  });

  test.each<[string, (path: string) => void, string]>([
    ['a directory', (path) => mkdirSync(path), 'the file cannot be read (EISDIR)'],
    ['text of another encoding', (path) => writeFileSync(path, 'images: {a: x}', 'utf16le'), ''],
    ['bytes', (path) => writeFileSync(path, Buffer.from([0x61, 0xff, 0xfe])), 'not UTF-8'],
  ])('is refused when it is %s', (what, make, message) => {
    const path = join(at.directory, what.replaceAll(' ', '-'));
    make(path);
    expect(() => readReleaseFile(path)).toThrow(ConfigError);
    expect(() => readReleaseFile(path)).toThrow(message);
  });
});

describe('what always holds', () => {
  const token = fc.constantFrom('images', 'models', 'routes', 'live', 'weights', 'blue', 'a', '100', '50', '~', '""', 'x:1');
  const mark = fc.constantFrom(
    ': ',
    ':',
    '\n',
    '\n  ',
    '\n    ',
    '{',
    '}',
    '[',
    ']',
    ',',
    '- ',
    '? ',
    '&a ',
    '*a',
    '!!str ',
    '!t ',
    '<<',
    '|',
    '>-',
    '"',
    "'",
    '#',
    '\t',
    '%',
    '---\n',
    '...\n',
    '@',
    '\0',
    '\u2028',
  );
  const hostile = fc.oneof(
    fc.array(fc.oneof(token, mark), { maxLength: 25 }).map((parts) => parts.join('')),
    fc.string(),
    fc.string({ unit: 'binary' }),
  );

  test('any text is understood, or refused with a line of the file', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const result = attempt(text);
        if (!ConfigError.is(result)) return expect(Object.keys(result).sort()).toEqual(['images', 'models', 'routes']);
        const [, line] = /^releases\/prod\.yaml:(\d+)$/.exec(result.where) ?? [];
        expect(Number(line)).toBeGreaterThanOrEqual(1);
        return expect(Number(line)).toBeLessThanOrEqual(text.split('\n').length);
      }),
      { numRuns: 3000 },
    );
  });

  test('any release reads back from its YAML', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/\p{Surrogate}/u.test(text));
    const texts = fc.dictionary(name, name);
    const split = fc.integer({ min: 0, max: 100 }).map((blue) => ({ blue, green: 100 - blue }));
    const route = fc.record({ live: name, weights: split }, { requiredKeys: ['live'] });
    fc.assert(
      fc.property(fc.record({ images: texts, models: texts, routes: fc.dictionary(name, route) }), (file) => {
        expect(parse(yamlDocument(file))).toEqual(file);
      }),
      { numRuns: 300 },
    );
  });
});

function weights(...lines: string[]): string[] {
  return ['routes:', '  a: ', '    live: blue', `    weights: {${lines.join(', ')}}`];
}

function attempt(text: string): ReleaseFile | ConfigError {
  try {
    return parse(text);
  } catch (error) {
    if (ConfigError.is(error)) return error;
    throw error;
  }
}

function thrown(run: () => unknown): ConfigError {
  try {
    run();
  } catch (error) {
    if (ConfigError.is(error)) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
