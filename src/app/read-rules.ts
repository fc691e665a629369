import { existsSync } from 'node:fs';
import Module from 'node:module';
import { dirname, resolve } from 'node:path';
import { ConfigError } from '../base/config-error';
import type { Rule } from '../check/rule';
import { cachedBundle } from './bundle-cache';

interface InternalModule extends NodeModule {
  _compile(code: string, filename: string): unknown;
}

/** The rules that a user's file exports: every export that is a rule, or a list of rules. */
export async function readRules(path: string): Promise<readonly Rule[]> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ConfigError('cli.rules', { where: path, what: 'there is no such file', fix: 'name the file that exports rules' });
  const { code } = await cachedBundle(file);
  const loaded = new (Module as unknown as new (id: string) => InternalModule)(file);
  loaded.filename = file;
  loaded.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(file));
  loaded._compile(code, file);
  const rules = Object.values(loaded.exports as Record<string, unknown>)
    .flat()
    .filter(isRule);
  if (rules.length > 0) return rules;
  throw new ConfigError('cli.rules', {
    where: path,
    what: 'it exports no rule',
    fix: 'export const rules: Rule[] = [{ code, severity, title, reason, fix, check }]',
  });
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null) return false;
  const { code, severity, check } = value as Partial<Rule>;
  return typeof code === 'string' && (severity === 'error' || severity === 'warning') && typeof check === 'function';
}
