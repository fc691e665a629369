import { BUILT_IN_CLUSTER_KINDS } from './built-in-cluster-kinds';
import { cdk8sCliVersion, cdk8sImport } from './cdk8s-import';
import { clusterScopedCrds, clusterScopedText } from './cluster-scoped';
import { crdProjects, crdsText, readCrds, selectCrds } from './crd-documents';
import { CRD_MODULES, type CrdModule } from './crds';
import { readDefinitions } from './definitions';
import { type GeneratedFile, generatedFile, sourcesText } from './generated-file';
import { builtInKinds, kubernetesTypes } from './kubernetes-types';
import { type ManifestRow, readManifest, upstreamOf } from './manifest';
import { schemaFiles } from './schemas/schema-files';

/** The text of every file in `imports/`, by name. Writes nothing. */
export function generate(schemas: string): ReadonlyMap<string, string> {
  const manifest = readManifest(schemas);
  const files = [
    kubernetesFile(schemas, manifest),
    clusterScopedFile(schemas, manifest),
    ...schemaFiles(schemas, manifest),
    ...crdFiles(schemas, manifest),
  ];
  const texts = new Map(files.map(({ name, text }) => [name, text]));
  return texts.set('SOURCES.json', sourcesText(cdk8sCliVersion(), files));
}

function kubernetesFile(schemas: string, manifest: readonly ManifestRow[]): GeneratedFile {
  const definitions = readDefinitions(schemas);
  const upstream = upstreamOf(manifest, 'kubernetes', builtInKinds(definitions));
  return generatedFile('kubernetes.ts', upstream, kubernetesTypes(definitions));
}

function clusterScopedFile(schemas: string, manifest: readonly ManifestRow[]): GeneratedFile {
  const found = crdProjects(schemas).map((project) => ({ project, kinds: clusterScopedCrds(readCrds(schemas, project)) }));
  const upstream = found.flatMap(({ project, kinds }) => upstreamOf(manifest, project, kinds.map(kindPart)));
  const kinds = [...BUILT_IN_CLUSTER_KINDS.kinds, ...found.flatMap((each) => each.kinds)];
  return generatedFile('cluster-scoped.ts', [BUILT_IN_CLUSTER_KINDS, ...upstream], clusterScopedText(kinds));
}

function crdFiles(schemas: string, manifest: readonly ManifestRow[]): GeneratedFile[] {
  const imported = cdk8sImport(CRD_MODULES.map((module) => crdImport(schemas, module)));
  return CRD_MODULES.map(({ file, project, kinds }) =>
    generatedFile(`${file}.ts`, upstreamOf(manifest, project, kinds), imported.get(file) ?? ''),
  );
}

function crdImport(schemas: string, module: CrdModule) {
  const crds = selectCrds(readCrds(schemas, module.project), module);
  return { file: module.file, group: groupPart(module.apiVersion), text: crdsText(crds) };
}

function groupPart(apiVersion: string): string {
  return apiVersion.slice(0, apiVersion.indexOf('/'));
}

function kindPart(groupKind: string): string {
  return groupKind.slice(groupKind.indexOf('/') + 1);
}
