import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { Command } from 'commander';
import fc from 'fast-check';
import { checkCommand } from '../../src/cli/check-command';
import { routesCommand } from '../../src/cli/routes';
import { schemasCommand } from '../../src/cli/schemas';
import { distObjects } from '../support/dist-objects';
import { RUNS, SEED } from './runs';

const folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly text: string;
  readonly millis: number;
}

/** Runs a verb in this process: a start of the command line would take longer than all of its work. */
async function ended(verb: () => Command, args: readonly string[]): Promise<Ended> {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(keep),
    jest.spyOn(process.stderr, 'write').mockImplementation(keep),
  ];
  const before = process.exitCode;
  const started = performance.now();
  try {
    process.exitCode = 0;
    await verb()
      .exitOverride()
      .parseAsync(['node', 'verb', ...args]);
    return { code: Number(process.exitCode), text, millis: performance.now() - started };
  } finally {
    process.exitCode = before;
    for (const spy of spies) spy.mockRestore();
  }
}

type Verb = readonly [name: string, verb: () => Command, before: readonly string[]];

const VERBS: readonly Verb[] = [
  ['check', checkCommand, []],
  ['routes', routesCommand, []],
  ['schemas add', schemasCommand, ['add']],
];

/** A line of a stack trace; our reports say "at file:line", too. */
const STACK = /\n\s+at .*(?:node:|\.[cm]?[jt]s:\d+)/;

/** What is wrong with how a verb ended on hostile files. */
function faults({ code, text, millis }: Ended): readonly string[] {
  return [
    ...([0, 1, 2].includes(code) ? [] : [`the exit code is ${code}`]),
    ...(STACK.test(text) ? [`a stack trace: ${text.slice(0, 1_500)}`] : []),
    ...(/\b(TypeError|RangeError|SyntaxError)\b/.test(text) ? [`an error of the language: ${text.slice(0, 1_500)}`] : []),
    ...(millis > 20_000 ? [`it took ${Math.round(millis)} ms`] : []),
  ];
}

const LINE = '- [a, b, c, d, e, f, g, h, i]\n';
const bomb = (levels: number) =>
  ['a0: &a0 [x, x, x]', ...Array.from({ length: levels }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}x]`)].join('\n');
const CONFIG_MAP = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\ndata: {a: b}\n';

/** Files that were made to break a reader. Each has to end with an error that names it, and soon. */
const BROKEN: Readonly<Record<string, string | Buffer>> = {
  'a bomb of aliases': bomb(12),
  'an alias that holds itself': 'a: &a [*a]\n',
  'a hundred thousand open lists': '['.repeat(100_000),
  'a hundred thousand maps in maps': Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
  'a key twice': 'apiVersion: v1\napiVersion: v2\nkind: ConfigMap\nmetadata: {name: a}\n',
  'text without its end': 'apiVersion: v1\nkind: "Config',
  'a tab for a space': 'apiVersion: v1\nmetadata:\n\tname: a\n',
  'bytes that are no text': Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x0a, 0xc3, 0x28]),
  'text of another encoding': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(CONFIG_MAP, 'utf16le')]),
  'a document that is a list': '- a\n- b\n',
  'a document that is text': 'hello\n',
  'an object without a name': 'apiVersion: v1\nkind: ConfigMap\n',
  'metadata that is a list': 'apiVersion: v1\nkind: Service\nmetadata: []\nspec: 7\n',
  'a tag of a language': '!!python/object/apply:os.system ["true"]\n',
  'a merge key of itself': 'a: &a\n  <<: *a\n',
};

describe.each(VERBS)('%s of a hostile file', (_name, verb, before) => {
  test.each(Object.entries(BROKEN))('%s is refused with the file and without a stack trace', async (title, content) => {
    const file = join(folder, `${title.replaceAll(' ', '-')}.yaml`);
    writeFileSync(file, content);
    const end = await ended(verb, [...before, file]);
    expect(faults(end)).toEqual([]);
    if (end.code !== 0) expect(end.text).toContain(file);
    rmSync(file);
  });

  test('a file of 50 MB is read or refused in bounded time', async () => {
    const file = join(folder, 'large.yaml');
    writeFileSync(file, `a:\n${LINE.repeat((50 * 1024 * 1024) / LINE.length)}`);
    expect(faults(await ended(verb, [...before, file]))).toEqual([]);
    rmSync(file);
  }, 60_000);

  test('a directory that is called as a file, a link to itself and a file that nobody may read are no failure of ours', async () => {
    const place = join(folder, 'places');
    mkdirSync(join(place, 'x.yaml'), { recursive: true });
    symlinkSync(join(place, 'loop.yaml'), join(place, 'loop.yaml'));
    symlinkSync(place, join(place, 'again'));
    writeFileSync(join(place, 'closed.yaml'), CONFIG_MAP);
    chmodSync(join(place, 'closed.yaml'), 0);
    for (const path of [place, ...['x.yaml', 'loop.yaml', 'closed.yaml', 'again', 'missing.yaml'].map((name) => join(place, name))]) {
      expect([path, faults(await ended(verb, [...before, path]))]).toEqual([path, []]);
    }
    rmSync(place, { recursive: true });
  });
});

const SEEDS = distObjects().map(({ object }) => JSON.stringify(object, null, 1));
const PIECES = [
  '\n',
  ' ',
  '\t',
  ':',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '&a ',
  '*a',
  '!x ',
  '|\n',
  '---\n',
  '#',
  'null',
  '\u0000',
  '\ufeff',
  '\u2028',
  '7',
  ',',
];

/** A manifest in which pieces were put in, taken out or cut off. */
const brokenYaml: fc.Arbitrary<string> = fc
  .record({
    seed: fc.nat(SEEDS.length - 1),
    edits: fc.array(fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), out: fc.nat(40), piece: fc.constantFrom(...PIECES) }), {
      minLength: 1,
      maxLength: 4,
    }),
  })
  .map(({ seed, edits }) =>
    edits.reduce((text, { at, out, piece }) => {
      const place = Math.floor(at * text.length);
      return `${text.slice(0, place)}${piece}${text.slice(place + out)}`;
    }, SEEDS[seed] ?? ''),
  );

test.each(VERBS)(
  '%s of random broken YAML never ends with a stack trace',
  async (_name, verb, before) => {
    const cwd = process.cwd();
    mkdirSync(join(folder, 'work'), { recursive: true });
    process.chdir(join(folder, 'work'));
    try {
      await fc.assert(
        fc.asyncProperty(fc.array(brokenYaml, { minLength: 1, maxLength: 3 }), async (texts) => {
          const file = join(folder, 'random', 'x.yaml');
          mkdirSync(dirname(file), { recursive: true });
          writeFileSync(file, texts.join('\n---\n'));
          const end = await ended(verb, [...before, file]);
          expect(faults(end)).toEqual([]);
          if (end.code === 1) expect(end.text).toContain(file);
        }),
        { numRuns: RUNS * 4, seed: SEED },
      );
    } finally {
      process.chdir(cwd);
    }
  },
  300_000,
);
