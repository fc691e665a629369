import fc from 'fast-check';
import { ConfigError } from '../../src/base/config-error';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { refuseWrongShapes } from '../../src/serving/prop-shapes';
import { codeOf } from '../support/code-of';
import { cpu, gpu, serve } from './serving-props';

test('a prop that is misspelt is refused with the one that was meant', () => {
  const misspelt = { ...cpu, replcas: 2 };
  expect(() => serve(misspelt)).toThrow('test/llama: there is no prop "replcas"\n  fix: use replicas [MLService.props]');
  expect(() => serve({ ...cpu, somethingElse: 1 } as MLServiceProps)).toThrow('fix: remove it [MLService.props]');
});

test('a prop that is given as undefined is not given', () => expect(codeOf(() => serve({ ...cpu, version: undefined }))).toBe('accepted'));

test('a value of another kind is refused with what to type', () => {
  expect(() => serve({ ...cpu, rollout: 'recreate' } as unknown as MLServiceProps)).toThrow(
    'rollout is "recreate"\n  fix: use rollout: Rollout.auto(), or leave it out [MLService.rollout]',
  );
});

const PROPS = [
  ...['name', 'app', 'version', 'model', 'modelSize', 'cache', 'download', 'runtime', 'accelerator', 'startup', 'replicas', 'rollout'],
  ...['drain', 'servicePort', 'sharedMemory', 'scratch', 'callers', 'monitoring', 'slo', 'cpu', 'cpuLimit', 'memory', 'ephemeralStorage'],
  ...[
    'extendedResources',
    'env',
    'mounts',
    'security',
    'serviceAccount',
    'mountServiceAccountToken',
    'imagePullSecrets',
    'nodes',
    'worker',
  ],
  ...['extraContainers', 'initContainers', 'nodeSelector', 'tolerations', 'affinity', 'topologySpread', 'priorityClassName', 'podLabels'],
  ...['runtimeClassName', 'schedulerName', 'podAnnotations', 'exclusiveTopology'],
];

test('whatever stands in the place of a value, it is refused by name or means something', () => {
  const junk = fc.oneof(
    fc.constantFrom<unknown>(null, true, '', 'x', 0, -1, 1.5, [], {}, [null], [{}], { kind: 'x' }),
    fc.jsonValue({ maxDepth: 2 }),
  );
  fc.assert(
    fc.property(fc.constantFrom(...PROPS), junk, (prop, value) => {
      try {
        serve({ ...gpu, [prop]: value } as unknown as MLServiceProps);
      } catch (error) {
        if (!ConfigError.is(error)) throw error;
        expect(error.code).toMatch(/^MLService\.|^Mount\./);
      }
    }),
    { numRuns: 1000 },
  );
});

test('nothing is not an object of props', () => expect(() => refuseWrongShapes('test', {})).not.toThrow());
