import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { capacityPools, type DeclaredCapacity } from '../../src/kube/capacity/capacity-pools';
import { declareDemand } from '../../src/kube/capacity/demand';

const [GPU, H100, L4] = ['nvidia.com/gpu', 'nvidia.com/gpu/H100', 'nvidia.com/gpu/L4'];

/** Pools as `key: declared [members]`. */
function pools(capacity: DeclaredCapacity, products: readonly (string | undefined)[]): readonly string[] {
  const chart = new Chart(new App(), 'chart');
  products.forEach((product, index) => {
    declareDemand(new Construct(chart, `w${index}`), { workload: `w${index}`, resource: GPU, product, devices: 1, live: 1 });
  });
  return capacityPools(chart, capacity).map(
    ({ key, declared, members }) => `${key}: ${declared} [${members.map(({ workload }) => workload)}]`,
  );
}

test.each<[string, DeclaredCapacity, (string | undefined)[], string[]]>([
  ['nothing declared, nothing known', {}, ['H100'], [`${H100}: undefined [w0]`]],
  ['a product draws from its own', { [H100]: 8 }, ['H100'], [`${H100}: 8 [w0]`]],
  ['and from the total, where there is one', { [H100]: 8, [GPU]: 12 }, ['H100', undefined], [`${GPU}: 12 [w0,w1]`, `${H100}: 8 [w0]`]],
  ['no product takes any', { [H100]: 4, [L4]: 2 }, [undefined], [`${GPU}: 6 [w0]`, `${H100}: 4 []`, `${L4}: 2 []`]],
  ['who lists products lists all', { [H100]: 4 }, ['L4'], [`${H100}: 4 []`, `${L4}: 0 [w0]`]],
  ['a total says nothing of its products', { [GPU]: 4 }, ['L4'], [`${GPU}: 4 [w0]`, `${L4}: undefined [w0]`]],
  ['what nobody asks for is there', { 'amd.com/gpu': 4 }, [], ['amd.com/gpu: 4 []']],
])('%s', (_, capacity, products, expected) => expect(pools(capacity, products)).toEqual(expected));
