import { Size } from 'cdk8s';
import { Cpu } from '../../src/base/cpu';
import { type ContainerDefaults, resolveContainerDefaults } from '../../src/platform/namespace/quota';
import { codeOf } from '../support/code-of';

const defaults: ContainerDefaults = { cpu: Cpu.millis(250), memory: Size.gibibytes(1) };

describe('resolveContainerDefaults', () => {
  test('reserves what a container does not ask for, and limits its memory', () => {
    expect(resolveContainerDefaults('team', defaults)).toEqual({
      limits: [{ type: 'Container', defaultRequest: { cpu: '250m', memory: '1Gi' }, default: { memory: '1Gi' } }],
    });
  });

  // With one, Kubernetes would make it the CPU limit of every container that has none.
  test('sets no upper bound of processor time', () => {
    const [limit] = resolveContainerDefaults('team', { ...defaults, maxMemory: Size.gibibytes(64) }).limits;
    expect(limit?.max).toEqual({ memory: '64Gi' });
  });

  test.each<[string, string, object]>([
    ['an upper bound below the default', 'TeamNamespace.containerDefaults', { ...defaults, maxMemory: Size.mebibytes(512) }],
    ['no memory', 'TeamNamespace.containerDefaults', { ...defaults, memory: Size.gibibytes(0) }],
  ])('refuses %s', (_, code, given) => {
    expect(codeOf(() => resolveContainerDefaults('team', given as ContainerDefaults))).toBe(code);
  });
});
