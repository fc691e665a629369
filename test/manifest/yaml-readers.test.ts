import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { EVERY_PLACE, hostileMap } from './hostile-data';
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

const RANDOM = fc.sample(hostileMap, { seed: 20240229, numRuns: 2500 });
const DOCUMENTS = [...EVERY_PLACE, ...REALISTIC.map(({ value }) => value), ...RANDOM].map((data) => ({ data, text: yamlDocument(data) }));

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
    expect(disagreements((index) => readings[index])).toEqual([]);
    function disagreements(reading: (index: number) => { value?: unknown; error?: string } | undefined) {
      return DOCUMENTS.filter(({ data }, index) => canonical(reading(index)?.value) !== canonical(data));
    }
  },
  120_000,
);

testGo(
  `kubectl and kyaml read every document as the data it was written from${why(noGo)}`,
  () => {
    const readings = answers<GoReading>(join(scratch, 'reader'), [], DOCUMENTS);
    const wrong = DOCUMENTS.map(({ data, text }, index) => ({ text, expected: canonical(data), reading: readings[index] })).filter(
      ({ expected, reading }) =>
        reading?.errors.length !== 0 || canonical(reading.kubectl) !== expected || canonical(reading.kyaml) !== expected,
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  },
  120_000,
);

testGo(`kyaml, as Flux uses it, writes realistic objects back byte for byte${why(noGo)}`, () => {
  const documents = REALISTIC.map(({ value, comments }) => ({ text: yamlDocument(value, comments) }));
  const readings = answers<GoReading>(join(scratch, 'reader'), [], documents);
  expect(readings.map((reading) => reading.rewrite)).toEqual(documents.map(({ text }) => text));
});

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
