import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ConfigError } from '../base/config-error';
import { objectTitle } from '../check/index/checked-object';
import type { Rule } from '../check/rule';
import { mapStacks, sourceFrames } from './source-stack';
import { loadTypeScript } from './typescript-loader';
import { moduleFormat } from './typescript-resolve';

/** Names the line of a rule file that an error comes from. */
type Blame = (doing: string, error: unknown) => ConfigError;

/**
 * The rules that a user's file exports: every export that is a rule, or a list of rules.
 *
 * Refused: a file that is not there, that exports none, or that fails; a rule that fails is named with its line (`cli.rules`).
 */
export async function readRules(path: string): Promise<readonly Rule[]> {
  const file = resolve(path);
  if (!existsSync(file))
    throw new ConfigError('cli.rules', { where: path, what: 'there is no such file', fix: 'name the file that exports rules' });
  loadTypeScript(file, true);
  mapStacks();
  const blame = blameFor(path);
  const rules = Object.values(await exportsOf(file, blame))
    .flat()
    .filter(isRule);
  if (rules.length > 0) return rules.map((rule) => guarded(rule, blame));
  throw new ConfigError('cli.rules', {
    where: path,
    what: 'it exports no rule',
    fix: 'export const rules: Rule[] = [{ code, severity, title, reason, fix, check }]',
  });
}

async function exportsOf(file: string, blame: Blame): Promise<Readonly<Record<string, unknown>>> {
  try {
    if (moduleFormat(file) === 'module') return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
    return createRequire(file)(file) as Record<string, unknown>;
  } catch (error) {
    throw ConfigError.is(error) ? error : blame('it cannot be loaded', error);
  }
}

function isRule(value: unknown): value is Rule {
  if (typeof value !== 'object' || value === null) return false;
  const { code, severity, check } = value as Partial<Rule>;
  return typeof code === 'string' && (severity === 'error' || severity === 'warning') && typeof check === 'function';
}

function guarded(rule: Rule, blame: Blame): Rule {
  return {
    ...rule,
    *check(object, context) {
      try {
        yield* rule.check(object, context);
      } catch (error) {
        throw blame(`${rule.code} fails at ${objectTitle(object)}`, error);
      }
    },
  };
}

function blameFor(path: string): Blame {
  return (doing, error) => {
    const [frame] = error instanceof Error ? sourceFrames(error.stack ?? '') : [];
    const where = frame === undefined ? path : `${frame.file}:${frame.line}:${frame.column}`;
    const message = error instanceof Error ? error.message : String(error);
    return new ConfigError('cli.rules', { where, what: `${doing}: ${message}`, fix: 'fix the rule', cause: error });
  };
}
