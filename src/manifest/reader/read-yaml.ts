import { type Finding, fileFinding } from '../../base/finding';
import { libraryDocuments } from './library-documents';
import { plainDocuments } from './plain-documents';
import { faultyDocument, type YamlDocument } from './yaml-document';

/** An API server takes at most 3 MB per object; a larger file is not meant for one. */
export const MAX_YAML_BYTES = 20 * 1024 * 1024;

/**
 * Reads a YAML text as an API client does: YAML 1.1, several documents, times as strings. Never throws: a document that cannot be read has a
 * fault, and the others are read.
 *
 * Limits bound the cost of a text: 20 MiB, 100 nested lists and maps, and aliases that expand to 100 times their size.
 *
 * @param file the path that faults name
 */
export function readYaml(text: string, file = ''): readonly YamlDocument[] {
  if (text.length > MAX_YAML_BYTES) return [faultyDocument(tooLarge(file, text.length))];
  return plainDocuments(text) ?? libraryDocuments(text, file);
}

/** A file that is too large to read. */
export function tooLarge(file: string, bytes: number): Finding {
  const what = `the file has ${Math.round(bytes / 2 ** 20)} MiB; the maximum is ${MAX_YAML_BYTES / 2 ** 20} MiB`;
  return fileFinding(file, { line: 1, column: 1 }, { code: 'yaml.size', what, fix: 'split it, or move it out of the directory' });
}
