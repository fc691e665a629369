import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { Environment, GitOpsApp, TeamNamespace } from 'cdk8s-mlops';
import { features, fineTuning, pretraining, simulation, tuning } from './many-nodes';
import { nightlyTraining, shardedScoring } from './one-node';
import { queues } from './queues';

const NAMESPACE = 'research';

/** The jobs of one research team: on one machine, on many, and behind quota that it shares with others. */
export function batch(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/batch' });
  const prod = new Environment(app, 'prod', { releaseFile: join(__dirname, 'releases/prod.yaml') });
  new TeamNamespace(new Chart(prod, 'namespace'), NAMESPACE, { isolation: { allowDns: true, allowSameNamespace: true } });
  const { queue, nightly } = queues(new Chart(prod, 'queues', { namespace: NAMESPACE }), NAMESPACE);
  const chart = (id: string) => new Chart(prod, id, { namespace: NAMESPACE });
  nightlyTraining(chart('nightly-training'), prod.release, queue, nightly);
  shardedScoring(chart('scoring'), prod.release, queue);
  pretraining(chart('pretraining'), prod.release, queue);
  fineTuning(chart('fine-tuning'), prod.release, queue);
  tuning(chart('tuning'), prod.release, queue);
  features(chart('features'), prod.release, queue);
  simulation(chart('simulation'), prod.release);
  return app;
}
