import { type ManifestText, manifestsOf } from '../manifest/manifest-text';
import { manifestFiles, manifestFileText } from './manifest-files';

/** The manifests of a file, or of all files of manifests below a directory, in the order of their paths. */
export function readManifestDirectory(path: string): ManifestText {
  const texts = manifestFiles(path).map(readFile);
  return { manifests: texts.flatMap(({ manifests }) => manifests), findings: texts.flatMap(({ findings }) => findings) };
}

function readFile(file: string): ManifestText {
  const text = manifestFileText(file);
  if (typeof text === 'string') return manifestsOf(file, text);
  return { manifests: [], findings: [text] };
}
