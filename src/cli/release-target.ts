import { existsSync, readFileSync } from 'node:fs';
import type { RenderedApp } from '../app/rendered-objects';
import { ConfigError } from '../base/config-error';
import type { Environment } from '../environment/environment';
import { parseReleaseFile, type RouteRelease } from '../environment/release-file';
import { environmentsOf } from './app-routes';

/** The entry of a release file that a command is about. */
export interface ReleaseTarget {
  readonly environment: Environment;
  /** Path of the release file. */
  readonly path: string;
  readonly text: string;
  readonly entry: RouteRelease;
}

/** Finds the release file that has the route. Refused: an unknown environment (`cli.environment`) or route (`cli.route`), two that fit. */
export function releaseTarget(apps: readonly RenderedApp[], name: string, route: string): ReleaseTarget {
  const environments = apps.flatMap(environmentsOf);
  const named = environments.filter((environment) => environment.name === name);
  if (named.length === 0) {
    const known = [...new Set(environments.map((environment) => environment.name))].sort();
    const what = `the app has no environment "${name}"${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`;
    throw new ConfigError('cli.environment', { where: name, what, fix: known.length === 0 ? 'add an Environment' : `use ${known[0]}` });
  }
  const files = [...new Map(named.map((environment) => [environment.release.path, environment])).values()].map(readTarget);
  const fitting = files.filter(({ routes }) => Object.hasOwn(routes, route));
  const [first, second] = fitting;
  if (first === undefined) throw unknownRoute(name, route, files);
  if (second === undefined) return { ...first, entry: first.routes[route] as RouteRelease };
  const what = `two apps of the program have an environment "${name}" with the route "${route}": ${first.path}, ${second.path}`;
  throw new ConfigError('cli.route', { where: name, what, fix: 'name the file of one app: --app <file>' });
}

type ReleaseContent = Omit<ReleaseTarget, 'entry'> & { readonly routes: Readonly<Record<string, RouteRelease>> };

function readTarget(environment: Environment): ReleaseContent {
  const { path } = environment.release;
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return { environment, path, text, routes: parseReleaseFile(path, text).routes };
}

function unknownRoute(name: string, route: string, files: readonly ReleaseContent[]): ConfigError {
  const known = files.flatMap(({ routes }) => Object.keys(routes));
  const where = files.map(({ path }) => path).join(', ');
  const what = `routes has no "${route}"${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`;
  const fix = known.length === 0 ? `add a line below routes: \`${route}: {live: blue}\`` : `use ${known[0]}`;
  return new ConfigError('cli.route', { where: `${name} (${where})`, what, fix });
}
