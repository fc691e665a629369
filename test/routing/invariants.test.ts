import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { yamlDocument } from '../../src/manifest/yaml-text';
import type { RoutedRequest } from '../../src/routing/interpreters/routed-request';
import { fieldChanges } from '../../src/routing/proof/object-changes';
import { type Color, otherColor } from '../../src/routing/route/colors';
import { allTo, idleColor, previewValue, type ResolvedRoute, switchedRoute } from '../../src/routing/route/resolved-route';
import type { Router } from '../../src/routing/routers/router';
import { isTaken, specsFor, trafficFor } from './arbitrary-spec';
import { boundKey, byColor, placed, ROUTERS } from './routers';

type ByColor = Readonly<Record<string, number>>;

/** What the spec means for a request without a mark. */
const meant = ({ weights }: ResolvedRoute): ByColor => Object.fromEntries(Object.entries(weights).filter(([, share]) => share > 0));
const objectsOf = (router: Router, spec: ResolvedRoute): Manifest[] => placed(router.objects(spec));
const sharesOf = (router: Router, spec: ResolvedRoute, request: RoutedRequest): ByColor =>
  byColor(spec, router.shares(objectsOf(router, spec), request));

const unmarked = (spec: ResolvedRoute): RoutedRequest => ({ host: spec.hostname, path: `${spec.path === '/' ? '' : spec.path}/predict` });

/** Requests that a preview can tell apart, and some that it must not. */
function requests(spec: ResolvedRoute): RoutedRequest[] {
  const plain = unmarked(spec);
  const values = [idleColor(spec), spec.live, 'always', 'never', 'beta', ''];
  const { preview } = spec;
  return [
    ...others(spec),
    ...(preview.kind === 'header' ? values.map((value) => ({ ...plain, headers: { [preview.name.toUpperCase()]: value } })) : []),
    ...(preview.kind === 'cookie' ? values.map((value) => ({ ...plain, cookies: { other: 'x', [preview.name]: value } })) : []),
    ...(preview.kind === 'host' ? Object.values(preview.hostnames).map((host) => ({ ...plain, host })) : []),
  ];
}

/** Requests without a mark of the preview. */
function others(spec: ResolvedRoute): RoutedRequest[] {
  const plain = unmarked(spec);
  return [
    plain,
    { ...plain, path: spec.path },
    { ...plain, path: '/elsewhere-entirely' },
    { ...plain, path: `${spec.path}beta` },
    { ...plain, host: 'other.example.com' },
    { ...plain, headers: { 'x-unrelated': 'green' }, cookies: { unrelated: 'always', colors: 'always' } },
  ];
}

const yaml = (manifests: readonly Manifest[]): string[] => manifests.map((manifest) => yamlDocument(manifest));
const nameOf = ({ kind, metadata }: Manifest): string => `${kind}/${metadata.name}`;

/** The objects that differ, with the paths of the fields that do. */
function changed(before: readonly Manifest[], after: readonly Manifest[]): Map<string, readonly string[]> {
  const old = new Map(before.map((manifest) => [nameOf(manifest), manifest]));
  const young = new Map(after.map((manifest) => [nameOf(manifest), manifest]));
  const fields = [...new Set([...old.keys(), ...young.keys()])].map((name) => {
    const paths = fieldChanges(old.get(name), young.get(name)).map(({ path }) => path);
    return [name, paths] as const;
  });
  return new Map(fields.filter(([, paths]) => paths.length > 0));
}

const NAMES = Object.keys(ROUTERS);
const routerOf = (name: string): Router => ROUTERS[name] as Router;

