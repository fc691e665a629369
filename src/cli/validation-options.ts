import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../base/config-error';
import type { CheckOptions } from '../check/check-objects';
import { KUBERNETES_MINORS } from '../check/kubernetes-version';
import type { SchemaPack } from '../schema/schema-node';
import { Schemas } from '../schema/schemas';
import { readRules } from './read-rules';

/** Flags of the verbs that validate objects. */
export interface ValidationFlags {
  readonly validate: boolean;
  readonly kubernetes?: string;
  readonly rules?: string;
}

/** Where `schemas add` puts what it makes: beside cdk8s.yaml, and committed. */
export const SCHEMA_FOLDER = join('.cdk8s-mlops', 'schemas');

/** Adds the flags to a verb. */
export function withValidation(command: Command): Command {
  return command
    .option('--no-validate', 'do not validate the objects')
    .option(
      '--kubernetes <version>',
      `the version of the clusters, ${versions().join(', ')}: warns of what it lacks; else what each environment says of itself`,
    )
    .option('--rules <file>', 'a TypeScript or JavaScript file that exports rules of your own');
}

/** How to check, as the flags and the working directory say. */
export async function checkOptions(flags: ValidationFlags): Promise<CheckOptions> {
  if (flags.kubernetes !== undefined && !versions().includes(flags.kubernetes)) {
    const what = `"${flags.kubernetes}" is no version that is known`;
    throw new ConfigError('cli.kubernetes', { where: '--kubernetes', what, fix: `write one of ${versions().join(', ')}` });
  }
  const rules = flags.rules === undefined ? [] : await readRules(flags.rules);
  return { schemas: new Schemas(addedPacks()), rules, kubernetes: flags.kubernetes };
}

function versions(): string[] {
  return KUBERNETES_MINORS.map((minor) => `1.${minor}`);
}

function addedPacks(): SchemaPack[] {
  if (!existsSync(SCHEMA_FOLDER)) return [];
  const files = readdirSync(SCHEMA_FOLDER).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => readPack(join(SCHEMA_FOLDER, file)));
}

function readPack(file: string): SchemaPack {
  try {
    const pack = JSON.parse(readFileSync(file, 'utf8')) as SchemaPack;
    if (typeof pack.kinds === 'object' && Array.isArray(pack.nodes)) return pack;
  } catch (cause) {
    throw brokenPack(file, cause);
  }
  throw brokenPack(file);
}

function brokenPack(file: string, cause?: unknown): ConfigError {
  return new ConfigError('cli.schemas', {
    where: file,
    what: 'it is no schema file',
    fix: 'make it again: cdk8s-mlops schemas add <crd.yaml>',
    cause,
  });
}
