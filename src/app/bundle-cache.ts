import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BUNDLE_FORMAT, type Bundle, bundleProgram } from './bundle';

/** What is remembered of one input file: enough to see that it changed. */
interface InputStamp {
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
}

interface CacheEntry {
  readonly inputs: readonly InputStamp[];
}

/** A program's bundle: from the cache when no file that went into it has changed, else made and remembered. */
export async function cachedBundle(entry: string, useCache = true): Promise<Pick<Bundle, 'code' | 'map'>> {
  const folder = useCache ? cacheFolder(entry) : undefined;
  const known = folder === undefined ? undefined : readCache(folder);
  if (known !== undefined) return known;
  const bundle = await bundleProgram(entry);
  if (folder !== undefined) writeCache(folder, entry, bundle);
  return bundle;
}

/** Below the nearest node_modules, where a cache belongs to one project and goes with a clean install. Without one there is no cache. */
function cacheFolder(entry: string): string | undefined {
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    const modules = join(folder, 'node_modules');
    if (existsSync(modules)) {
      const key = createHash('sha256').update(`${BUNDLE_FORMAT}\n${process.version}\n${entry}`).digest('hex').slice(0, 16);
      return join(modules, '.cache', 'cdk8s-mlops', key);
    }
    if (folder === dirname(folder)) return undefined;
  }
}

function readCache(folder: string): Pick<Bundle, 'code' | 'map'> | undefined {
  try {
    const entry = JSON.parse(readFileSync(join(folder, 'entry.json'), 'utf8')) as CacheEntry;
    if (!entry.inputs.every(isUnchanged)) return undefined;
    const mapFile = join(folder, 'app.cjs.map');
    return {
      code: readFileSync(join(folder, 'app.cjs'), 'utf8'),
      get map() {
        return readFileSync(mapFile, 'utf8'); // read only when a stack is printed
      },
    };
  } catch {
    return undefined; // no cache yet, or one that cannot be read: the bundle is made again, which loses nothing
  }
}

function isUnchanged(stamp: InputStamp): boolean {
  const now = statSync(stamp.path, { throwIfNoEntry: false });
  return stamp.size === -1 ? now === undefined : now !== undefined && now.size === stamp.size && now.mtimeMs === stamp.mtimeMs;
}

function writeCache(folder: string, entry: string, bundle: Bundle): void {
  try {
    mkdirSync(folder, { recursive: true });
    const inputs = [...bundle.inputs, ...resolutionFiles(entry)].map(stampOf);
    writeFileSync(join(folder, 'app.cjs'), bundle.code);
    writeFileSync(join(folder, 'app.cjs.map'), bundle.map);
    // Last and by rename: an entry that can be read has its files beside it.
    writeFileSync(join(folder, 'entry.new'), JSON.stringify({ inputs } satisfies CacheEntry));
    renameSync(join(folder, 'entry.new'), join(folder, 'entry.json'));
  } catch {
    // A read-only node_modules (a container image) costs the cache, not the render.
  }
}

/** Files that decide where an import leads, though none of their text is in the bundle. */
function resolutionFiles(entry: string): string[] {
  const files: string[] = [];
  for (let folder = dirname(entry); ; folder = dirname(folder)) {
    files.push(join(folder, 'tsconfig.json'), join(folder, 'package.json'), join(folder, 'node_modules', '.package-lock.json'));
    if (existsSync(join(folder, 'node_modules')) || folder === dirname(folder)) return files;
  }
}

function stampOf(path: string): InputStamp {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat === undefined ? { path, size: -1, mtimeMs: 0 } : { path, size: stat.size, mtimeMs: stat.mtimeMs };
}
