import { App } from 'cdk8s';
import type { AppProjectProps } from '../../src/gitops/argo-cd/app-project';
import { chart, codesOf, Deliveries, findingsOf, object, REPOSITORY } from './delivery-fixture';

function app(project: Partial<AppProjectProps>, applicationNamespace = 'argocd'): App {
  const made = new App();
  const applied = chart(made, 'scoring');
  object(applied, 'Namespace', 'ml');
  const owner = new Deliveries(made, 'argo', 'argocd').project('team', {
    clusterResources: [{ group: '', kind: 'Namespace' }],
    ...project,
  });
  new Deliveries(made, 'apps', applicationNamespace).argo('scoring', applied, { project: owner });
  return made;
}

describe('an Application is accepted by a project', () => {
  test.each<[string, Partial<AppProjectProps>]>([
    ['that allows everything it does', {}],
    ['with a pattern for its repository', { sourceRepos: ['https://github.com/acme/*'] }],
    [
      'with its very places and kinds',
      {
        destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'ml' }],
        namespaceResources: [{ group: '', kind: 'ConfigMap' }],
      },
    ],
  ])('%s', (_, project) => {
    expect(codesOf(app(project))).toEqual([]);
  });

  test('that allows its namespace', () => {
    expect(codesOf(app({ sourceNamespaces: ['team-*'] }, 'team-a'))).toEqual([]);
  });
});

describe('an Application is refused by a project', () => {
  test.each<[string, Partial<AppProjectProps>, string]>([
    ['for another repository', { sourceRepos: ['https://github.com/other/*'] }, `does not allow ${REPOSITORY}`],
    ['for a repository that is excluded', { sourceRepos: ['!https://github.com/acme/*'] }, `does not allow ${REPOSITORY}`],
    ['for another namespace', { destinations: [{ server: '*', namespace: 'other' }] }, 'does not allow the namespace "ml"'],
    ['for another cluster', { destinations: [{ name: 'eu', namespace: '*' }] }, 'does not allow the namespace "ml"'],
    [
      'for a Namespace: projects allow nothing outside of namespaces by default',
      { clusterResources: [] },
      'does not allow scoring/Namespace-ml, a Namespace',
    ],
    [
      'for a kind that is not listed',
      { namespaceResources: [{ group: 'apps', kind: '*' }] },
      'does not allow scoring/ConfigMap-scoring, a ConfigMap',
    ],
    [
      'for a kind that is denied',
      { deniedNamespaceResources: [{ group: '', kind: 'ConfigMap' }] },
      'remove { group: "", kind: "ConfigMap" } from its deniedNamespaceResources',
    ],
    [
      'for a kind of the cluster that is denied',
      { deniedClusterResources: [{ group: '*', kind: '*' }] },
      'from its deniedClusterResources',
    ],
  ])('%s', (_, project, text) => {
    const made = app(project);
    expect(codesOf(made)).toEqual(['ArgoApplication.project']);
    expect(findingsOf(made).join()).toContain(text);
  });

  test('for standing in a namespace that the project does not know', () => {
    expect(findingsOf(app({}, 'team-a')).join()).toContain('does not allow Applications in team-a');
  });
});
