import { argoSourceSpec } from '../../src/gitops/argo-cd/argo-source';

const spec = (repoUrl: string, path?: string): string =>
  argoSourceSpec({ repoUrl, targetRevision: 'main', path }, 'dist', 'prod/scoring').path;

test.each([
  ['https://github.com/acme/gitops', undefined, 'dist/prod/scoring'],
  ['oci://ghcr.io/acme/gitops', undefined, 'prod/scoring'],
  ['oci://ghcr.io/acme/gitops', 'dist', 'dist/prod/scoring'],
  ['https://github.com/acme/gitops', '.', 'prod/scoring'],
])('in %s, with path %s, a chart stands at %s', (repoUrl, path, expected) => {
  expect(spec(repoUrl, path)).toBe(expected);
});

test('a path that leads out of the repository is refused', () => {
  expect(() => spec('https://github.com/acme/gitops', '../other')).toThrow('[ArgoApplication.source]');
});
