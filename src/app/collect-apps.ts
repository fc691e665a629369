import { resolve } from 'node:path';
import { ConfigError } from '../base/config-error';
import { appProgram } from './app-command';
import { cachedBundle } from './bundle-cache';
import { readProjectConfig } from './project-config';
import { type RenderedApp, runProgram } from './run-program';
import { sourceStack } from './source-stack';

/** Which program to run, and how. */
export interface AppOptions {
  /** File or command that makes the app. @default - `app` of cdk8s.yaml */
  readonly app?: string;
  /** Output directory for apps that do not name one. @default - `output` of cdk8s.yaml, else `dist` */
  readonly output?: string;
  /** @default true */
  readonly cache?: boolean;
  /** Called with the output directory of each app before it is rendered. */
  readonly beforeRender?: (outdir: string) => void;
  /** Called before each step that may take a while. */
  readonly onStep?: (step: string) => void;
}

/** Runs the user's program and gives what each of its apps renders to. Writes nothing but the bundle cache. */
export async function collectApps(options: AppOptions): Promise<readonly RenderedApp[]> {
  const config = readProjectConfig();
  const program = appProgram(options.app ?? config.app ?? missingApp());
  const output = options.output ?? config.output;
  if (output !== undefined) process.env.CDK8S_OUTDIR = output; // what `cdk8s synth` does
  options.onStep?.('bundling');
  const bundle = await cachedBundle(program.entry, options.cache ?? true);
  options.onStep?.('rendering');
  try {
    return refuseUnusable(program.entry, await runProgram(program, bundle.code, options.beforeRender ?? (() => {})));
  } catch (error) {
    if (error instanceof Error) error.stack = sourceStack(error, program.entry, bundle.map);
    throw error;
  }
}

function missingApp(): never {
  const fix = 'run it where cdk8s.yaml lies, or name the file: --app main.ts';
  throw new ConfigError('cli.app', { where: process.cwd(), what: 'no app is named, neither by --app nor in cdk8s.yaml', fix });
}

function refuseUnusable(entry: string, apps: readonly RenderedApp[]): readonly RenderedApp[] {
  if (apps.length === 0) {
    const fix = 'make a GitOpsApp instead of an App, and end the program with app.synth()';
    throw new ConfigError('cli.synth', { where: entry, what: 'the program ended without handing over a GitOpsApp', fix });
  }
  const seen = new Set<string>();
  for (const { outdir } of apps) {
    const path = resolve(outdir);
    if (seen.has(path)) {
      const fix = 'give each app its own outdir: the second would delete what the first wrote';
      throw new ConfigError('cli.outdir', { where: outdir, what: 'two apps of the program write to this directory', fix });
    }
    seen.add(path);
  }
  return apps;
}
