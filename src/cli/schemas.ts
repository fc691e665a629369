import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { SCHEMA_FOLDER } from '../app/added-schemas';
import { ConfigError } from '../base/config-error';
import { whereText } from '../base/finding';
import { readYaml } from '../manifest/reader/read-yaml';
import { faultyDocument } from '../manifest/reader/yaml-document';
import { type CrdDocument, crdPack, isCrd } from '../schema/packs/compile-crd';
import { Schemas } from '../schema/packs/known-schemas';
import type { SchemaPack } from '../schema/packs/schema-node';
import { manifestFileText } from '../store/manifest-files';
import { failure } from './failure';

/** `cdk8s-mlops schemas`: which kinds can be validated, and how to add more. */
export function schemasCommand(): Command {
  const command = new Command('schemas').description('The kinds whose objects can be validated');
  command
    .command('add')
    .description('Add the kinds of CustomResourceDefinitions; the files are yours to commit')
    .argument('<crd.yaml...>')
    .action(add);
  command.command('list').description('List the kinds that have a schema').action(list);
  return command;
}

function add(files: readonly string[]): void {
  try {
    const crds = files.flatMap(readCrds);
    mkdirSync(SCHEMA_FOLDER, { recursive: true });
    for (const crd of crds) {
      const { group, names } = crd.spec;
      const file = join(SCHEMA_FOLDER, `${names.kind.toLowerCase()}.${group}.json`);
      const word = existsSync(file) ? 'configured' : 'created';
      const pack = crdPack(crd);
      writeFileSync(file, packText(pack));
      process.stdout.write(`  ${word.padEnd(10)}  ${file}: ${Object.keys(pack.kinds).join(', ')}\n`);
    }
  } catch (error) {
    failure('schemas add', error, {});
  }
}

function list(): void {
  process.stdout.write(
    new Schemas()
      .kinds()
      .map((kind) => `${kind}\n`)
      .join(''),
  );
}

function readCrds(file: string): CrdDocument[] {
  if (!existsSync(file))
    throw new ConfigError('cli.schemas', { where: file, what: 'there is no such file', fix: 'name a file of CustomResourceDefinitions' });
  const text = manifestFileText(file);
  const documents = typeof text === 'string' ? readYaml(text, file) : [faultyDocument(text)];
  for (const { fault } of documents) {
    if (fault === undefined) continue;
    throw new ConfigError('cli.schemas', { where: whereText(fault), what: fault.what, fix: fault.fix });
  }
  const crds = documents.map(({ data }) => data).filter(isCrd);
  if (crds.length === 0) {
    throw new ConfigError('cli.schemas', {
      where: file,
      what: 'it holds no CustomResourceDefinition of apiextensions.k8s.io/v1 with a schema',
      fix: 'name the file that the operator installs',
    });
  }
  return crds;
}

/** One node a line: a new version of a CRD shows what changed. */
function packText({ nodes, ...rest }: SchemaPack): string {
  return `${JSON.stringify(rest).slice(0, -1)},"nodes":[\n${nodes.map((node) => JSON.stringify(node)).join(',\n')}\n]}\n`;
}
