import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { ConfigError } from '../base/config-error';

/** A program to run: its file and what stands after it on the command line. */
export interface AppProgram {
  /** Absolute path of the entry file. */
  readonly entry: string;
  readonly args: readonly string[];
}

const ENTRY = /\.[cm]?[jt]sx?$/;

/** Words that may stand before the entry file. They choose a way to run TypeScript, which are not needed here. */
const RUNNERS: ReadonlySet<string> = new Set(['node', 'npx', 'tsx', 'ts-node', 'yarn', 'pnpm', 'exec', '--']);

/** Flags of those runners that take the next word. */
const FLAGS_WITH_VALUE: ReadonlySet<string> = new Set(['--import', '--require', '-r', '--loader', '--project', '-P', '--tsconfig']);

/**
 * The program behind the `app` command of `cdk8s.yaml`: `main.ts`, `npx ts-node main.ts`, `node --import tsx main.ts`.
 *
 * A command that does more than run one JavaScript or TypeScript file is refused: it would have to be run as it is, by `cdk8s synth`.
 */
export function appProgram(command: string): AppProgram {
  const words = command.trim().split(/\s+/);
  let position = 0;
  while (position < words.length) {
    const word = words[position] ?? '';
    if (ENTRY.test(word)) return { entry: existingFile(word), args: words.slice(position + 1) };
    if (RUNNERS.has(word)) position += 1;
    else if (FLAGS_WITH_VALUE.has(word)) position += 2;
    else if (word.startsWith('-')) position += 1;
    else break;
  }
  throw new ConfigError('cli.app', {
    where: `app command "${command}"`,
    what: 'it does not simply run one .ts or .js file',
    fix: 'name the file: --app main.ts, or run it with `npx cdk8s synth`',
  });
}

function existingFile(path: string): string {
  const entry = resolve(path);
  if (existsSync(entry)) return entry;
  const fix = 'name the file that makes the app: --app <file>, or app: <file> in cdk8s.yaml';
  throw new ConfigError('cli.app', { where: path, what: 'there is no such file', fix });
}
