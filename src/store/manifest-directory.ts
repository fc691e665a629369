import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import { extname, join } from 'node:path';
import { ConfigError } from '../base/config-error';
import { type ManifestText, manifestsOf } from '../manifest/manifest-text';

/** Larger files are no manifests that people wrote or a program rendered. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_FILES = 50_000;

const EXTENSIONS: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/** Directories of tools, which hold no manifests of a team. */
const SKIPPED: ReadonlySet<string> = new Set(['.git', 'node_modules']);

/**
 * The manifests of a file, or of every `.yaml`, `.yml` and `.json` file below a directory, in the order of their paths.
 *
 * Symbolic links are not followed. Refused: what is not there, and more than 50,000 files (`cli.directory`).
 */
export function readManifestDirectory(path: string): ManifestText {
  const files = manifestFiles(path);
  const texts = files.map((file): ManifestText => {
    const { size } = statSync(file);
    if (size <= MAX_BYTES) return manifestsOf(file, readFileSync(file, 'utf8'));
    return { manifests: [], problems: [{ file, line: 1, what: `is larger than ${MAX_BYTES / 1024 / 1024} MiB, so it was not read` }] };
  });
  return { manifests: texts.flatMap(({ manifests }) => manifests), problems: texts.flatMap(({ problems }) => problems) };
}

function manifestFiles(path: string): readonly string[] {
  try {
    if (statSync(path).isFile()) return [path];
  } catch (cause) {
    const what = `cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new ConfigError('cli.directory', { where: path, what, fix: 'name a directory of manifests, for example dist', cause });
  }
  const files: string[] = [];
  collect(path, files);
  return files;
}

function collect(directory: string, files: string[]): void {
  const entries: Dirent[] = readdirSync(directory, { withFileTypes: true });
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) collect(path, files);
    else if (entry.isFile() && EXTENSIONS.has(extname(entry.name))) files.push(path);
    if (files.length <= MAX_FILES) continue;
    const fix = 'name a directory below it';
    throw new ConfigError('cli.directory', { where: directory, what: `holds more than ${MAX_FILES} files of manifests`, fix });
  }
}
