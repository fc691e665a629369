import { GitRef } from '../../src/gitops/flux/git-repository';
import { refusal } from './delivery-fixture';

const commit = 'a'.repeat(40);

test.each([
  ['branch', GitRef.branch('main'), { branch: 'main' }],
  ['tag', GitRef.tag('v1.4.0'), { tag: 'v1.4.0' }],
  ['semver', GitRef.semver('>=1.0.0 <2.0.0'), { semver: '>=1.0.0 <2.0.0' }],
  ['name', GitRef.named('refs/pull/420/head'), { name: 'refs/pull/420/head' }],
  ['commit', GitRef.commit(commit), { commit }],
  ['commit on a branch', GitRef.commit(commit, { branch: 'main' }), { commit, branch: 'main' }],
])('a %s is one field of ref', (_, ref, spec) => {
  expect(ref.spec).toEqual(spec);
});

test.each<[string, () => unknown]>([
  ['GitRef.branch', () => GitRef.branch('')],
  ['GitRef.branch', () => GitRef.branch('my branch')],
  ['GitRef.tag', () => GitRef.tag('-v1')],
  ['GitRef.semver', () => GitRef.semver('main')],
  ['GitRef.named', () => GitRef.named('main')],
  ['GitRef.commit', () => GitRef.commit('abc123')],
])('%s refuses what Flux would not find', (code, make) => {
  expect(refusal(make)).toBe(code);
});
