import { ApiObject, Chart, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Cpu } from '../../src/base/cpu';
import { findingText } from '../../src/base/finding';
import { Environment } from '../../src/environment/environment';
import { Order } from '../../src/pipeline/order';
import { Stage } from '../../src/pipeline/stages/stage';
import { TeamNamespace, type TeamNamespaceProps } from '../../src/platform/namespace/team-namespace';
import { renderApp } from '../../src/render/render-app';
import { PipelineFixture, TASK } from './pipeline-fixture';

const order = { gitops: Order.gitops(), workflow: Order.argoWorkflows() };

function fixture(kind: keyof typeof order, hard: Readonly<Record<string, string>>, namespace = 'team-a') {
  const made = new PipelineFixture();
  made.pipeline({ order: order[kind], stages: [Stage.job('ingest', TASK)] });
  const chart = new Chart(made.prod, 'limits', { namespace });
  new ApiObject(chart, 'quota', { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'by-hand' }, spec: { hard } });
  return made;
}

describe('a quota that was written by hand', () => {
  test('is refused by the bare name of a device, which Kubernetes accepts and never counts', () => {
    expect(fixture('gitops', { 'nvidia.com/gpu': '8' }).findings()).toEqual([
      'prod/features: the quota prod/limits/quota of the pipeline\'s namespace limits "nvidia.com/gpu", which is a name that Kubernetes accepts but never counts\n' +
        '  fix: use "requests.nvidia.com/gpu" [DataPipeline.quota]',
    ]);
  });

  test('is accepted by the names that count, and left alone in other namespaces and clusters', () => {
    expect(fixture('gitops', { 'requests.nvidia.com/gpu': '8', 'count/jobs.batch': '10' }).codes()).toEqual([]);
    expect(fixture('gitops', { 'nvidia.com/gpu': '8' }, 'team-b').codes()).toEqual([]);
    const other = fixture('gitops', {});
    const chart = new Chart(new Environment(other.app, 'dev'), 'limits', { namespace: 'team-a' });
    new ApiObject(chart, 'quota', {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'x' },
      spec: { hard: { 'amd.com/gpu': '1' } },
    });
    expect(other.codes()).toEqual([]);
  });

  test('is seen from whatever library it comes', () => {
    const made = fixture('gitops', {});
    const chart = new Chart(made.prod, 'plus', { namespace: 'team-a' });
    new kplus.k8s.KubeResourceQuota(chart, 'quota', {
      metadata: { name: 'plus' },
      spec: { hard: { 'nvidia.com/gpu': kplus.k8s.Quantity.fromString('8') } },
    });
    expect(made.codes()).toEqual(['DataPipeline.quota']);
  });
});

describe('a quota that every container must answer to', () => {
  const warnings = (kind: keyof typeof order, props: TeamNamespaceProps) => {
    const made = fixture(kind, {});
    new TeamNamespace(new Chart(made.prod, 'home'), 'team-a', props);
    return renderApp(made.app).warnings.map(findingText);
  };
  const quota = { cpu: Cpu.cores(8), memory: Size.gibibytes(64), pods: 20 };

  test('is warned of in a workflow, whose engine adds containers that say nothing', () => {
    expect(warnings('workflow', { quota })).toEqual([
      expect.stringMatching(
        /^prod\/features: the namespace limits requests\.cpu, requests\.memory, and has no default.*\n.*\[DataPipeline\.quota\]$/,
      ),
    ]);
  });

  test('is nothing to warn of with defaults, without a workflow, or when it limits devices alone', () => {
    const containerDefaults = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
    expect(warnings('workflow', { quota, containerDefaults })).toEqual([]);
    expect(warnings('gitops', { quota })).toEqual([]);
    expect(warnings('workflow', { quota: { pods: 5, other: { 'requests.nvidia.com/gpu': '1' } } })).toEqual([]);
  });

  test('is warned of for what the defaults leave out', () => {
    const containerDefaults = { cpu: Cpu.millis(100), memory: Size.mebibytes(128) };
    const given = warnings('workflow', { quota: { other: { cpu: '8', 'limits.memory': '8Gi', 'limits.cpu': '8' } }, containerDefaults });
    expect(given.join()).toContain('limits limits.cpu, and');
  });
});
