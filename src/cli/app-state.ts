import { spawnSync } from 'node:child_process';
import { readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import type { Command } from 'commander';
import type { RenderedApp } from '../app/rendered-objects';
import { type ReleaseTexts, useReleaseTexts } from '../environment/release-texts';
import type { FileTree } from '../manifest/file-tree';
import type { ObjectsByDirectory } from '../routing/proof/object-changes';
import type { RouteState } from '../routing/proof/switch-proof';
import type { ResolvedRoute } from '../routing/route/resolved-route';
import { routesOf } from './app-routes';
import { type AppCommandFlags, appCommand, runAppVerb } from './app-verb';

/** What an app renders to, as data: one process can hand it to another. */
export interface AppState {
  readonly outdir: string;
  readonly tree: FileTree;
  readonly objects: ObjectsByDirectory;
  readonly routes: readonly AppRouteState[];
}

/** A route of an app as data; its router is named by its title. */
export interface AppRouteState extends Pick<RouteState, 'namespace' | 'manifests'> {
  /** Construct path: the same in every render. */
  readonly path: string;
  readonly pins: 'required' | 'recommended';
  readonly spec: ResolvedRoute;
  readonly router: string;
}

/** An app of this process as data, equal to what another process hands over. */
export function appState(app: RenderedApp): AppState {
  return deserialize(serialize(stateOf(app))) as AppState;
}

function stateOf(app: RenderedApp): AppState {
  const { outdir, rendered } = app;
  return {
    outdir,
    tree: rendered.tree,
    objects: new Map([...rendered.charts].map(([directory, objects]) => [directory, objects.map(({ manifest }) => manifest)])),
    routes: routesOf(app).map(({ path, environment, route, namespace, manifests }) => {
      return { path, pins: environment?.pins ?? 'recommended', spec: route.spec, router: route.router.title, namespace, manifests };
    }),
  };
}

/** This process as it was started: the program that runs in it may change all of this. */
const STARTED = { command: process.argv[1] ?? '', directory: process.cwd(), env: { ...process.env } };

const VERB = 'app-state';

/** The pipe that the state goes through: the other streams belong to the report of a failure. */
const PIPE = 3;

/**
 * The apps with other texts of release files, rendered by a second process: a program runs once in a process, as in Node.
 *
 * Undefined when it fails; the failure is then reported, and the exit code is set.
 */
export function editedApps(texts: ReleaseTexts, flags: AppCommandFlags): readonly AppState[] | undefined {
  const { app, output, cache, json } = flags;
  const options = [
    ...(app === undefined ? [] : ['--app', app]),
    ...(output === undefined ? [] : ['--output', output]),
    ...(cache ? [] : ['--no-cache']),
    ...(json ? ['--json'] : []),
  ];
  const { status, output: streams } = spawnSync(process.execPath, [...process.execArgv, STARTED.command, VERB, ...options], {
    cwd: STARTED.directory,
    env: STARTED.env,
    input: serialize(texts),
    stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (status === 0) return deserialize(streams[PIPE] as unknown as Buffer) as AppState[];
  process.exitCode = status ?? 1;
  return undefined;
}

/** The verb of that second process. It is for this library alone. */
export function appStateCommand(): Command {
  return appCommand(VERB, 'Render the app with the release files on standard input').action((flags: AppCommandFlags) =>
    runAppVerb(VERB, flags, {
      quiet: true,
      prepare: () => {
        useReleaseTexts(deserialize(standardInput()) as ReleaseTexts);
        return (apps) => {
          let rest = serialize(apps.map(stateOf));
          while (rest.length > 0) rest = rest.subarray(writeSync(PIPE, rest));
        };
      },
    }),
  );
}

/** Not `readFileSync(0)`: after its `fstat` of a pipe, `realpathSync` of Node takes what it looks at for a pipe, and leaves links as they are. */
function standardInput(): Buffer {
  const parts: Buffer[] = [];
  const buffer = Buffer.alloc(64 * 1024);
  for (let length = readSync(0, buffer); length > 0; length = readSync(0, buffer)) parts.push(Buffer.from(buffer.subarray(0, length)));
  return Buffer.concat(parts);
}
