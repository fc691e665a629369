import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { yamlDocument } from '../../src/manifest/yaml-text';
import type { RoutedRequest } from '../../src/routing/interpreter/request';
import { type Shares, serviceKey } from '../../src/routing/interpreter/shares';
import { allTo, idleColour, previewValue, type RoutingSpec, switchedSpec } from '../../src/routing/routing-spec';
import { edits, nginxSpecs, sharedSpecs } from './arbitrary-spec';
import { ROUTERS } from './routers';

const key = (spec: RoutingSpec, colour: 'blue' | 'green'): string =>
  serviceKey('team-a', spec.backends[colour].name, spec.backends[colour].port);

/** What the spec means for a request without a mark. */
function meant(spec: RoutingSpec): Shares {
  const shares = Object.entries({ [key(spec, 'blue')]: spec.weights.blue, [key(spec, 'green')]: spec.weights.green });
  return Object.fromEntries(shares.filter(([, share]) => share > 0));
}

const unmarked = (spec: RoutingSpec): RoutedRequest => ({ host: spec.hostname, path: `${spec.path === '/' ? '' : spec.path}/predict` });

/** Requests that a preview can tell apart, and some that it must not. */
function requests(spec: RoutingSpec): RoutedRequest[] {
  const plain = unmarked(spec);
  const values = [idleColour(spec), spec.live, 'always', 'never', 'beta', ''];
  const { preview } = spec;
  return [
    plain,
    { ...plain, path: spec.path },
    { ...plain, path: '/elsewhere-entirely' },
    { ...plain, host: 'other.example.com' },
    { ...plain, headers: { 'x-unrelated': 'green' }, cookies: { unrelated: 'always' } },
    ...(preview.kind === 'header' ? values.map((value) => ({ ...plain, headers: { [preview.name.toUpperCase()]: value } })) : []),
    ...(preview.kind === 'cookie' ? values.map((value) => ({ ...plain, cookies: { [preview.name]: value } })) : []),
    ...(preview.kind === 'host' ? Object.values(preview.hostnames).map((host) => ({ ...plain, host })) : []),
  ];
}

const yaml = (manifests: readonly Manifest[]): string[] => manifests.map((manifest) => yamlDocument(manifest));
const names = (manifests: readonly Manifest[]): string[] => manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();

function changed(before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const texts = new Map(before.map((manifest) => [manifest.metadata.name, yamlDocument(manifest)]));
  const touched = after
    .filter((manifest) => texts.get(manifest.metadata.name) !== yamlDocument(manifest))
    .map(({ metadata }) => metadata.name);
  const gone = [...texts.keys()].filter((name) => !after.some((manifest) => manifest.metadata.name === name));
  return [...touched, ...gone];
}

