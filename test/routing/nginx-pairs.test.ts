import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { allTo, idleColor, type ResolvedRoute, switchedRoute } from '../../src/routing/route/resolved-route';
import { nginx } from '../../src/routing/routers/nginx-router';
import { specsFor } from './arbitrary-spec';
import { boundKey, placed } from './routers';

const router = nginx({ ingressClass: 'nginx' });
const specs = specsFor(router);
const objects = (spec: ResolvedRoute): Manifest[] => placed(router.objects(spec));
const isCanary = (manifest: Manifest): boolean => manifest.metadata.name.endsWith('-canary');

test('a switch from a split, or with a mark, changes the pair and nothing else', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const [before, after] = [spec, switchedRoute(spec)].map(objects) as [Manifest[], Manifest[]];
      const texts = new Map(before.map((manifest) => [manifest.metadata.name, yamlDocument(manifest)]));
      const touched = after.filter((manifest) => texts.get(manifest.metadata.name) !== yamlDocument(manifest));
      for (const { metadata } of touched) expect([`${spec.name}-primary`, `${spec.name}-canary`]).toContain(metadata.name);
    }),
  );
});

test('applied one after the other, in either order, and however old they are, no moment sends users astray', () => {
  fc.assert(
    fc.property(specs, fc.constantFrom('same second', 'primary first'), fc.boolean(), (spec, age, canaryFirst) => {
      const finished = { ...switchedRoute(spec), weights: allTo(switchedRoute(spec).live) };
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
      const seen = Object.keys(router.shares([...between.values()], { host: spec.hostname, path: spec.path }));
      expect([boundKey(spec, 'blue'), boundKey(spec, 'green')]).toEqual(expect.arrayContaining(seen));
    }),
  );
});

function withAge(manifest: Manifest, second: number): Manifest {
  return { ...manifest, metadata: { ...manifest.metadata, creationTimestamp: `2026-11-21T00:00:0${second}Z` } };
}

interface Path {
  readonly path: string;
  readonly pathType: string;
  readonly backend: unknown;
}
const rules = (manifest: Manifest): { host: string; http: { paths: Path[] } }[] => (manifest.spec as { rules: never }).rules;

test('I11: same host, path and path type, another Service, one canary, no weight total', () => {
  fc.assert(
    fc.property(specs, (spec) => {
      const all = objects(spec);
      const primary = all.find((manifest) => manifest.metadata.name === `${spec.name}-primary`) as Manifest;
      expect(all.filter(isCanary).length).toBeLessThanOrEqual(1);
      const canary = all.find(isCanary);
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
      const meaning = spec.weights[idleColor(spec)] > 0 || spec.preview.kind === 'header' || spec.preview.kind === 'cookie';
      expect(objects(spec).some(isCanary)).toBe(meaning);
    }),
  );
});
