import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../base/config-error';
import type { SchemaPack } from '../schema/packs/schema-node';

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
    const pack: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (isPack(pack)) return pack;
  } catch (cause) {
    throw brokenPack(file, cause);
  }
  throw brokenPack(file);
}

/** Whether a file holds what `schemas add` writes: every kind leads to a node. */
function isPack(value: unknown): value is SchemaPack {
  const { kinds, nodes, clusterScoped = [] } = (value ?? {}) as Partial<SchemaPack>;
  if (!isMap(kinds) || !Array.isArray(clusterScoped) || !Array.isArray(nodes) || !nodes.every(isMap)) return false;
  return Object.values(kinds).every((node) => Number.isInteger(node) && node in nodes);
}

function isMap(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function brokenPack(file: string, cause?: unknown): ConfigError {
  return new ConfigError('cli.schemas', {
    where: file,
    what: 'it is no schema file',
    fix: 'make it again: cdk8s-mlops schemas add <crd.yaml>',
    cause,
  });
}