describe.each(ROUTERS)('$title', ({ specs, objects, shares }) => {
  test('I1: unmarked requests get exactly the weights of the spec', () => {
    fc.assert(fc.property(specs, (spec) => expect(shares(objects(spec), unmarked(spec))).toEqual(meant(spec))));
  });

  test('I2: without a split the live colour gets everything, whatever the path', () => {
    fc.assert(
      fc.property(specs, fc.stringMatching(/^[a-z/]{0,20}$/), (spec, below) => {
        const all = { ...spec, weights: allTo(spec.live) };
        const request = { host: spec.hostname, path: `${spec.path === '/' ? '' : spec.path}/${below}` };
        expect(shares(objects(all), request)).toEqual({ [key(spec, spec.live)]: 100 });
      }),
    );
  });

  test('the shares of every request add up to 100', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        for (const request of requests(spec)) {
          const sum = Object.values(shares(objects(spec), request)).reduce((total, share) => total + share, 0);
          expect(sum).toBeCloseTo(100);
        }
      }),
    );
  });

  test('I7: blue, green, blue gives the same bytes', () => {
    fc.assert(fc.property(specs, (spec) => expect(yaml(objects(switchedSpec(switchedSpec(spec))))).toEqual(yaml(objects(spec)))));
  });

  test('I10: a preview does not change where unmarked requests go', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const without: RoutingSpec = { ...spec, preview: { kind: 'none' } };
        for (const request of requests(without)) expect(shares(objects(spec), request)).toEqual(shares(objects(without), request));
      }),
    );
  });

  test('a preview shows the idle colour', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { preview } = spec;
        const plain = unmarked(spec);
        const idle = { [key(spec, idleColour(spec))]: 100 };
        if (preview.kind === 'header')
          expect(shares(objects(spec), { ...plain, headers: { [preview.name]: previewValue(spec, preview) } })).toEqual(idle);
        if (preview.kind === 'cookie') expect(shares(objects(spec), { ...plain, cookies: { [preview.name]: 'always' } })).toEqual(idle);
        if (preview.kind === 'host') expect(shares(objects(spec), { ...plain, host: preview.hostnames[idleColour(spec)] })).toEqual(idle);
      }),
    );
  });

  test('I14: neither the live colour nor the weights rename an object', () => {
    fc.assert(
      fc.property(specs, edits, (spec, edit) => {
        const other = { ...spec, ...(spec.preview.kind === 'host' ? { live: edit.live, weights: allTo(edit.live) } : edit) };
        const known = new Set(names(objects({ ...spec, weights: spec.weights })).concat(`Ingress/${spec.name}-canary`));
        for (const name of names(objects(other))) expect(known).toContain(name);
      }),
    );
  });
});

describe('I6: what a switch changes', () => {
  test('Gateway API: one HTTPRoute, with any preview and any split', () => {
    const { specs, objects } = ROUTERS[0];
    fc.assert(
      fc.property(specs, (spec) => {
        const [before, after] = [spec, switchedSpec(spec)].map(objects) as [Manifest[], Manifest[]];
        const weightsDiffer = spec.weights.blue !== spec.weights.green || spec.preview.kind === 'header';
        expect(changed(before, after)).toEqual(weightsDiffer ? [spec.name] : []);
      }),
    );
  });

  test('Gateway API: nothing but the weights and the preview value', () => {
    const { specs, objects } = ROUTERS[0];
    const blank = (text: string): string => text.replace(/weight: \d+/g, 'weight: _').replace(/value: (blue|green)$/gm, 'value: _');
    fc.assert(fc.property(specs, (spec) => expect(yaml(objects(switchedSpec(spec))).map(blank)).toEqual(yaml(objects(spec)).map(blank))));
  });

  test('nginx: the primary Ingress alone, as long as there is no canary', () => {
    const { objects } = ROUTERS[1];
    const plain = nginxSpecs.filter((spec) => spec.preview.kind === 'none' || spec.preview.kind === 'host');
    fc.assert(
      fc.property(plain, (spec) => {
        const all = { ...spec, weights: allTo(spec.live) };
        expect(changed(objects(all), objects(switchedSpec(all)))).toEqual([`${spec.name}-primary`]);
      }),
    );
  });

  test('nginx: the pair, when a split or a mark needs a canary', () => {
    const { specs, objects } = ROUTERS[1];
    fc.assert(
      fc.property(specs, (spec) => {
        const pair = [`${spec.name}-primary`, `${spec.name}-canary`];
        for (const name of changed(objects(spec), objects(switchedSpec(spec)))) expect(pair).toContain(name);
      }),
    );
  });

  test('nginx: applied one after the other, in either order, and however old they are, no moment sends users astray', () => {
    const { specs, objects, shares } = ROUTERS[1];
    fc.assert(
      fc.property(specs, fc.constantFrom('same second', 'primary first'), fc.boolean(), (spec, age, canaryFirst) => {
        const finished = { ...switchedSpec(spec), weights: allTo(switchedSpec(spec).live) };
        const aged = (manifests: Manifest[]): Map<string, Manifest> =>
          new Map(
            manifests.map((manifest) => [manifest.metadata.name, withAge(manifest, age === 'primary first' && isCanary(manifest) ? 2 : 1)]),
          );
        const [before, after] = [aged(objects(spec)), aged(objects(finished))];
        const canary = `${spec.name}-canary`;
        const between = new Map(canaryFirst ? before : [...before, ...after]);
        if (canaryFirst) between.delete(canary);
        if (canaryFirst && after.has(canary)) between.set(canary, after.get(canary) as Manifest);
        if (!canaryFirst && before.has(canary)) between.set(canary, before.get(canary) as Manifest);
        const seen = Object.keys(shares([...between.values()], unmarked(spec)));
        expect([key(spec, 'blue'), key(spec, 'green')]).toEqual(expect.arrayContaining(seen));
      }),
    );
  });
});

