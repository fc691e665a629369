import fc from 'fast-check';
import type { Color } from '../../src/routing/route/colors';
import { allTo, type ResolvedRoute } from '../../src/routing/route/resolved-route';
import type { Preview } from '../../src/routing/route/route-preview';
import type { Weights } from '../../src/routing/route/traffic';
import type { Router } from '../../src/routing/routers/router';

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const host = fc.tuple(name, name).map(([left, right]) => `${left}.${right}.example.com`);
const path = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,6}$/), { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
export const color = fc.constantFrom<Color>('blue', 'green');

type Traffic = Pick<ResolvedRoute, 'live' | 'weights' | 'shadow'>;

/** Shares in which the live color has some. */
const split = fc.tuple(color, fc.integer({ min: 1, max: 99 })).map(([live, share]): Traffic => ({ live, weights: shares(live, share) }));
const all = color.map((live): Traffic => ({ live, weights: allTo(live) }));
const shadow = fc
  .tuple(all, fc.oneof(fc.constant(100), fc.integer({ min: 1, max: 100 })))
  .map(([traffic, percent]): Traffic => ({ ...traffic, shadow: percent }));
const TRAFFICS = { all, split, shadow };

function shares(live: Color, share: number): Weights {
  return live === 'blue' ? { blue: share, green: 100 - share } : { blue: 100 - share, green: share };
}

/** What of a spec a person edits from release to release, for one router. */
export function trafficFor({ traffics }: Router): fc.Arbitrary<Traffic> {
  return fc.oneof(...traffics.map((kind) => TRAFFICS[kind]));
}

const PREVIEWS: Readonly<Record<Preview['kind'], fc.Arbitrary<Preview>>> = {
  none: fc.constant({ kind: 'none' }),
  header: fc.record(
    {
      kind: fc.constant('header' as const),
      name: fc.constantFrom('x-color', 'X-Model'),
      value: fc.constantFrom('green', 'beta', 'always'),
    },
    { requiredKeys: ['kind', 'name'] },
  ),
  cookie: fc.record({ kind: fc.constant('cookie' as const), name: fc.constantFrom('color', 'beta_user', 'a.b') }),
  host: fc.constant({ kind: 'host', hostnames: { blue: 'blue.preview.test', green: 'green.preview.test' } }),
};

const sticky = fc.record(
  { name: fc.constantFrom('ml', 'user_color'), seconds: fc.integer({ min: 1, max: 9999 }) },
  { requiredKeys: ['name'] },
);

/** Specs of what all of the routers list as theirs, and none of them refuses. */
export function specsFor(...routers: readonly Router[]): fc.Arbitrary<ResolvedRoute> {
  const both = <T>(lists: readonly (readonly T[])[]): readonly T[] =>
    (lists[0] ?? []).filter((one) => lists.every((list) => list.includes(one)));
  const previews = ['none' as const, ...both(routers.map((router) => router.previews))];
  const traffics = both(routers.map((router) => router.traffics));
  const hasSticky = both(routers.map((router) => router.stickies)).includes('cookie');
  return fc
    .record({
      name,
      hostname: host,
      path,
      blue: fc.record({ name: name.map((text) => `${text}-blue`), port: fc.integer({ min: 1, max: 65535 }) }),
      green: fc.record({ name: name.map((text) => `${text}-green`), port: fc.integer({ min: 1, max: 65535 }) }),
      traffic: fc.oneof(...traffics.map((kind) => TRAFFICS[kind])),
      preview: fc.oneof(...previews.map((kind) => PREVIEWS[kind])),
      timeouts: fc.record({ request: fc.integer({ min: 1, max: 4000 }) }, { requiredKeys: [] }),
      sticky: hasSticky ? fc.option(sticky, { nil: undefined }) : fc.constant(undefined),
    })
    .map(
      ({ blue, green, traffic, sticky: bound, ...rest }): ResolvedRoute => ({
        ...rest,
        ...traffic,
        ...(bound === undefined ? {} : { sticky: bound }),
        namespace: 'team-a',
        backends: { blue, green },
        inactive: { kind: 'warm' },
        labels: {},
        annotations: {},
      }),
    )
    .filter((spec) => routers.every((router) => isTaken(router, spec)));
}

export function isTaken(router: Router, spec: ResolvedRoute): boolean {
  try {
    router.assertSupported('test', spec);
    return true;
  } catch {
    return false;
  }
}
