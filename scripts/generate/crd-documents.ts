import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { dump, loadAll } from 'js-yaml';
import type { CrdModule } from './crds';

/** The part of a CustomResourceDefinition that the generator reads; the rest travels along. */
export interface Crd {
  readonly spec: {
    readonly group: string;
    readonly names: { readonly kind: string };
    readonly scope: 'Cluster' | 'Namespaced';
    readonly versions: readonly { readonly name: string }[];
  };
}

/** The projects that a schemas folder holds CRDs of, sorted. */
export function crdProjects(schemas: string): string[] {
  return readdirSync(join(schemas, 'crds'))
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

export function readCrds(schemas: string, project: string): Crd[] {
  return loadAll(readFileSync(join(schemas, 'crds', `${project}.yaml`), 'utf8')) as Crd[];
}

/** The CRDs of a module in the order of its kinds, each with the module's version alone. */
export function selectCrds(crds: readonly Crd[], { apiVersion, kinds }: CrdModule): Crd[] {
  const [group, version] = apiVersion.split('/');
  return kinds.map((kind) => {
    const crd = crds.find(({ spec }) => spec.group === group && spec.names.kind === kind);
    const versions = crd?.spec.versions.filter(({ name }) => name === version) ?? [];
    if (crd === undefined || versions.length === 0) throw new Error(`no CRD of ${kind} in ${apiVersion}`);
    return { ...crd, spec: { ...crd.spec, versions } };
  });
}

export function crdsText(crds: readonly Crd[]): string {
  return crds.map((crd) => dump(crd, { noRefs: true })).join('---\n');
}
