import { existsSync, statSync } from 'node:fs';
import { join, normalize } from 'node:path';
import type { Finding } from '../base/finding';
import {
  type FoundPath,
  isKustomizationFile,
  KUSTOMIZATION_FILES,
  type Kustomization,
  kustomizationFindings,
  readKustomization,
} from '../check/input/kustomization';
import { readYamlFile, type YamlFile } from '../check/input/yaml-file';
import { manifestFiles, manifestFileText } from '../store/manifest-files';

/**
 * Every object in some files and directories, with what could not be read, and what kustomizations there miss.
 *
 * Files that a kustomization uses without applying them, such as patches, hold no objects.
 */
export function readManifests(paths: readonly string[]): YamlFile {
  const files = paths.flatMap(manifestFiles);
  const kustomizations = files.filter(isKustomizationFile).flatMap((file) => kustomizationIn(file) ?? []);
  const read = objectFiles(files, kustomizations).map((file) => ({ file, ...readFile(file) }));
  const findings: readonly Finding[] = [...read.flatMap((file) => file.findings), ...kustomizationFindings(kustomizations, read, look)];
  return { objects: [...read.flatMap(({ objects }) => objects), ...kustomizations.map(({ object }) => object)], findings };
}

function kustomizationIn(file: string): Kustomization | undefined {
  const text = manifestFileText(file);
  return typeof text === 'string' ? readKustomization(file, text) : undefined;
}

/** The files that may hold objects: without kustomizations, and without what they use and do not list. */
function objectFiles(files: readonly string[], kustomizations: readonly Kustomization[]): readonly string[] {
  if (kustomizations.length === 0) return files;
  const listed = new Set(kustomizations.flatMap((each) => each.listed.map(({ path }) => path)));
  const passed = new Set(kustomizations.flatMap(({ file, used }) => [normalize(file), ...[...used].filter((path) => !listed.has(path))]));
  return files.filter((file) => !passed.has(normalize(file)));
}

function readFile(file: string): YamlFile {
  const text = manifestFileText(file);
  return typeof text === 'string' ? readYamlFile(file, text) : { objects: [], findings: [text] };
}

function look(path: string): FoundPath {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 'nothing';
  if (!stat.isDirectory()) return 'file';
  return KUSTOMIZATION_FILES.some((name) => existsSync(join(path, name))) ? 'kustomization' : 'directory';
}
