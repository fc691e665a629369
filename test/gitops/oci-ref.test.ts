import { OciRef } from '../../src/gitops/flux/oci-repository';
import { refusal } from './delivery-fixture';

const digest = `sha256:${'0'.repeat(64)}`;

test.each([
  ['tag', OciRef.tag('prod'), { tag: 'prod' }],
  ['range', OciRef.semver('~1.2', { filter: '^v' }), { semver: '~1.2', semverFilter: '^v' }],
  ['digest', OciRef.digest(digest), { digest }],
])('a %s is what ref holds', (_, ref, spec) => {
  expect(ref.spec).toEqual(spec);
});

test.each<[string, () => unknown]>([
  ['OciRef.tag', () => OciRef.tag('')],
  ['OciRef.tag', () => OciRef.tag('a:b')],
  ['OciRef.semver', () => OciRef.semver('newest')],
  ['OciRef.digest', () => OciRef.digest('sha256:abc')],
])('%s refuses what Flux would not find', (code, make) => {
  expect(refusal(make)).toBe(code);
});
