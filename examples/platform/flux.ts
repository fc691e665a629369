import { Chart } from 'cdk8s';
import { type Environment, FluxKustomization, GitRef, GitRepository } from 'cdk8s-mlops';
import type { Team } from './stage';

/** One Kustomization a chart, each as its team's service account. Order, timeouts and health checks follow from the charts. */
export function deliverByFlux(environment: Environment, teams: readonly Team[]): void {
  const chart = new Chart(environment, 'flux-system', { namespace: 'flux-system' });
  const source = new GitRepository(chart, 'source', {
    name: `platform-${environment.name}`,
    url: 'https://git.example.com/ml/platform.git',
    ref: GitRef.branch('main'),
    secret: 'platform-git',
  });
  for (const team of teams) {
    for (const part of team.charts) {
      new FluxKustomization(chart, part.node.id, { name: `${environment.name}-${part.node.id}`, chart: part, source });
    }
  }
}
