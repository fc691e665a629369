import { libraryDocuments } from './library-documents';
import { plainDocuments } from './plain-documents';
import { faultyDocument, type YamlDocument, type YamlFault } from './yaml-document';

/** More cannot be meant for an API server, which takes at most 3 MB an object. */
export const MAX_YAML_BYTES = 20 * 1024 * 1024;

/**
 * Reads a YAML text as an API client does: YAML 1.1, several documents, times are text. Never throws: what cannot be read is a document with a
 * fault, and the others of the text are read.
 *
 * What a text may cost is bounded: 20 MiB, a hundred lists and maps in one another, a hundred times what aliases stand for.
 */
export function readYaml(text: string): readonly YamlDocument[] {
  if (text.length > MAX_YAML_BYTES) return [faultyDocument(tooLarge(text.length))];
  return plainDocuments(text) ?? libraryDocuments(text);
}

/** What is said of a file that is too large to be read. */
export function tooLarge(bytes: number): YamlFault {
  const what = `the file has ${Math.round(bytes / 2 ** 20)} MiB, and ${MAX_YAML_BYTES / 2 ** 20} are read`;
  return { code: 'yaml.size', place: { line: 1, column: 1 }, what, fix: 'split it, or take it out of the directory' };
}
