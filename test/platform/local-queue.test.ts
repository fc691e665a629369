import { App, Chart, Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { ClusterQueue } from '../../src/platform/queue/cluster-queue';
import { LocalQueue, type LocalQueueProps } from '../../src/platform/queue/local-queue';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';

const yaml = (props: Partial<LocalQueueProps> = {}) =>
  renderedYaml((chart) => void new LocalQueue(chart, 'team-a', { clusterQueue: 'research', ...props }));

describe('a LocalQueue', () => {
  test('renders the door of its namespace to a ClusterQueue', () => {
    expect(yaml()).toMatchSnapshot();
  });

  test('comes after the ClusterQueue that it is given', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    const flavors = [{ flavor: 'any', cpu: Cpu.cores(8), memory: Size.gibibytes(8), ephemeralStorage: Size.gibibytes(8) }];
    const clusterQueue = new ClusterQueue(chart, 'research', { flavors, namespaces: 'all' });
    const queue = new LocalQueue(chart, 'team-a', { clusterQueue });
    expect(queue.node.dependencies).toEqual([clusterQueue]);
    expect(queue.resource.toJson().spec).toEqual({ clusterQueue: 'research' });
  });

  test.each<[string, string, object]>([
    ['no ClusterQueue', 'LocalQueue.clusterQueue', { clusterQueue: undefined }],
    ['a ClusterQueue that is no name', 'LocalQueue.clusterQueue', { clusterQueue: 'Research' }],
    ['a name that fits no label', 'LocalQueue.name', { name: 'a'.repeat(64) }],
  ])('refuses %s', (_, code, props) => {
    expect(codeOf(() => yaml(props))).toBe(code);
  });
});
