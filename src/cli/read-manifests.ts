import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../base/config-error';
import { MAX_FILE_BYTES, readYamlFile, type YamlFile } from '../check/yaml-file';

const YAML = /\.(ya?ml|json)$/;

/** Directories that hold other people's files, or none of ours. */
const SKIPPED = /^(node_modules|\.git|\.cache|\.cdk8s-mlops)$/;

/** Every object in some files and directories, with what could not be read. Symbolic links are not followed. */
export function readManifests(paths: readonly string[]): YamlFile {
  const files = paths.flatMap((path) => yamlFiles(path));
  const read = files.map((file) => readYamlFile(file, fileText(file)));
  return { objects: read.flatMap(({ objects }) => objects), findings: read.flatMap(({ findings }) => findings) };
}

function yamlFiles(path: string): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) {
    throw new ConfigError('cli.path', { where: path, what: 'there is no such file or directory', fix: 'name a directory of manifests' });
  }
  return stat.isDirectory() ? filesBelow(path) : [path];
}

function filesBelow(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true }).sort((left, right) => (left.name < right.name ? -1 : 1));
  return entries.flatMap((entry) => {
    if (entry.isDirectory()) return SKIPPED.test(entry.name) ? [] : filesBelow(join(directory, entry.name));
    return entry.isFile() && YAML.test(entry.name) ? [join(directory, entry.name)] : [];
  });
}

/** A file that is too large is not read: its length is all that the finding tells. */
function fileText(file: string): string {
  const { size } = statSync(file);
  return size > MAX_FILE_BYTES ? ' '.repeat(MAX_FILE_BYTES + 1) : readFileSync(file, 'utf8');
}
