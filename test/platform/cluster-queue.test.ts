import { Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { Gpu } from '../../src/kube/devices/accelerator';
import { ClusterQueue, type ClusterQueueProps } from '../../src/platform/queue/cluster-queue';
import { ResourceFlavor } from '../../src/platform/queue/resource-flavor';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';

const flavor = { flavor: 'spot', cpu: Cpu.cores(64), memory: Size.gibibytes(512), ephemeralStorage: Size.tebibytes(1) };
const LEAST: ClusterQueueProps = { flavors: [flavor], namespaces: ['team-a'] };
const yaml = (props: Partial<ClusterQueueProps> = {}) =>
  renderedYaml((chart) => void new ClusterQueue(chart, 'research', { ...LEAST, ...props }));

describe('a ClusterQueue', () => {
  test('renders quota of two kinds of nodes, in no namespace', () => {
    const text = renderedYaml((chart) => {
      const spot = new ResourceFlavor(chart, 'spot');
      new ClusterQueue(chart, 'research', {
        cohort: 'ml',
        namespaces: ['team-a', { name: 'team-b' }],
        strategy: 'StrictFIFO',
        preemption: { withinClusterQueue: 'LowerPriority', reclaimWithinCohort: 'Any' },
        fairWeight: 2,
        flavors: [
          { ...flavor, flavor: spot, accelerators: [Gpu.nvidia(8)] },
          { ...flavor, flavor: 'on-demand', accelerators: [Gpu.nvidia(2)] },
        ],
      });
    });
    expect(text).toMatchSnapshot();
  });

  // An empty selector is every namespace; none at all is no namespace.
  test('lets in every namespace only when told so', () => {
    const [queue] = renderedManifests((chart) => void new ClusterQueue(chart, 'research', { ...LEAST, namespaces: 'all' }));
    expect(queue).toMatchObject({ spec: { namespaceSelector: {} } });
  });

  test.each<[string, string, object]>([
    ['no flavors', 'ClusterQueue.flavors', { flavors: undefined }],
    ['no namespaces', 'ClusterQueue.namespaces', { namespaces: undefined }],
    ['an empty list of namespaces', 'ClusterQueue.namespaces', { namespaces: [] }],
    ['one namespace as text', 'ClusterQueue.namespaces', { namespaces: 'team-a' }],
    ['a namespace that is none', 'ClusterQueue.namespaces', { namespaces: ['Team'] }],
    ['a cohort that is no name', 'ClusterQueue.cohort', { cohort: 'ML' }],
    ['an unknown strategy', 'ClusterQueue.strategy', { strategy: 'LIFO' }],
    ['an unknown preemption', 'ClusterQueue.preemption', { preemption: { withinClusterQueue: 'Any' } }],
    ['a weight below zero', 'ClusterQueue.fairWeight', { fairWeight: -1 }],
    ['a name with a capital', 'ClusterQueue.name', { name: 'Research' }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});
