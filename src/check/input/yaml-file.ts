import { type Finding, fileFinding } from '../../base/finding';
import type { ValuePath } from '../../base/value-path';
import { listedValues } from '../../manifest/manifest-text';
import { readYaml } from '../../manifest/reader/read-yaml';
import { SourcePositions } from '../../manifest/reader/source-positions';
import { textAt } from '../../schema/plain-access';
import type { AnyObject } from '../../schema/validate-object';
import { type CheckedObject, checkedObject } from '../index/checked-object';

/** The objects of a file, and the findings of reading it. */
export interface YamlFile {
  readonly objects: readonly CheckedObject[];
  readonly findings: readonly Finding[];
}

const NO_OBJECT = {
  code: 'yaml.object',
  what: 'the document is not a Kubernetes object',
  fix: 'add apiVersion, kind and metadata',
} as const;

/** Reads a file of manifests. When one document cannot be read, the others are not checked: they may refer to it. */
export function readYamlFile(file: string, text: string): YamlFile {
  const documents = readYaml(text, file);
  const fault = documents.find((document) => document.fault !== undefined)?.fault;
  if (fault !== undefined) return { objects: [], findings: [fault] };
  const objects: CheckedObject[] = [];
  const findings: Finding[] = [];
  const positions = new SourcePositions(text);
  for (const [index, { data }] of documents.entries()) {
    if (data === null) continue;
    for (const { value, path } of listedValues(data)) {
      const positionOf = (below: ValuePath) => positions.find(index, [...path, ...below]);
      if (!isMap(value)) findings.push(fileFinding(file, positionOf([]), NO_OBJECT));
      else objects.push(checkedObject(value, { file, positionOf, unseen: isClientFile(value) }));
    }
  }
  return { objects, findings };
}

function isMap(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Files that no API server sees: those of kustomize, and objects that are encrypted until they are applied. */
function isClientFile(data: AnyObject): boolean {
  if (textAt(data, 'sops', 'mac') !== undefined) return true;
  return typeof data.apiVersion === 'string' && /^(kustomize\.config\.k8s\.io|config\.kubernetes\.io)\//.test(data.apiVersion);
}
