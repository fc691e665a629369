import { Chart } from 'cdk8s';
import { AppProject, ArgoApplication, ArgoDestination, ArgoHealthRules, type Environment } from 'cdk8s-mlops';
import type { Team } from './stage';

const REPOSITORY = 'https://git.example.com/ml/platform.git';
const IN_CLUSTER = 'https://kubernetes.default.svc';

/** One project a team, one Application a chart. Waves, retries and annotations follow from the charts. */
export function deliverByArgo(environment: Environment, teams: readonly Team[]): void {
  const chart = new Chart(environment, 'argocd', { namespace: 'argocd' });
  new ArgoHealthRules(chart, 'health');
  for (const team of teams) {
    const project = new AppProject(chart, team.name, {
      description: `Team ${team.name}`,
      sourceRepos: [REPOSITORY],
      destinations: [{ server: IN_CLUSTER, namespace: environment.namespace(team.name) }],
      clusterResources: [{ group: '', kind: 'Namespace', name: environment.namespace(team.name) }],
    });
    for (const part of team.charts) {
      new ArgoApplication(chart, part.node.id, {
        chart: part,
        project,
        source: { repoUrl: REPOSITORY, targetRevision: 'main' },
        destination: ArgoDestination.inCluster(environment.namespace(team.name)),
      });
    }
  }
}
