import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { MUTATIONS, type Mutation } from './mutations';

/** How many of the mutations the tests must catch. */
const MUST_CATCH = 0.95;

const ROOT = resolve(__dirname, '../..');

/** Each mutation by the file that holds its snippet, and the text with the mutation. */
interface Located {
  readonly mutation: Mutation;
  readonly file: string;
  readonly text: string;
}

/**
 * Breaks the source on purpose, one small mutation at a time, in a copy of the repository, and runs the tests that should notice.
 *
 * `npm run mutations [-- <part of a name>]` prints a line for each mutation, and fails when the tests notice too few of them.
 */
function main(filter: string | undefined): number {
  const chosen = MUTATIONS.filter(({ name }) => filter === undefined || name.includes(filter));
  const copy = copyOfRepository();
  try {
    const located = chosen.map((mutation) => locate(copy, mutation));
    const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
    if (!passes(copy, tests)) throw new Error(`these tests fail without any mutation: ${tests.join(' ')}`);
    const survivors = located.filter((each) => !isCaught(copy, each));
    const caught = located.length - survivors.length;
    console.log(`${caught} of ${located.length} mutations caught`);
    return caught >= located.length * MUST_CATCH ? 0 : 1;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** The files that git knows or would add, with the installed packages behind a link. */
function copyOfRepository(): string {
  const copy = mkdtempSync(join(tmpdir(), 'mutations-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT, encoding: 'utf8' });
  for (const file of new Set(listed.split('\0').filter((name) => name !== ''))) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(ROOT, file), join(copy, file), { verbatimSymlinks: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

function locate(copy: string, mutation: Mutation): Located {
  const { name, find, replace } = mutation;
  const files = execFileSync('git', ['ls-files', 'src/*.ts'], { cwd: ROOT, encoding: 'utf8' }).trim().split('\n');
  const places = files.flatMap((file) => {
    const text = readFileSync(join(copy, file), 'utf8');
    return text.split(find).length === 2 ? [{ mutation, file: join(copy, file), text: text.replace(find, () => replace) }] : [];
  });
  const [place] = places;
  if (place === undefined || places.length > 1)
    throw new Error(`mutation "${name}": its snippet is in ${places.length} files of src/ once; update scripts/mutations/mutations.ts`);
  return place;
}

function isCaught(copy: string, { mutation, file, text }: Located): boolean {
  const original = readFileSync(file, 'utf8');
  writeFileSync(file, text);
  const caught = !passes(copy, mutation.tests);
  writeFileSync(file, original);
  console.log(`${caught ? 'caught  ' : 'SURVIVED'}  ${mutation.name}`);
  return caught;
}

function passes(copy: string, tests: readonly string[]): boolean {
  const jest = join(ROOT, 'node_modules/jest/bin/jest.js');
  return spawnSync(process.execPath, [jest, '--ci', '--bail', ...tests], { cwd: copy, stdio: 'ignore' }).status === 0;
}

process.exitCode = main(process.argv[2]);
