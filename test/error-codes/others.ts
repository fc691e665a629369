import { App, Chart, Size } from 'cdk8s';
import {
  BlueGreenRoute,
  type BlueGreenRouteProps,
  Environment,
  FluxSource,
  MLService,
  Model,
  Monitoring,
  Mount,
  Runtime,
  Via,
  warn,
} from '../../src/index';
import { renderApp } from '../../src/render/render-app';
import { IMAGE, SERVER, VLLM } from '../fuzz/sound-parts';
import type { Case } from './case';

const strings = (count: number) => Array.from({ length: count }, (_, i) => `a${i}`);
const source = { kind: 'GitRepository', name: 'flux-system', namespace: 'flux-system', path: 'dist' } as const;

/** Props that no single value of their own type breaks, or that other kinds of jobs and servers refuse. */
export const OTHERS: readonly Case[] = [
  ['BatchJob.args', 'BatchJob by TrainJob', 'args', strings(129)],
  ['BatchJob.command', 'BatchJob by TrainJob', 'command', strings(129)],
  ['BatchJob.extraContainers', 'BatchJob', 'extraContainers', []],
  ['BatchJob.security', 'BatchJob', 'security', 7],
  ['ClusterQueue.strategy', 'ClusterQueue', 'strategy', 'x'],
  ['KServeInferenceService.callers', 'KServeInferenceService', 'callers', 7],
  ['KServeInferenceService.monitoring', 'KServeInferenceService', 'monitoring', Monitoring.service()],
  ['MLService.args', 'MLService scaled by use', 'runtime', Runtime.vllm({ image: VLLM, args: ['--port=9'] })],
  ['StatefulService.start', 'StatefulService', 'start', 'x'],
  ['StatefulService.mounts', 'StatefulService', 'mounts', 7],
  ['StatefulService.security', 'StatefulService', 'security', 7],
  ['WebService.security', 'WebService', 'security', 7],
  ['WorkloadPriorityClass.description', 'WorkloadPriorityClass', 'description', 'a'.repeat(2049)],
];

/** A route beside another, in an app that is rendered. */
function routes(...props: readonly Partial<BlueGreenRouteProps>[]): void {
  const app = new App();
  const chart = new Chart(new Environment(app, 'prod'), 'routes', { namespace: 'team' });
  const [blue, green] = ['blue', 'green'].map((name) => ({ name, port: 80 }));
  const via = Via.gatewayApi({ gateway: { name: 'public' } });
  for (const [i, each] of props.entries()) {
    new BlueGreenRoute(chart, `route-${i}`, {
      hostname: 'models.example.com',
      blue,
      green,
      live: 'blue',
      via,
      ...each,
    } as BlueGreenRouteProps);
  }
  renderApp(app);
}

function inChart(build: (chart: Chart) => unknown, environment = {}): void {
  const app = new App();
  build(new Chart(new Environment(app, 'prod', environment), 'chart', { namespace: 'team' }));
  renderApp(app);
}

/** What is no prop of one construct: places, neighbors, environments, factories. */
export const CALLS: Readonly<Record<string, () => unknown>> = {
  'BlueGreenRoute.neighbor': () => routes({}, {}),
  'Environment.id': () => new Environment(new App(), 'A b'),
  'Environment.scope': () => new Environment(new Environment(new App(), 'a'), 'b'),
  'FluxSource.name': () => FluxSource.existing({ ...source, name: 'A b' }),
  'FluxSource.namespace': () => FluxSource.existing({ ...source, namespace: 'A b' }),
  'FluxSource.path': () => FluxSource.existing({ ...source, path: '../x' }),
  'MLService.kubernetes': () =>
    inChart((chart) => new MLService(chart, 'a', { ...SERVER, model: Model.ociImage(IMAGE) }), { kubernetes: '1.33' }),
  'MLService.namespace': () => new MLService(new Chart(new App(), 'chart'), 'a', SERVER),
  'Mount.size': () => Mount.ephemeral('/a', { size: Size.kibibytes(0) }),
  'Mount.sizeLimit': () => Mount.memory('/a', { sizeLimit: Size.kibibytes(0) }),
  'Mount.storageClass': () => Mount.ephemeral('/a', { size: Size.gibibytes(1), storageClass: 'A b' }),
  'warn.props': () => inChart((chart) => warn(chart, 'a.b', { what: 7, fix: '' } as never)),
};

/** Codes of several constructs together, each reached through constructors in the tests of its room. */
export const IN_ROOMS: Readonly<Record<string, readonly string[]>> = {
  'test/gitops': [
    ...['waves', 'health', 'order', 'wave', 'deletion', 'syncOptions'].map((rule) => `ArgoApplication.${rule}`),
    ...['substitution', 'job'].map((rule) => `FluxKustomization.${rule}`),
  ],
  'test/batch': ['BatchJob.changed', 'BatchJob.claim', 'BatchJob.sparkConf'],
  'test/routing': ['BlueGreenRoute.pods', 'BlueGreenRoute.selectors', 'BlueGreenRoute.drain'],
  'test/pipeline': [
    ...['cycle', 'after', 'producer', 'dataset', 'access', 'topic', 'stage', 'scope', 'claim', 'quota', 'history', 'containers', 'command'],
  ].map((rule) => `DataPipeline.${rule}`),
};
