import type { CrdDocument } from '../../../src/schema/packs/compile-crd';
import type { SchemaPack } from '../../../src/schema/packs/schema-node';
import { crdProjects, readCrds } from '../crd-documents';
import { readDefinitions } from '../definitions';
import { type GeneratedFile, generatedFile } from '../generated-file';
import { builtInKinds } from '../kubernetes-types';
import { type ManifestRow, type Upstream, upstreamOf } from '../manifest';
import { builtInPack } from './built-in-pack';
import { crdPack } from './crd-pack';

/** Projects that describe kinds of another project once more: only the stable channel of the Gateway API is what clusters have. */
const LEFT_OUT: ReadonlySet<string> = new Set(['gateway-api-experimental']);

/** `schemas.ts` and `schemas/<project>.json`: what the check validates with. */
export function schemaFiles(schemas: string, manifest: readonly ManifestRow[]): GeneratedFile[] {
  const packs = [kubernetesPack(schemas, manifest), ...crdPacks(schemas, manifest)];
  return [indexFile(packs), ...packs.map(packFile)];
}

interface NamedPack {
  readonly name: string;
  readonly pack: SchemaPack;
  readonly upstream: readonly Upstream[];
}

function kubernetesPack(schemas: string, manifest: readonly ManifestRow[]): NamedPack {
  const definitions = readDefinitions(schemas);
  const upstream = upstreamOf(manifest, 'kubernetes', builtInKinds(definitions));
  return { name: 'kubernetes', upstream, pack: builtInPack(definitions, upstream.map(release)) };
}

function crdPacks(schemas: string, manifest: readonly ManifestRow[]): NamedPack[] {
  const projects = crdProjects(schemas).filter((project) => !LEFT_OUT.has(project));
  return projects.map((name) => {
    const crds = readCrds(schemas, name) as unknown as readonly CrdDocument[];
    const kinds = [...new Set(crds.map(({ spec }) => spec.names.kind))];
    const upstream = upstreamOf(manifest, name, kinds);
    return { name, upstream, pack: crdPack(crds, upstream.map(release)) };
  });
}

function release({ repository, version }: Upstream): string {
  return `${repository} ${version}`;
}

/** One node a line: a new release of a project shows what changed. */
function packFile({ name, pack: { nodes, ...rest }, upstream }: NamedPack): GeneratedFile {
  const head = JSON.stringify(rest).slice(0, -1);
  const text = `${head},"nodes":[\n${nodes.map((node) => JSON.stringify(node)).join(',\n')}\n]}\n`;
  return { name: `schemas/${name}.json`, text, upstream };
}

function indexFile(packs: readonly NamedPack[]): GeneratedFile {
  const kinds = packs.flatMap(({ name, pack }) => Object.keys(pack.kinds).map((kind) => [kind, name] as const));
  const twice = kinds.map(([kind]) => kind).filter((kind, index, all) => all.indexOf(kind) !== index);
  if (twice.length > 0) throw new Error(`two projects describe ${twice.join(', ')}`);
  const text = [
    '/** The packs, each read when it is asked for. */',
    'export const SCHEMA_PACKS: Readonly<Record<string, () => unknown>> = {',
    ...packs.map(({ name }) => `  '${name}': () => require('./schemas/${name}.json'),`),
    '};',
    '',
    '/** Which pack describes a kind. */',
    'export const SCHEMA_KINDS: Readonly<Record<string, string>> = {',
    ...kinds.sort(([left], [right]) => (left < right ? -1 : 1)).map(([kind, name]) => `  '${kind}': '${name}',`),
    '};',
    '',
  ];
  return generatedFile(
    'schemas.ts',
    packs.flatMap(({ upstream }) => upstream),
    text.join('\n'),
  );
}
