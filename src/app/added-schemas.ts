import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../base/config-error';
import type { SchemaPack } from '../schema/schema-node';

/** Where `schemas add` puts what it makes: beside cdk8s.yaml, and committed. */
export const SCHEMA_FOLDER = join('.cdk8s-mlops', 'schemas');

/** The schemas that a project added, from its working directory. */
export function addedSchemas(): SchemaPack[] {
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
