import { Chart, Duration, Size } from 'cdk8s';
import {
  BatchJob,
  BlueGreenRoute,
  Cpu,
  DataVolume,
  type Environment,
  MLService,
  Model,
  Mount,
  Preview,
  Run,
  Runtime,
  Scale,
  TeamNamespace,
  Via,
} from 'cdk8s-mlops';
import type { Stage, Team } from '../stage';

/** Team "recommendation": a small scoring service with two colors, and a batch job that scores everything every night. */
export function recommendationTeam(stage: Stage): Team {
  const { environment } = stage;
  const namespace = environment.namespace('recommendation');
  const home = new Chart(environment, 'recommendation-home');
  new TeamNamespace(home, 'team', {
    name: namespace,
    quota: { cpu: Cpu.cores(64), memory: Size.gibibytes(256), pods: 100 },
    containerDefaults: { cpu: Cpu.millis(100), memory: Size.mebibytes(256) },
  });
  const scorer = new Chart(environment, 'recommendation-scorer', { namespace });
  const [blue, green] = [color(scorer, stage, 'blue'), color(scorer, stage, 'green')];
  const route = new Chart(environment, 'recommendation-route', { namespace });
  new BlueGreenRoute(route, 'scorer', {
    hostname: environment.name === 'prod' ? 'scores.example.com' : `scores.${environment.name}.example.com`,
    blue,
    green,
    release: environment.release.route('scorer'),
    preview: Preview.header('x-color'),
    via: Via.gatewayApi({ gateway: { name: 'public', namespace: 'gateways' } }),
  });
  return { name: 'recommendation', charts: [home, scorer, route, batch(environment, namespace)] };
}

function color(chart: Chart, { environment, replicas }: Stage, name: 'blue' | 'green'): MLService {
  return new MLService(chart, `scorer-${name}`, {
    app: 'scorer',
    model: Model.bakedIn('/models/ranking'),
    runtime: Runtime.custom({ image: environment.release.image(`scorer-${name}`), port: 8080, healthPath: '/healthz' }),
    replicas: Scale.hpa({ min: replicas, max: replicas * 4, cpuUtilization: 70 }),
    cpu: Cpu.cores(1),
    memory: Size.gibibytes(2),
  });
}

/** All items in 50 parts, ten at a time; a part that fails does not stop the others. */
function batch(environment: Environment, namespace: string): Chart {
  const chart = new Chart(environment, 'recommendation-batch', { namespace });
  const scores = new DataVolume(chart, 'scores', { size: Size.gibibytes(200), accessMode: 'ReadWriteMany', storageClass: 'shared' });
  new BatchJob(chart, 'score-all', {
    image: environment.release.image('score-all'),
    run: Run.scheduled('0 3 * * *', { timeZone: 'Europe/Berlin' }),
    parallel: { completions: 50, parallelism: 10, perIndex: { retries: 2 } },
    deadline: Duration.hours(4),
    cpu: Cpu.cores(2),
    memory: Size.gibibytes(8),
    mounts: [Mount.claim('/scores', scores)],
  });
  return chart;
}
