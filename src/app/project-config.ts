import { existsSync, readFileSync } from 'node:fs';
import { parseDocument } from 'yaml';
import { ConfigError } from '../base/config-error';

/** The part of `cdk8s.yaml` that this library reads; the rest belongs to the cdk8s command line. */
export interface ProjectConfig {
  /** The command that runs the app. */
  readonly app?: string;
  /** The output directory for apps that do not name one. */
  readonly output?: string;
}

/** The file that both command lines read. */
export const CONFIG_FILE = 'cdk8s.yaml';

/** Reads `cdk8s.yaml` of the working directory; without the file, nothing is configured. */
export function readProjectConfig(path: string = CONFIG_FILE): ProjectConfig {
  if (!existsSync(path)) return {};
  const config = parsed(path, readFileSync(path, 'utf8'));
  if (config === null || typeof config !== 'object') return {};
  return { app: text(path, config, 'app'), output: text(path, config, 'output') };
}

function parsed(path: string, yaml: string): unknown {
  const document = parseDocument(yaml);
  const [error] = document.errors;
  const refuse = (line: number, what: string) => new ConfigError('cli.config', { where: `${path}:${line}`, what, fix: 'mend the YAML' });
  if (error !== undefined) throw refuse(error.linePos?.[0].line ?? 1, error.message.split('\n')[0] ?? '');
  try {
    return document.toJS();
  } catch (cause) {
    throw refuse(1, (cause as Error).message); // aliases: one without its anchor, or so many that they would fill the memory
  }
}

function text(path: string, config: object, key: 'app' | 'output'): string | undefined {
  const value = (config as Record<string, unknown>)[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw new ConfigError('cli.config', { where: path, what: `"${key}" is not text`, fix: `write ${key}: main.ts` });
}
