import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { EVERY_PLACE, hostileMap, NUMBER_LIKE } from './hostile-data';
import { HOSTILE_STRINGS, LONG_STRINGS } from './hostile-strings';
import { canonical } from './js-readers';
import { REALISTIC } from './realistic-objects';

/**
 * Readers of other languages as oracles. A machine without Python or Go skips them, and says so in the test's name.
 */
interface GoReading {
  readonly kubectl: unknown;
  readonly kyaml: unknown;
  readonly rewrite: string;
  readonly errors: readonly string[];
}

const NUMBERS = chunks(NUMBER_LIKE, 1000).map((texts) => ({ list: texts, keys: Object.fromEntries(texts.map((text) => [text, text])) }));
const RANDOM = fc.sample(hostileMap, { seed: 20240229, numRuns: 2500 });
const DOCUMENTS = [...EVERY_PLACE, ...NUMBERS, ...REALISTIC.map(({ value }) => value), ...RANDOM].map((data) => ({
  data,
  text: yamlDocument(data),
}));

const scratch = mkdtempSync(join(tmpdir(), 'yaml-readers-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const noPython = missingPython();
const noGo = missingGo();

const testPython = noPython === undefined ? test : test.skip;
const testGo = noGo === undefined ? test : test.skip;

testPython(
  `PyYAML reads every document as the data it was written from${why(noPython)}`,
  () => {
    const readings = answers<{ value?: unknown; error?: string }>('python3', [join(__dirname, 'py-reader.py')], DOCUMENTS);
    const wrong = DOCUMENTS.map((document, index) => ({ ...document, reading: readings[index] })).filter(
      ({ data, reading }) => reading?.error !== undefined || canonical(reading?.value) !== canonical(data),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  },
  120_000,
);

testGo(
  `kubectl and kyaml read every document as the data it was written from${why(noGo)}`,
  () => {
    const readings = goReadings(DOCUMENTS);
    const wrong = DOCUMENTS.map((document, index) => ({ ...document, reading: readings[index] })).filter(
      ({ data, reading }) =>
        reading?.errors.length !== 0 || canonical(reading.kubectl) !== canonical(data) || canonical(reading.kyaml) !== canonical(data),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  },
  120_000,
);

testGo(
  `a file that kyaml has written back, as an image update by Flux does, still holds the same data${why(noGo)}`,
  () => {
    const rewritten = goReadings(DOCUMENTS).map(({ rewrite }) => ({ text: rewrite }));
    const readings = goReadings(rewritten);
    const wrong = DOCUMENTS.filter(({ data }, index) => canonical(readings[index]?.kubectl) !== canonical(data));
    expect(wrong.slice(0, 3)).toEqual([]);
  },
  120_000,
);

testGo(`kyaml writes realistic objects back byte for byte${why(noGo)}`, () => {
  const documents = REALISTIC.map(({ value, comments }) => ({ text: yamlDocument(value, comments) }));
  expect(goReadings(documents).map(({ rewrite }) => rewrite)).toEqual(documents.map(({ text }) => text));
});

testGo(`kyaml writes text back byte for byte unless it holds an emoji or a character that cannot be seen${why(noGo)}`, () => {
  const texts = [...HOSTILE_STRINGS, ...LONG_STRINGS];
  const documents = texts.map((text) => ({ text: yamlDocument({ a: text, list: [text, [text, { b: text }]] }) }));
  const changed = goReadings(documents).flatMap(({ rewrite }, index) => (rewrite === documents[index]?.text ? [] : [texts[index]]));
  // go-yaml counts only the basic plane as printable, and has short names for some control characters.
  expect(changed).toEqual(
    texts.filter((text) => /[\u{10000}-\u{10ffff}]|(?![\n\r\t])\p{Cc}|[\u00a0\u00ad\u200b\u2028-\u202f\ufeff\ufffe\uffff]/u.test(text)),
  );
});

testGo(`kyaml writes keys back byte for byte, short and long${why(noGo)}`, () => {
  const keys = [
    ...HOSTILE_STRINGS.filter((text) => /^[ -~]*$/.test(text)),
    'k'.repeat(128),
    'k'.repeat(129),
    'k'.repeat(300),
    'k'.repeat(2000),
  ];
  const documents = keys.map((key) => ({ text: yamlDocument({ [key]: 'a', z: { [key]: { b: 'c' } }, list: [{ [key]: ['d'] }] }) }));
  expect(goReadings(documents).map(({ rewrite }) => rewrite)).toEqual(documents.map(({ text }) => text));
});

function goReadings(documents: readonly { text: string }[]): GoReading[] {
  return answers<GoReading>(join(scratch, 'reader'), [], documents);
}

/** One answer a document, both sides as lines of JSON. */
function answers<T>(command: string, args: readonly string[], documents: readonly { text: string }[]): T[] {
  const input = documents.map(({ text }) => `${JSON.stringify(text)}\n`).join('');
  const run = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`${command} failed: ${run.stderr}`, { cause: run.error });
  const lines = run.stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(documents.length);
  return lines.map((line) => JSON.parse(line) as T);
}

function missingPython(): string | undefined {
  const run = spawnSync('python3', ['-c', 'import yaml'], { encoding: 'utf8' });
  if (run.error !== undefined) return 'there is no python3 here';
  return run.status === 0 ? undefined : 'python3 has no yaml module here';
}

/** Builds the reader. A reader that does not compile is a failure, not a reason to skip. */
function missingGo(): string | undefined {
  const run = spawnSync('go', ['build', '-o', join(scratch, 'reader'), '.'], { cwd: join(__dirname, 'go-reader'), encoding: 'utf8' });
  if (run.error !== undefined) return 'there is no go here';
  if (run.status === 0) return undefined;
  if (/dial tcp|no such host|timeout|proxyconnect|module lookup disabled|toolchain not available/.test(run.stderr))
    return 'the Go modules cannot be fetched here';
  throw new Error(`go build failed:\n${run.stderr}`);
}

function why(reason: string | undefined): string {
  return reason === undefined ? '' : ` (SKIPPED: ${reason})`;
}

function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
