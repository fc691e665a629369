import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Release } from '../../src/environment/release';

const at = { directory: '', path: '' };
beforeEach(() => {
  at.directory = mkdtempSync(join(tmpdir(), 'release-'));
  at.path = join(at.directory, 'prod.yaml');
});
afterEach(() => rmSync(at.directory, { recursive: true }));

function release(text: string): Release {
  writeFileSync(at.path, text);
  return new Release(at.path);
}

test('images, models and routes are found by name', () => {
  const given = release('images: {scorer: "a:1"}\nmodels: {llama: abc}\nroutes: {scorer: {live: green, weights: {blue: 10, green: 90}}}\n');
  expect([given.image('scorer'), given.model('llama'), given.route('scorer')]).toEqual([
    'a:1',
    'abc',
    { live: 'green', weights: { blue: 10, green: 90 } },
  ]);
});

test('the file is read once, when it is first asked for', () => {
  const given = new Release(at.path);
  writeFileSync(at.path, 'images: {scorer: "a:1"}');
  expect(given.image('scorer')).toBe('a:1');
  writeFileSync(at.path, 'images: {scorer: "a:2"}');
  expect(given.image('scorer')).toBe('a:1');
});

describe('what it refuses', () => {
  test.each<[string, (given: Release) => unknown, string, string]>([
    [
      'an image that the file does not have',
      (given) => given.image('scorre'),
      'release.images',
      'images has no "scorre"; it has scorer, ranker',
    ],
    ['a model of a file without models', (given) => given.model('llama'), 'release.models', 'models has no "llama"'],
    ['a route that the file does not have', (given) => given.route('scorer'), 'release.routes', 'routes has no "scorer"'],
    [
      'a name that every JavaScript object has',
      (given) => given.image('constructor'),
      'release.images',
      'images has no "constructor"; it has',
    ],
  ])('%s', (_what, ask, code, what) => {
    const given = release('images: {scorer: "a:1", ranker: "b:1"}');
    expect(() => ask(given)).toThrow(
      expect.objectContaining({
        code,
        where: at.path,
        what: expect.stringContaining(what),
        fix: expect.stringMatching(/^add a line below/),
      }),
    );
  });

  test('anything of a file that does not exist, saying so', () => {
    expect(() => new Release('releases/nowhere.yaml').image('scorer')).toThrow(
      'releases/nowhere.yaml: the file does not exist, and "scorer" is read from its images\n' +
        '  fix: create it, and add a line below images: `scorer: registry/repository:tag@sha256:<digest>` [release.images]',
    );
  });

  test('a broken file each time it is asked, not when it is named', () => {
    const given = release('images: []');
    for (const _ of [1, 2])
      expect(() => given.image('scorer')).toThrow(expect.objectContaining({ code: 'release.type', where: `${at.path}:1` }));
  });
});
