import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { RenderedApp } from '../app/collect-apps';
import { collectApps } from '../app/collect-apps';
import { ConfigError } from '../base/config-error';
import { editRoute } from '../environment/release-edit';
import type { RouteRelease } from '../environment/release-file';
import { withReleaseTexts } from '../environment/release-texts';
import type { ObjectsByDirectory } from '../routing/proof/object-changes';
import { assertSwitchReady } from '../routing/proof/switch-guard';
import { type SwitchProof, switchProof } from '../routing/proof/switch-proof';
import { hasChanges } from '../store/change';
import { planTree } from '../store/plan-tree';
import type { AppCommandFlags } from './app-command-options';
import { type AppRoute, routesOf } from './app-routes';
import { type ReleaseTarget, releaseTarget } from './release-target';
import { treePlan } from './tree-plan';

/** What a command is to change. */
export interface ReleaseEdit {
  readonly environment: string;
  readonly route: string;
  /** The new entry, from the one that stands there. */
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
  readonly apps: readonly { readonly outdir: string; readonly before: RenderedApp; readonly after: RenderedApp }[];
  readonly proof: SwitchProof;
  /** The opposite edit gives the same bytes again. */
  readonly reversible: boolean;
}

/**
 * Renders the app as it is and as it would be, and compares. Writes nothing; undefined when the file says so already.
 *
 * Refused: an edit that no route reads (`release.unused`), one that sends users to a color that is not ready, and whatever the app refuses.
 */
export async function renderChange(
  edit: ReleaseEdit,
  flags: AppCommandFlags & { readonly onStep?: (step: string) => void },
): Promise<ReleaseChange | undefined> {
  const apps = await collectApps(flags);
  const target = releaseTarget(apps, edit.environment, edit.route);
  const wanted = edit.change(target.entry);
  const text = editRoute(target.path, target.text, edit.route, wanted);
  if (text === target.text) return undefined;
  // A program is over when nothing is left to do, so the second one needs something to do.
  await new Promise((resolve) => setImmediate(resolve));
  const edited = await withReleaseTexts(new Map([[target.path, text]]), () => collectApps(flags));
  return {
    path: relative(process.cwd(), target.path) || target.path,
    before: target.text,
    after: text,
    entry: { before: target.entry, after: wanted },
    apps: changedApps(apps, edited),
    proof: provenChange(apps, edited, target, edit),
    reversible: editRoute(target.path, text, edit.route, target.entry) === target.text,
  };
}

function changedApps(before: readonly RenderedApp[], after: readonly RenderedApp[]): ReleaseChange['apps'] {
  return before.flatMap((app) => {
    const edited = after.find(({ outdir }) => outdir === app.outdir);
    if (edited === undefined || !hasChanges(treePlan(app.outdir, app.rendered.tree, edited.rendered.tree))) return [];
    return [{ outdir: app.outdir, before: app, after: edited }];
  });
}

function provenChange(
  before: readonly RenderedApp[],
  after: readonly RenderedApp[],
  target: ReleaseTarget,
  edit: ReleaseEdit,
): SwitchProof {
  const [left, right] = [before, after].map(
    (apps) => new Map(apps.flatMap((app) => routesOf(app).map((route) => [keyOf(app, route), route] as const))),
  );
  const changed = [...(left ?? [])].flatMap(([key, route]): [AppRoute, AppRoute][] => {
    const edited = right?.get(key);
    return edited === undefined || isDeepStrictEqual(route.route.spec, edited.route.spec) ? [] : [[route, edited]];
  });
  if (changed.length === 0) {
    const what = `no route of the app changes with routes.${edit.route}`;
    const fix = `read it in the code: release: ${edit.environment}.release.route('${edit.route}')`;
    throw new ConfigError('release.unused', { where: target.path, what, fix });
  }
  for (const [old, young] of changed) assertSwitchReady(old, young, { where: young.path, pins: young.environment?.pins ?? 'recommended' });
  return switchProof(objectsOf(before), objectsOf(after), changed);
}

function keyOf(app: RenderedApp, route: AppRoute): string {
  return `${app.outdir} ${route.path}`;
}

function objectsOf(apps: readonly RenderedApp[]): ObjectsByDirectory {
  return new Map(
    apps.flatMap(({ outdir, rendered }) =>
      [...rendered.charts].map(([directory, objects]) => [`${outdir}/${directory}`, objects.map(({ manifest }) => manifest)] as const),
    ),
  );
}

/** Refuses when an output directory is not what the app renders now: the edit and older changes would land in one commit (`release.drift`). */
export function refuseDrift({ apps }: ReleaseChange): void {
  for (const { outdir, before } of apps) {
    if (!existsSync(outdir) || !hasChanges(planTree(outdir, before.rendered.tree))) continue;
    const fix = 'run `cdk8s-mlops render` and commit that first';
    throw new ConfigError('release.drift', { where: outdir, what: 'it is not what the app renders before the change', fix });
  }
}
