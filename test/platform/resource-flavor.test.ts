import { ResourceFlavor, type ResourceFlavorProps } from '../../src/platform/queue/resource-flavor';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const yaml = (props?: ResourceFlavorProps) => renderedYaml((chart) => void new ResourceFlavor(chart, 'spot', props));

describe('a ResourceFlavor', () => {
  test('renders nodes of any kind', () => {
    expect(yaml()).toMatchSnapshot();
  });

  test('renders spot nodes with their labels, taints and topology, in no namespace', () => {
    const text = yaml({
      name: 'spot-h100',
      nodeLabels: { 'nvidia.com/gpu.product': 'NVIDIA-H100-80GB-HBM3' },
      nodeTaints: [{ key: 'spot', value: 'true', effect: 'NoSchedule' }],
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
      topologyName: 'racks',
    });
    expect(text).toMatchSnapshot();
  });

  test.each<[string, string, ResourceFlavorProps]>([
    ['a name with a capital', 'ResourceFlavor.name', { name: 'Spot' }],
    ['a label value that is none', 'ResourceFlavor.nodeLabels', { nodeLabels: { pool: 'a b' } }],
    ['nine labels', 'ResourceFlavor.nodeLabels', { nodeLabels: Object.fromEntries([...'abcdefghi'].map((key) => [key, key])) }],
    ['nine tolerations', 'ResourceFlavor.tolerations', { tolerations: Array.from({ length: 9 }, () => ({ operator: 'Exists' })) }],
    ['a topology of unknown nodes', 'ResourceFlavor.topologyName', { topologyName: 'racks' }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});
