import { Duration } from 'cdk8s';
import { GitRef, GitRepository, type GitRepositoryProps } from '../../src/gitops/flux/git-repository';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { boundFields, REPOSITORY, refusal } from './delivery-fixture';

const LEAST: GitRepositoryProps = { url: REPOSITORY, ref: GitRef.branch('main') };

const EVERYTHING: GitRepositoryProps = {
  ...LEAST,
  name: 'everything',
  path: 'dist/',
  interval: Duration.minutes(1),
  timeout: Duration.minutes(61),
  secret: 'git-credentials',
  provider: 'azure',
  serviceAccount: { name: 'puller' },
  proxySecret: 'proxy',
  verify: { secret: 'keys', mode: 'TagAndHEAD' },
  ignore: '/*\n!/dist',
  sparseCheckout: ['dist/prod', 'docs'],
  include: [{ repository: { name: 'shared' }, fromPath: 'base', toPath: 'shared' }],
  recurseSubmodules: true,
  suspend: true,
};

describe('a GitRepository renders', () => {
  test('every prop', () => {
    expect(renderedYaml((chart) => new GitRepository(chart, 'gitops', EVERYTHING))).toMatchSnapshot();
  });

  test('every field of the upstream schema for some prop', () => {
    const [manifest] = renderedManifests((chart) => new GitRepository(chart, 'gitops', EVERYTHING));
    expect(Object.keys(manifest?.spec as object).sort()).toEqual([...boundFields('flux-source.ts', 'GitRepositorySpec')].sort());
  });

  test('a timeout in minutes: the schema of sources knows no hours', () => {
    const [manifest] = renderedManifests((chart) => new GitRepository(chart, 'gitops', EVERYTHING));
    expect(manifest?.spec).toMatchObject({ timeout: '61m' });
  });
});

describe('a GitRepository knows', () => {
  test('where the tree starts: where the app says, else where its user says', () => {
    renderedManifests((chart) => {
      expect(new GitRepository(chart, 'a', LEAST).path).toBe('dist');
      expect(new GitRepository(chart, 'b', { ...LEAST, path: './live/' }).path).toBe('live');
    });
  });
});

describe('a GitRepository refuses', () => {
  test.each<[string, Partial<GitRepositoryProps>, string]>([
    ['a URL of the form git@host:path', { url: 'git@github.com:acme/gitops.git' }, 'GitRepository.url'],
    ['an empty URL', { url: '' }, 'GitRepository.url'],
    ['a URL with a password', { url: 'https://bot:secret@github.com/acme/gitops' }, 'GitRepository.url'],
    ['a path that leads out', { path: '../dist' }, 'GitRepository.path'],
    ['an absolute path', { path: '/dist' }, 'GitRepository.path'],
    ['no interval', { interval: Duration.seconds(0) }, 'GitRepository.interval'],
    ['half a second of timeout', { timeout: Duration.millis(500) }, 'GitRepository.timeout'],
    ['a service account without a cloud', { serviceAccount: 'puller' }, 'GitRepository.serviceAccount'],
    ['a service account for github', { serviceAccount: 'puller', provider: 'github' }, 'GitRepository.serviceAccount'],
    ['a sparse checkout without the tree', { sparseCheckout: ['docs', 'distant'] }, 'GitRepository.sparseCheckout'],
    ['a name that is none', { name: 'Git_Ops' }, 'GitRepository.name'],
  ])('%s', (_, props, code) => {
    expect(refusal((chart) => new GitRepository(chart, 'gitops', { ...LEAST, ...props }))).toBe(code);
  });

  test('a password without showing it', () => {
    expect(() =>
      renderedManifests((chart) => new GitRepository(chart, 'g', { ...LEAST, url: 'https://bot:hunter2@github.com/a/b' })),
    ).toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
  });
});
