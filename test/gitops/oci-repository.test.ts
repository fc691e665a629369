import { Duration } from 'cdk8s';
import { OciRef, OciRepository, type OciRepositoryProps } from '../../src/gitops/flux/oci-repository';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { boundFields, refusal } from './delivery-fixture';

const LEAST: OciRepositoryProps = { url: 'oci://ghcr.io/acme/gitops', ref: OciRef.tag('prod') };

const EVERYTHING: OciRepositoryProps = {
  ...LEAST,
  name: 'everything',
  path: 'dist',
  interval: Duration.minutes(1),
  timeout: Duration.seconds(90),
  secret: 'registry',
  provider: 'gcp',
  serviceAccount: 'puller',
  certSecret: 'ca',
  proxySecret: 'proxy',
  insecure: true,
  layer: { mediaType: 'application/vnd.cncf.flux.content.v1.tar+gzip', operation: 'extract' },
  verify: {
    provider: 'cosign',
    secret: 'cosign-keys',
    identities: [{ issuer: '^https://token.actions.githubusercontent.com$', subject: '^https://github.com/acme/.*$' }],
    trustedRootSecret: 'sigstore',
  },
  ignore: '*.md',
  suspend: true,
};

describe('an OciRepository renders', () => {
  test('every prop', () => {
    expect(renderedYaml((chart) => new OciRepository(chart, 'gitops', EVERYTHING))).toMatchSnapshot();
  });

  test('every field of the upstream schema for some prop', () => {
    const [manifest] = renderedManifests((chart) => new OciRepository(chart, 'gitops', EVERYTHING));
    expect(Object.keys(manifest?.spec as object).sort()).toEqual([...boundFields('flux-source.ts', 'OciRepositorySpec')].sort());
  });
});

describe('an OciRepository refuses', () => {
  test.each<[string, Partial<OciRepositoryProps>, string]>([
    ['another protocol', { url: 'https://ghcr.io/acme/gitops' }, 'OciRepository.url'],
    ['a tag in the URL', { url: 'oci://ghcr.io/acme/gitops:prod' }, 'OciRepository.url'],
    ['a registry without repository', { url: 'oci://ghcr.io' }, 'OciRepository.url'],
    ['a path that leads out', { path: 'a/../..' }, 'OciRepository.path'],
    ['no interval', { interval: Duration.seconds(0) }, 'OciRepository.interval'],
    ['half a second of timeout', { timeout: Duration.millis(500) }, 'OciRepository.timeout'],
    ['notation without a trust policy', { verify: { provider: 'notation' } }, 'OciRepository.verify'],
    [
      'notation with identities',
      { verify: { provider: 'notation', secret: 's', identities: [{ issuer: 'a', subject: 'b' }] } },
      'OciRepository.verify',
    ],
    ['a name that is none', { name: '-' }, 'OCIRepository.name'],
  ])('%s', (_, props, code) => {
    expect(refusal((chart) => new OciRepository(chart, 'gitops', { ...LEAST, ...props }))).toBe(code);
  });
});
