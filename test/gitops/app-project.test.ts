import { Duration } from 'cdk8s';
import { AppProject, type AppProjectProps } from '../../src/gitops/argo-cd/app-project';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { boundFields, REPOSITORY, refusal } from './delivery-fixture';

const LEAST: AppProjectProps = { sourceRepos: [REPOSITORY], destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'ml' }] };

const EVERYTHING: AppProjectProps = {
  ...LEAST,
  name: 'everything',
  description: 'what team A may do',
  destinations: [
    { server: 'https://kubernetes.default.svc', namespace: 'ml' },
    { name: 'eu', namespace: 'team-*' },
  ],
  sourceNamespaces: ['team-a'],
  clusterResources: [{ group: '', kind: 'Namespace', name: 'ml' }],
  deniedClusterResources: [{ group: '*', kind: 'ClusterRole' }],
  namespaceResources: [{ group: '*', kind: '*' }],
  deniedNamespaceResources: [{ group: '', kind: 'Secret' }],
  destinationServiceAccounts: [{ server: 'https://kubernetes.default.svc', namespace: 'ml', defaultServiceAccount: 'deployer' }],
  orphanedResources: { warn: true, ignore: [{ group: 'apps', kind: 'Deployment', name: 'x' }] },
  roles: [
    { name: 'ci', description: 'syncs', policies: ['p, proj:everything:ci, applications, sync, everything/*, allow'], groups: ['team-a'] },
  ],
  syncWindows: [
    {
      kind: 'deny',
      schedule: '0 22 * * *',
      duration: Duration.hours(8),
      timeZone: 'Europe/Berlin',
      applications: ['*'],
      namespaces: ['ml'],
      clusters: ['eu'],
      manualSync: true,
      syncOverrun: true,
      andOperator: true,
      description: 'nights',
    },
  ],
  signatureKeys: ['4AEE18F83AFDEB23'],
  sourceIntegrity: { git: { policies: [{ gpg: { keys: ['4AEE18F83AFDEB23'], mode: 'strict' }, repos: [{ url: REPOSITORY }] }] } },
  permitOnlyProjectScopedClusters: true,
};

describe('an AppProject renders', () => {
  test('every prop', () => {
    expect(renderedYaml((chart) => new AppProject(chart, 'ml', EVERYTHING))).toMatchSnapshot();
  });

  test('every field of the upstream schema for some prop', () => {
    const [manifest] = renderedManifests((chart) => new AppProject(chart, 'ml', EVERYTHING));
    expect(Object.keys(manifest?.spec as object).sort()).toEqual([...boundFields('argo-cd.ts', 'AppProjectSpec')].sort());
  });
});

describe('an AppProject refuses', () => {
  test.each<[string, Partial<AppProjectProps>, string]>([
    ['no repository', { sourceRepos: [] }, 'AppProject.sourceRepos'],
    ['no destination', { destinations: [] }, 'AppProject.destinations'],
    ['a long description', { description: 'x'.repeat(256) }, 'AppProject.description'],
    [
      'a window about nothing',
      { syncWindows: [{ kind: 'deny', schedule: '0 0 * * *', duration: Duration.hours(1) }] },
      'AppProject.syncWindows',
    ],
    [
      'a window of seconds',
      { syncWindows: [{ kind: 'deny', schedule: '0 0 * * *', duration: Duration.seconds(5), applications: ['*'] }] },
      'AppProject.syncWindows',
    ],
  ])('%s', (_, props, code) => {
    expect(refusal((chart) => new AppProject(chart, 'ml', { ...LEAST, ...props }))).toBe(code);
  });
});
