import { torchrunVariables } from '../../src/batch/pod/torchrun';
import { codeOf } from '../support/code-of';

const rank = { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } };
const variables = (change: object = {}) =>
  torchrunVariables('job', { nodes: 4, processesPerNode: 8, rank, address: 'first', port: 29500, ...change });

describe('the variables of torchrun', () => {
  test('are text, one for each of its options', () => {
    expect(variables()).toEqual({
      PET_NNODES: '4',
      PET_NPROC_PER_NODE: '8',
      PET_NODE_RANK: rank,
      PET_MASTER_ADDR: 'first',
      PET_MASTER_PORT: '29500',
    });
  });

  test.each([
    ['BatchJob.processesPerNode', { processesPerNode: 0 }],
    ['BatchJob.processesPerNode', { processesPerNode: 1.5 }],
    ['BatchJob.port', { port: 1023 }],
    ['BatchJob.port', { port: 65_536 }],
  ])('are refused with %s', (code, change) => {
    expect(codeOf(() => variables(change))).toBe(code);
  });
});