describe.each(NAMES)('%s', (name) => {
  const router = routerOf(name);
  const specs = specsFor(router);

  test('I1: unmarked requests get exactly the weights of the spec', () => {
    fc.assert(fc.property(specs, (spec) => expect(sharesOf(router, spec, unmarked(spec))).toEqual(meant(spec))));
  });

  test('I2: without a split the live color gets everything, whatever the path', () => {
    fc.assert(
      fc.property(specs, fc.stringMatching(/^[a-z/]{0,20}$/), (spec, below) => {
        const whole = { ...spec, weights: allTo(spec.live) };
        const request = { host: spec.hostname, path: `${spec.path === '/' ? '' : spec.path}/${below}` };
        expect(sharesOf(router, whole, request)).toEqual({ [spec.live]: 100 });
      }),
    );
  });

  test('the shares of every request add up to 100', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        for (const request of requests(spec)) {
          const sum = Object.values(sharesOf(router, spec, request)).reduce((total, share) => total + share, 0);
          expect(sum).toBeCloseTo(100);
        }
      }),
    );
  });

  test('copies go to the idle color, in the share of the spec, and change no answer', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const copies = byColor(spec, router.copies?.(objectsOf(router, spec), unmarked(spec)) ?? {});
        expect(copies).toEqual(spec.shadow === undefined ? {} : { [idleColor(spec)]: spec.shadow });
      }),
    );
  });

  test('I7: blue, green, blue gives the same bytes', () => {
    fc.assert(
      fc.property(specs, (spec) =>
        expect(yaml(objectsOf(router, switchedRoute(switchedRoute(spec))))).toEqual(yaml(objectsOf(router, spec))),
      ),
    );
  });

  test('I8: every step of a shift is a valid state, and no step takes users from the color that grows', () => {
    fc.assert(
      fc.property(specs, fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { minLength: 2 }), (spec, steps) => {
        if (!router.traffics.includes('split')) return;
        const idle = idleColor(spec);
        const seen = [...steps]
          .sort((left, right) => left - right)
          .map((share): ResolvedRoute => ({ ...spec, shadow: undefined, weights: allShares(idle, share) }))
          .filter((step) => isTaken(router, step))
          .map((step) => sharesOf(router, step, unmarked(step))[idle] ?? 0);
        expect(seen).toEqual([...seen].sort((left, right) => left - right));
      }),
    );
  });

  test('I10: a preview does not change where unmarked requests go', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const without: ResolvedRoute = { ...spec, preview: { kind: 'none' } };
        for (const request of others(spec)) expect(sharesOf(router, spec, request)).toEqual(sharesOf(router, without, request));
      }),
    );
  });

  test('a preview shows the idle color', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { preview } = spec;
        const plain = unmarked(spec);
        const idle = { [idleColor(spec)]: 100 };
        const seen = (mark: Partial<RoutedRequest>): ByColor => sharesOf(router, spec, { ...plain, ...mark });
        if (preview.kind === 'header') expect(seen({ headers: { [preview.name]: previewValue(spec, preview) } })).toEqual(idle);
        if (preview.kind === 'cookie') expect(seen({ cookies: { [preview.name]: 'always' } })).toEqual(idle);
        if (preview.kind === 'host') expect(seen({ host: preview.hostnames[idleColor(spec)] })).toEqual(idle);
      }),
    );
  });

  test('I14: neither the live color nor the weights rename an object', () => {
    fc.assert(
      fc.property(specs, trafficFor(router), (spec, traffic) => {
        const names = objectsOf(router, { ...spec, shadow: undefined, ...traffic }).map(nameOf);
        // A canary exists only while it means something.
        const known = [...objectsOf(router, spec).map(nameOf), `Ingress/${spec.name}-canary`];
        expect(known).toEqual(expect.arrayContaining(names));
      }),
    );
  });

  test('I15: a switch moves users who have a cookie, in both directions', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        for (const live of ['blue', 'green'] as const) {
          const after = { ...spec, live, weights: allTo(live), shadow: undefined };
          for (const color of ['blue', 'green'] as const) {
            expect(sharesOf(router, after, { ...unmarked(spec), boundTo: boundKey(spec, color) })).toEqual({ [live]: 100 });
          }
        }
      }),
    );
  });
});

function allShares(color: Color, share: number): ResolvedRoute['weights'] {
  return { [color]: share, [otherColor(color)]: 100 - share } as unknown as ResolvedRoute['weights'];
}

/** The one object that a switch changes when all traffic moves, and the fields of it. */
const SWITCHED: Readonly<Record<string, readonly [object: (route: string) => string, fields: RegExp]>> = {
  'Gateway API': [
    (route) => `HTTPRoute/${route}`,
    /^\/spec\/rules\/[0-9]+\/(backendRefs\/[01]\/weight|filters\/0\/requestMirror\/backendRef\/.*)$/,
  ],
  nginx: [
    (route) => `Ingress/${route}-primary`,
    /^\/(spec\/rules\/0\/http\/paths\/0\/backend\/.*|metadata\/annotations\/nginx.ingress.kubernetes.io~1mirror-target)$/,
  ],
  'haproxy-ingress': [(route) => `Ingress/${route}`, /^\/metadata\/annotations\/haproxy-ingress.github.io~1blue-green-balance$/],
  'HAProxy Technologies': [(route) => `Service/${route}-green`, /^\/metadata\/annotations\/haproxy.org~1route-acl$/],
  Traefik: [(route) => `TraefikService/${route}`, /^\/spec\/(weighted\/services\/[01]\/weight|mirroring\/.*)$/],
  Istio: [(route) => `VirtualService/${route}`, /^\/spec\/http\/[0-9]+\/(route\/[01]\/(weight|destination\/.*)|mirror\/.*)$/],
};

