import { parseManifest, upstreamOf } from '../../scripts/generate/manifest';

const heading = 'project\tupstream_version\tkind\tapiVersions\tfile\tupstream_repo\n';
const rows = parseManifest(
  `${heading}flux\tv1.9.5\tKustomization\tk/v1*\tcrds/flux.yaml\tfluxcd/kustomize-controller
flux\tv1.9.3\tBucket\ts/v1*\tcrds/flux.yaml\tfluxcd/source-controller
flux\tv1.9.3\tAlert\ts/v1*\tcrds/flux.yaml\tfluxcd/source-controller
`,
);

test('kinds are grouped by the release they come from', () => {
  expect(upstreamOf(rows, 'flux', ['Bucket', 'Kustomization', 'Alert'])).toEqual([
    { repository: 'fluxcd/kustomize-controller', version: 'v1.9.5', kinds: ['Kustomization'] },
    { repository: 'fluxcd/source-controller', version: 'v1.9.3', kinds: ['Alert', 'Bucket'] },
  ]);
});

test('a kind that the manifest does not list is refused', () => {
  expect(() => upstreamOf(rows, 'flux', ['Receiver'])).toThrow('does not list Receiver of flux');
});

test('a line without six columns is refused', () => {
  expect(() => parseManifest(`${heading}flux\tv1`)).toThrow('without six columns');
});
