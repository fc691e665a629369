import { App, Chart, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { deliveryHintsOf } from '../../src/kube/delivery/delivery-hints';
import { Gpu } from '../../src/kube/devices/accelerator';
import { TeamNamespace, type TeamNamespaceProps } from '../../src/platform/namespace/team-namespace';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';

const yaml = (props?: TeamNamespaceProps) => renderedYaml((chart) => void new TeamNamespace(chart, 'team-b', props));

describe('a TeamNamespace renders', () => {
  test('a namespace that lets in restricted pods alone', () => {
    expect(yaml()).toMatchSnapshot();
  });

  test('limits, defaults and a closed network in the namespace itself, whatever the namespace of the chart', () => {
    const text = yaml({
      quota: {
        cpu: Cpu.cores(64),
        memory: Size.gibibytes(512),
        storage: Size.tebibytes(4),
        accelerators: [Gpu.nvidia(8)],
        pods: 200,
        other: { 'count/jobs.batch': '500' },
      },
      containerDefaults: { cpu: Cpu.millis(250), memory: Size.gibibytes(1), maxMemory: Size.gibibytes(256) },
      isolation: { allowDns: true, allowSameNamespace: true },
      labels: { owner: 'ranking' },
      annotations: { 'example.com/cost-center': '4711' },
    });
    expect(text).toMatchSnapshot();
  });
});

describe('a TeamNamespace refuses', () => {
  test.each<[string, string, TeamNamespaceProps]>([
    ['a name with a capital', 'TeamNamespace.name', { name: 'TeamB' }],
    ['the default namespace', 'TeamNamespace.name', { name: 'default' }],
    ['a namespace of Kubernetes', 'TeamNamespace.name', { name: 'kube-system' }],
    ['an unknown level', 'TeamNamespace.podSecurity', { podSecurity: { enforce: 'strict' as 'restricted' } }],
    ['a quota of nothing', 'TeamNamespace.quota', { quota: {} }],
    ['a label value that is none', 'Namespace.labels', { labels: { owner: 'a b' } }],
  ])('%s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});

describe('of every TeamNamespace it holds that', () => {
  test('no delivery prunes it', () => {
    const team = new TeamNamespace(new Chart(new App(), 'test'), 'team-b');
    expect(deliveryHintsOf(team.resource).retain).toBe(true);
    expect(team.name).toBe('team-b');
  });

  test('its levels stay when labels say otherwise', () => {
    const [namespace] = renderedManifests((chart) => {
      new TeamNamespace(chart, 'team-b', { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } });
    });
    expect(namespace?.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  });

  test('all of it stands in the namespace', () => {
    const manifests = renderedManifests((chart) => {
      new TeamNamespace(chart, 'team', {
        name: 'prod-team',
        isolation: { allowDns: false, allowSameNamespace: false },
        quota: { pods: 1 },
      });
    });
    const places = manifests.map((manifest) => (manifest.kind === 'Namespace' ? manifest.metadata.name : manifest.metadata.namespace));
    expect(new Set(places)).toEqual(new Set(['prod-team']));
    expect(manifests).toHaveLength(3);
  });
});
