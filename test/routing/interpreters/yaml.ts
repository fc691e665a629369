import { parseAllDocuments } from 'yaml';
import type { Manifest } from '../../../src/manifest/manifest';

/** The objects of a YAML stream, as a router would read them from the API. */
export function fromYaml(text: string): Manifest[] {
  return parseAllDocuments(text).map((document) => document.toJS() as Manifest);
}
