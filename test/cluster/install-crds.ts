import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SCHEMA_KINDS } from '../../imports/schemas';
import type { Manifest } from '../../src/manifest/manifest';
import { crdsOf } from './crds';
import { kubectl } from './kubectl';

/**
 * Makes a cluster know every custom kind of some objects.
 *
 * From upstream's CRDs where CDK8S_MLOPS_SCHEMAS names a folder with `crds/*.yaml`. Without it, kinds that the cluster does not know yet get
 * CRDs made from the schemas of this library.
 */
export function installCrds(objects: readonly Manifest[]): void {
  const kinds = [...new Set(objects.map(({ apiVersion, kind }) => `${apiVersion}/${kind}`))].filter(isCustom).sort();
  const schemas = process.env.CDK8S_MLOPS_SCHEMAS;
  if (schemas === undefined) apply(crdsOf(kinds.filter((kind) => !isKnown(kind))));
  else for (const file of crdFiles(resolve(schemas, 'crds'), kinds)) must(['apply', '--server-side', '--force-conflicts', '-f', file]);
  must(['wait', '--for=condition=Established', '--timeout=60s', 'crd', '--all']);
}

function isCustom(key: string): boolean {
  return SCHEMA_KINDS[key] !== 'kubernetes';
}

function isKnown(key: string): boolean {
  const [group, , kind] = key.split('/');
  return must(['api-resources', '--no-headers', `--api-group=${group}`])
    .split('\n')
    .some((line) => line.endsWith(` ${kind}`));
}

function apply(crds: readonly object[]): void {
  for (const crd of crds) must(['apply', '--server-side', '--force-conflicts', '-f', '-'], JSON.stringify(crd));
}

/** The files that define the kinds, every kind by at least one. */
function crdFiles(folder: string, kinds: readonly string[]): readonly string[] {
  const files = readdirSync(folder).map((file) => ({ path: join(folder, file), text: readFileSync(join(folder, file), 'utf8') }));
  const defining = (key: string) => {
    const [group, , kind] = key.split('/');
    const [found] = files.filter(({ text }) => new RegExp(`^ +group: ${group}$[^]*?^ +kind: ${kind}$`, 'm').test(text));
    if (found === undefined) throw new Error(`no CRD of ${key} below ${folder}`);
    return found.path;
  };
  return [...new Set(kinds.map(defining))].sort();
}

function must(args: readonly string[], input?: string): string {
  const { ok, out, err } = kubectl(args, input);
  if (!ok) throw new Error(err);
  return out;
}
