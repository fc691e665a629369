import { faultFinding, readYamlFile, type YamlFile } from '../check/yaml-file';
import { manifestFiles, manifestFileText } from '../store/manifest-files';

/** Every object in some files and directories, with what could not be read. */
export function readManifests(paths: readonly string[]): YamlFile {
  const read = paths.flatMap(manifestFiles).map(readFile);
  return { objects: read.flatMap(({ objects }) => objects), findings: read.flatMap(({ findings }) => findings) };
}

function readFile(file: string): YamlFile {
  const text = manifestFileText(file);
  return typeof text === 'string' ? readYamlFile(file, text) : { objects: [], findings: [faultFinding(file, text)] };
}