const isCanary = (manifest: Manifest): boolean => manifest.metadata.name.endsWith('-canary');

function withAge(manifest: Manifest, second: number): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp: `2026-11-21T00:00:0${second}Z` } };
}

test('I3: both routers send every request alike', () => {
  const [gateway, nginx] = ROUTERS;
  fc.assert(
    fc.property(sharedSpecs, (spec) => {
      const [left, right] = [gateway.objects(spec), nginx.objects(spec)];
      for (const request of requests(spec)) expect(nginx.shares(right, request)).toEqual(gateway.shares(left, request));
    }),
  );
});

test('I1: every backend of an HTTPRoute has a whole weight, and those of a rule add up to 100', () => {
  const { specs, objects } = ROUTERS[0];
  fc.assert(
    fc.property(specs, (spec) => {
      for (const { rules } of objects(spec).map((manifest) => manifest.spec as { rules: { backendRefs: { weight?: number }[] }[] })) {
        for (const { backendRefs } of rules) expect(backendRefs.reduce((sum, { weight }) => sum + (weight ?? Number.NaN), 0)).toBe(100);
      }
    }),
  );
});

describe('nginx pairs', () => {
  const { specs, objects } = ROUTERS[1];
  interface Pair {
    readonly canary: Manifest | undefined;
    readonly primary: Manifest;
    readonly all: readonly Manifest[];
  }
  const pairOf = (spec: RoutingSpec): Pair => {
    const all = objects(spec);
    const primary = all.find((manifest) => manifest.metadata.name === `${spec.name}-primary`) as Manifest;
    return { all, primary, canary: all.find(isCanary) };
  };
  const rules = (manifest: Manifest): { host: string; http: { paths: { path: string; pathType: string; backend: unknown }[] } }[] =>
    (manifest.spec as { rules: never }).rules;

  test('I11: same host, path and path type, another Service, one canary, no weight total', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const { canary, primary, all } = pairOf(spec);
        expect(all.filter(isCanary).length).toBeLessThanOrEqual(1);
        if (canary === undefined) return;
        const [[left], [right]] = [rules(primary), rules(canary)];
        const [[from], [to]] = [left?.http.paths ?? [], right?.http.paths ?? []];
        expect([right?.host, to?.path, to?.pathType]).toEqual([left?.host, from?.path, from?.pathType]);
        expect(to?.backend).not.toEqual(from?.backend);
        expect(Object.keys(canary.metadata.annotations ?? {})).not.toContain('nginx.ingress.kubernetes.io/canary-weight-total');
      }),
    );
  });

  test('a canary exists exactly while a share or a mark sends somebody to it', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const meaning = spec.weights[idleColour(spec)] > 0 || spec.preview.kind === 'header' || spec.preview.kind === 'cookie';
        expect(pairOf(spec).canary !== undefined).toBe(meaning);
      }),
    );
  });

  test('I12: no Ingress has a class annotation beside ingressClassName', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        for (const { spec: body, metadata } of objects(spec)) {
          expect((body as { ingressClassName: string }).ingressClassName).toBe('nginx');
          expect(Object.keys(metadata.annotations ?? {})).not.toContain('kubernetes.io/ingress.class');
        }
      }),
    );
  });
});
