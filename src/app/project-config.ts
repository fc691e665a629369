import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../base/config-error';
import { whereText } from '../base/finding';
import { readYaml } from '../manifest/reader/read-yaml';

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
  const documents = readYaml(yaml, path);
  for (const { fault } of documents) {
    if (fault !== undefined) throw refusal(whereText(fault), fault.what, fault.fix);
  }
  if (documents.length > 1) throw refusal(path, 'the file holds several documents, and one is read', 'remove the others');
  return documents[0]?.data ?? null;
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('cli.config', { where, what, fix });
}

function text(path: string, config: object, key: 'app' | 'output'): string | undefined {
  const value = (config as Record<string, unknown>)[key];
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw refusal(path, `"${key}" is not text`, `write ${key}: main.ts`);
}
