import fc from 'fast-check';
import type { Colour } from '../../src/routing/colours';
import type { Preview } from '../../src/routing/preview';
import { allTo, type RoutingSpec } from '../../src/routing/routing-spec';
import type { Weights } from '../../src/routing/traffic';

/** What of a spec a person edits from release to release. */
export interface Edits {
  readonly live: Colour;
  readonly weights: Weights;
}

const name = fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/);
const host = fc.tuple(name, name).map(([left, right]) => `${left}.${right}.example.com`);
const path = fc.array(fc.stringMatching(/^[a-z0-9_-]{1,6}$/), { maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
export const colour = fc.constantFrom<Colour>('blue', 'green');

/** Shares in which the live colour has some. */
export const edits = fc.tuple(colour, fc.integer({ min: 1, max: 100 })).map(
  ([live, share]): Edits => ({
    live,
    weights: live === 'blue' ? { blue: share, green: 100 - share } : { blue: 100 - share, green: share },
  }),
);

const headerPreview = fc.record(
  { kind: fc.constant('header' as const), name: fc.constantFrom('x-colour', 'X-Model'), value: fc.constantFrom('green', 'beta', 'always') },
  { requiredKeys: ['kind', 'name'] },
);
const cookiePreview = fc.record({ kind: fc.constant('cookie' as const), name: fc.constantFrom('colour', 'beta_user') });
const hostPreview = fc.constant({ kind: 'host' as const, hostnames: { blue: 'blue.preview.test', green: 'green.preview.test' } });
const noPreview = fc.constant({ kind: 'none' as const });

function spec(previews: readonly fc.Arbitrary<Preview>[]): fc.Arbitrary<RoutingSpec> {
  return fc
    .record({
      name,
      hostname: host,
      path,
      blue: fc.record({ name: name.map((text) => `${text}-blue`), port: fc.integer({ min: 1, max: 65535 }) }),
      green: fc.record({ name: name.map((text) => `${text}-green`), port: fc.integer({ min: 1, max: 65535 }) }),
      edits,
      preview: fc.oneof(...previews),
      timeouts: fc.record({ request: fc.integer({ min: 1, max: 4000 }) }, { requiredKeys: [] }),
    })
    .map(({ blue, green, edits: { live, weights }, ...rest }) => {
      const whole = rest.preview.kind === 'host' ? allTo(live) : weights;
      return { ...rest, backends: { blue, green }, live, weights: whole, labels: {}, annotations: {} };
    });
}

/** Specs that Gateway API can carry. */
export const gatewaySpecs = spec([noPreview, headerPreview, hostPreview]);
/** Specs that nginx can carry. */
export const nginxSpecs = spec([noPreview, headerPreview, cookiePreview, hostPreview]);
/** Specs that both can carry. */
export const sharedSpecs = gatewaySpecs;
