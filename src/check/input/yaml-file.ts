import { listedValues } from '../../manifest/manifest-text';
import { readYaml } from '../../manifest/reader/read-yaml';
import { Places } from '../../manifest/reader/source-positions';
import type { YamlFault } from '../../manifest/reader/yaml-document';
import { textAt } from '../../schema/plain-access';
import type { ValuePath } from '../../schema/schema-finding';
import type { AnyObject } from '../../schema/validate-object';
import type { Finding } from '../finding';
import { type CheckedObject, checkedObject } from '../index/checked-object';

/** What a file of manifests came to. */
export interface YamlFile {
  readonly objects: readonly CheckedObject[];
  readonly findings: readonly Finding[];
}

/** Reads a file of manifests; when a document cannot be read, nothing is said of the others, which may refer to it. */
export function readYamlFile(file: string, text: string): YamlFile {
  const documents = readYaml(text);
  const fault = documents.find((document) => document.fault !== undefined)?.fault;
  if (fault !== undefined) return { objects: [], findings: [faultFinding(file, fault)] };
  const objects: CheckedObject[] = [];
  const findings: Finding[] = [];
  const places = new Places(text);
  for (const [index, { data }] of documents.entries()) {
    if (data === null) continue;
    for (const { value, path } of listedValues(data)) {
      const placeOf = (below: ValuePath) => places.find(index, [...path, ...below]);
      if (!isMap(value)) findings.push({ ...NO_OBJECT, file, place: placeOf([]) });
      else objects.push(checkedObject(value, { file, placeOf, unseen: isClientFile(value) }));
    }
  }
  return { objects, findings };
}

/** A file that cannot be read, as a finding. */
export function faultFinding(file: string, fault: YamlFault): Finding {
  return { ...fault, severity: 'error', file, path: [] };
}

const NO_OBJECT = {
  code: 'yaml.object',
  severity: 'error',
  path: [],
  what: 'the document is no object of Kubernetes',
  fix: 'give it apiVersion, kind and metadata',
} as const;

function isMap(value: unknown): value is AnyObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Files of tools, which no API server sees: those of kustomize, and objects that are encrypted until they are applied. */
function isClientFile(data: AnyObject): boolean {
  if (textAt(data, 'sops', 'mac') !== undefined) return true;
  return typeof data.apiVersion === 'string' && /^(kustomize\.config\.k8s\.io|config\.kubernetes\.io)\//.test(data.apiVersion);
}
