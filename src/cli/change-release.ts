import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RenderedApp } from '../app/rendered-objects';
import { ConfigError } from '../base/config-error';
import { editRoute } from '../environment/release-edit';
import type { RouteRelease } from '../environment/release-file';
import type { FileTree } from '../manifest/file-tree';
import type { ObjectsByDirectory } from '../routing/proof/object-changes';
import { assertSwitchReady } from '../routing/proof/switch-guard';
import { type RouteState, type SwitchProof, switchProof } from '../routing/proof/switch-proof';
import type { Router } from '../routing/routers/router';
import { hasChanges } from '../store/change';
import { planTree } from '../store/plan-tree';
import { routesOf } from './app-routes';
import { type AppRouteState, type AppState, appState, editedApps } from './app-state';
import type { AppCommandFlags } from './app-verb';
import { type ReleaseTarget, releaseTarget } from './release-target';
import { treePlan } from './tree-plan';

/** What a command is to change. */
export interface ReleaseEdit {
  readonly environment: string;
  readonly route: string;
  /** The new entry, from the current one. */
  readonly change: (now: RouteRelease) => RouteRelease;
}

/** An edit of a release file that renders, before anything is written. */
export interface ReleaseChange {
  /** Relative to the working directory. */
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly entry: { readonly before: RouteRelease; readonly after: RouteRelease };
  /** The apps whose output it changes, in both states. */
  readonly apps: readonly { readonly outdir: string; readonly before: FileTree; readonly after: FileTree }[];
  readonly proof: SwitchProof;
  /** The opposite edit restores the same bytes. */
  readonly reversible: boolean;
}

/**
 * Renders the app as it would be, and compares it with what it is. Writes nothing; undefined when the file says so already (`same`), or when
 * the edited app fails, which is reported then.
 *
 * Refused: an edit that no route reads (`release.unused`), one that sends users to a color that is not ready, and whatever the app refuses.
 */
export function renderChange(edit: ReleaseEdit, apps: readonly RenderedApp[], flags: AppCommandFlags): ReleaseChange | 'same' | 'failed' {
  const target = releaseTarget(apps, edit.environment, edit.route);
  const wanted = edit.change(target.entry);
  const text = editRoute(target.path, target.text, edit.route, wanted);
  if (text === target.text) return 'same';
  const edited = editedApps(new Map([[resolve(target.path), text]]), flags);
  if (edited === undefined) return 'failed';
  const now = apps.map(appState);
  return {
    path: relative(process.cwd(), target.path) || target.path,
    before: target.text,
    after: text,
    entry: { before: target.entry, after: wanted },
    apps: changedApps(now, edited),
    proof: provenChange(now, edited, target, edit, routersOf(apps)),
    reversible: editRoute(target.path, text, edit.route, target.entry) === target.text,
  };
}

function changedApps(before: readonly AppState[], after: readonly AppState[]): ReleaseChange['apps'] {
  return before.flatMap((app) => {
    const edited = after.find(({ outdir }) => outdir === app.outdir);
    if (edited === undefined || !hasChanges(treePlan(app.outdir, app.tree, edited.tree))) return [];
    return [{ outdir: app.outdir, before: app.tree, after: edited.tree }];
  });
}

/** The router of each route, which reads both states. */
type Routers = ReadonlyMap<string, Router>;

function routersOf(apps: readonly RenderedApp[]): Routers {
  return new Map(apps.flatMap((app) => routesOf(app).map(({ path, route }) => [`${app.outdir} ${path}`, route.router] as const)));
}

function provenChange(
  before: readonly AppState[],
  after: readonly AppState[],
  target: ReleaseTarget,
  edit: ReleaseEdit,
  routers: Routers,
): SwitchProof {
  const [left, right] = [before, after].map(
    (apps) => new Map(apps.flatMap(({ outdir, routes }) => routes.map((route) => [`${outdir} ${route.path}`, route] as const))),
  );
  const changed = [...(left ?? [])].flatMap(([key, route]) => {
    const edited = right?.get(key);
    const router = routers.get(key);
    if (edited === undefined || router === undefined || isDeepStrictEqual(route.spec, edited.spec)) return [];
    if (edited.router !== route.router) throw otherRouter(route, edited);
    return [{ route, states: [routeState(route, router), routeState(edited, router)] as const }];
  });
  if (changed.length === 0) {
    const what = `no route of the app changes with routes.${edit.route}`;
    const fix = `read it in the code: release: ${edit.environment}.release.route('${edit.route}')`;
    throw new ConfigError('release.unused', { where: target.path, what, fix });
  }
  for (const { route, states } of changed) assertSwitchReady(...states, { where: route.path, pins: route.pins });
  return switchProof(
    objectsOf(before),
    objectsOf(after),
    changed.map(({ states }) => states),
  );
}

function routeState({ spec, namespace, manifests }: AppRouteState, router: Router): RouteState {
  return { route: { spec, router }, namespace, manifests };
}

function otherRouter(before: AppRouteState, after: AppRouteState): ConfigError {
  const what = `the edit changes its router from ${before.router} to ${after.router}`;
  return new ConfigError('switch.router', {
    where: before.path,
    what,
    fix: 'choose the router in the code, independent of the release file',
  });
}

function objectsOf(apps: readonly AppState[]): ObjectsByDirectory {
  return new Map(apps.flatMap(({ outdir, objects }) => [...objects].map(([directory, list]) => [`${outdir}/${directory}`, list] as const)));
}

/** Refuses when an output directory is not what the app renders now: the edit and older changes would land in one commit (`release.drift`). */
export function refuseDrift({ apps }: ReleaseChange): void {
  for (const { outdir, before } of apps) {
    if (!existsSync(outdir) || !hasChanges(planTree(outdir, before))) continue;
    const fix = 'run `cdk8s-mlops render` and commit that first';
    throw new ConfigError('release.drift', { where: outdir, what: 'it differs from what the app renders before the change', fix });
  }
}