describe('I6: a switch changes one object, and of it only where requests go', () => {
  test.each(NAMES)('%s', (name) => {
    const router = routerOf(name);
    const [object, fields] = SWITCHED[name] as (typeof SWITCHED)[string];
    fc.assert(
      fc.property(specsFor(router), (spec) => {
        // The canary of nginx is one object more while a mark needs it: its own test is in nginx-pairs.test.ts.
        if (name === 'nginx' && (spec.preview.kind === 'header' || spec.preview.kind === 'cookie')) return;
        const whole = { ...spec, weights: allTo(spec.live) };
        const [[changedName, paths] = ['', []], ...more] = changed(objectsOf(router, whole), objectsOf(router, switchedRoute(whole)));
        expect(more).toEqual([]);
        expect(changedName).toBe(object(spec.name));
        for (const path of paths) expect(path).toMatch(fields);
      }),
    );
  });

  test.each(NAMES.filter((name) => name !== 'nginx'))('%s: so does every shift', (name) => {
    const router = routerOf(name);
    const [object] = SWITCHED[name] as (typeof SWITCHED)[string];
    fc.assert(
      fc.property(specsFor(router), trafficFor(router), (spec, traffic) => {
        const from = { ...spec, shadow: undefined };
        const to = { ...from, live: traffic.live, weights: traffic.weights };
        const objects = [...changed(objectsOf(router, from), objectsOf(router, to)).keys()];
        for (const one of objects) expect(one).toBe(object(spec.name));
      }),
    );
  });
});

describe('I3: a spec means the same on every router that can carry it', () => {
  const pairs = NAMES.flatMap((left, place) => NAMES.slice(place + 1).map((right): [string, string] => [left, right]));

  test.each(pairs)('%s and %s', (left, right) => {
    const routers = [routerOf(left), routerOf(right)] as const;
    fc.assert(
      fc.property(specsFor(...routers), (spec) => {
        for (const request of requests(spec).filter((one) => !namesLiveColor(spec, one))) {
          const [one, other] = routers.map((router) => sharesOf(router, spec, request));
          expect(other).toEqual(one);
        }
      }),
    );
  });

  test('with one exception: nginx sends a header that names the live color where the traffic goes, all others to that color', () => {
    for (const name of NAMES) {
      const router = routerOf(name);
      if (!router.previews.includes('header')) continue;
      fc.assert(
        fc.property(specsFor(router), (spec) => {
          const { preview } = spec;
          if (preview.kind !== 'header' || preview.value !== undefined) return;
          const request = { ...unmarked(spec), headers: { [preview.name]: spec.live } };
          expect(sharesOf(router, spec, request)).toEqual(name === 'nginx' ? meant(spec) : { [spec.live]: 100 });
        }),
      );
    }
  });

  function namesLiveColor({ preview, live }: ResolvedRoute, { headers = {} }: RoutedRequest): boolean {
    return preview.kind === 'header' && preview.value === undefined && Object.values(headers).includes(live);
  }
});

describe('I1: no weight is left implicit', () => {
  test.each([
    ['Gateway API', (body: never) => (body as { rules: { backendRefs: unknown[] }[] }).rules.map(({ backendRefs }) => backendRefs)],
    ['Istio', (body: never) => (body as { http: { route: unknown[] }[] }).http.map(({ route }) => route)],
    ['Traefik', (body: never) => (body as { weighted?: { services: unknown[] } }).weighted?.services ?? []],
  ])('%s: weights are whole and add up to 100 in every rule', (name, rulesOf) => {
    const router = routerOf(name);
    fc.assert(
      fc.property(specsFor(router), (spec) => {
        const rules = objectsOf(router, spec)
          .filter(({ kind }) => kind !== 'IngressRoute')
          .map(({ spec: body }) => rulesOf(body as never));
        for (const rule of rules.flatMap((list) => (Array.isArray(list[0]) ? (list as unknown[][]) : [list]))) {
          const weights = rule.map((backend) => (backend as { weight?: number }).weight ?? Number.NaN);
          expect(weights.every(Number.isInteger)).toBe(true);
          if (weights.length > 0) expect(weights.reduce((sum, weight) => sum + weight, 0)).toBe(100);
        }
      }),
    );
  });
});

test.each(['nginx', 'haproxy-ingress', 'HAProxy Technologies'])(
  'I12: %s: no Ingress has a class annotation beside ingressClassName',
  (name) => {
    const router = routerOf(name);
    fc.assert(
      fc.property(specsFor(router), (spec) => {
        for (const { spec: body, metadata } of objectsOf(router, spec).filter(({ kind }) => kind === 'Ingress')) {
          expect((body as { ingressClassName: string }).ingressClassName).toMatch(/^(nginx|haproxy)$/);
          expect(Object.keys(metadata.annotations ?? {})).not.toContain('kubernetes.io/ingress.class');
        }
      }),
    );
  },
);
