import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { ConfigError } from '../base/config-error';

/** One JavaScript text that holds a program and all it imports. */
export interface Bundle {
  readonly code: string;
  /** Source map as JSON, to turn places in `code` into places in the source. */
  readonly map: string;
  /** Absolute paths of all files it was made from. */
  readonly inputs: readonly string[];
}

/** Part of the cache key: a change here must make old bundles void. */
export const BUNDLE_FORMAT = 1;

const FILE_URL = '__cdk8s_mlops_file_url';

/** Bundles a program with esbuild. Types are not checked: that is the work of an editor and of CI. */
export function bundleProgram(entry: string): Promise<Bundle> {
  // Loaded only here: a cached bundle needs no bundler.
  const esbuild = require('esbuild') as typeof import('esbuild');
  return esbuild
    .build({
      entryPoints: [entry],
      bundle: true,
      write: false,
      platform: 'node',
      target: `node${process.versions.node.split('.')[0]}`,
      format: 'cjs',
      outfile: `${entry}.bundle.cjs`,
      sourcemap: 'external',
      sourcesContent: false,
      metafile: true,
      keepNames: true, // cdk8s compares constructor names
      define: { 'import.meta.url': FILE_URL },
      logLevel: 'silent',
      plugins: [ownPlace()],
    })
    .then(
      (result) => {
        const text = (ending: string) => result.outputFiles.find((file) => file.path.endsWith(ending))?.text ?? '';
        return { code: text('.cjs'), map: text('.map'), inputs: Object.keys(result.metafile.inputs).map(absolute) };
      },
      (failure: BuildFailure) => {
        throw bundleError(entry, failure);
      },
    );
}

/** Keeps `__dirname`, `__filename` and `import.meta.url` what they are in the source file: cdk8s starts scripts that lie beside its own. */
function ownPlace(): Plugin {
  return {
    name: 'own-place',
    setup(build) {
      build.onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!/__dirname|__filename|import\.meta\.url/.test(text)) return undefined;
        const here = [
          text.includes('__dirname') ? `var __dirname = ${JSON.stringify(dirname(path))};` : '',
          text.includes('__filename') ? `var __filename = ${JSON.stringify(path)};` : '',
          text.includes('import.meta.url') ? `var ${FILE_URL} = ${JSON.stringify(pathToFileURL(path).href)};` : '',
        ].join('');
        const loader = /\.[cm]?tsx?$/.test(path) ? (path.endsWith('x') ? 'tsx' : 'ts') : 'js';
        return { contents: `${here}${text.replace(/^#!.*/, '')}`, loader };
      });
    },
  };
}

function absolute(input: string): string {
  return require('node:path').resolve(input.replace(/^[a-z-]+:(?=.*\/)/, ''));
}

function bundleError(entry: string, failure: BuildFailure): ConfigError {
  const first = failure.errors?.[0];
  const at = first?.location;
  return new ConfigError('cli.bundle', {
    where: at ? `${at.file}:${at.line}:${at.column}` : entry,
    what: first?.text ?? String(failure),
    fix: 'fix the source; if it runs elsewhere and not here, run it with `npx cdk8s synth`',
    cause: failure,
  });
}
