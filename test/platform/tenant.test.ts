import { App, Chart, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { FindingsError } from '../../src/base/findings-error';
import { Environment } from '../../src/environment/environment';
import { Gpu } from '../../src/kube/devices/accelerator';
import { Subject } from '../../src/platform/access/role-binding';
import { Tenant, type TenantProps } from '../../src/platform/namespace/tenant';
import { ClusterQueue } from '../../src/platform/queue/cluster-queue';
import { renderApp } from '../../src/render/render-app';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';

const FLAVORS = [{ flavor: 'spot', cpu: Cpu.cores(64), memory: Size.gibibytes(512), ephemeralStorage: Size.tebibytes(1) }];
const inDev = (build: (chart: Chart) => void) => ({
  build,
  options: { chart: { namespace: undefined }, scope: (app: App) => new Environment(app, 'dev', { namespacePrefix: 'dev-' }) },
});

describe('a Tenant', () => {
  test('renders a namespace of its environment with quota, access, a queue and an account for deliveries', () => {
    const { build, options } = inDev((chart) => {
      new Tenant(chart, 'language', {
        quota: { accelerators: [Gpu.nvidia(8)] },
        isolation: { allowDns: true, allowSameNamespace: true },
        access: { edit: [Subject.group('team-language')], view: [Subject.group('everyone')] },
        queue: { clusterQueue: 'research' },
        deployer: true,
      });
    });
    expect(renderedYaml(build, options)).toMatchSnapshot();
  });

  test('is a namespace and nothing else when nothing else is asked for', () => {
    expect(renderedManifests((chart) => void new Tenant(chart, 'language')).map(({ kind }) => kind)).toEqual(['Namespace']);
  });

  test('keeps all of it in the namespace', () => {
    const { build, options } = inDev((chart) => {
      const tenant = new Tenant(chart, 'language', { queue: { clusterQueue: 'research', name: 'gpus' }, deployer: true });
      expect([tenant.namespace, tenant.queue?.name, tenant.deployer?.name]).toEqual(['dev-language', 'gpus', 'deployer']);
    });
    const namespaces = renderedManifests(build, options).map(({ kind, metadata }) =>
      kind === 'Namespace' ? metadata.name : metadata.namespace,
    );
    expect(new Set(namespaces)).toEqual(new Set(['dev-language']));
  });

  test.each<[string, string, TenantProps]>([
    ['access of nobody', 'Tenant.access', { access: {} }],
    ['a role for nobody', 'RoleBinding.subjects', { access: { edit: [] } }],
    ['a namespace of Kubernetes', 'TeamNamespace.name', { name: 'kube-system' }],
    ['a device by its bare name', 'TeamNamespace.quota', { quota: { other: { 'nvidia.com/gpu': '8' } } }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => renderedYaml((chart) => void new Tenant(chart, 'language', props)))).toBe(code);
  });
});

describe('a Tenant whose quota stands in the app', () => {
  const render = (namespaces: 'all' | readonly string[]) => () => {
    const app = new App();
    const chart = new Chart(app, 'platform');
    const clusterQueue = new ClusterQueue(chart, 'research', { flavors: FLAVORS, namespaces });
    new Tenant(chart, 'language', { queue: { clusterQueue } });
    return renderApp(app);
  };

  test('is refused when the quota does not let it in', () => {
    expect(render(['ranking'])).toThrow(FindingsError);
    expect(render(['ranking'])).toThrow(/admits jobs of ranking, not of "language".*\n {2}fix: add "language".*\[Tenant\.queue\]/);
  });

  test.each([[['language']], ['all' as const]])('is accepted when %j is let in', (namespaces) => {
    expect(render(namespaces)).not.toThrow();
  });
});
