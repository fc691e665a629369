import { tritonEngine } from '../../src/serving/runtime/engine-triton';
import { Runtime } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';
import { COMMIT, TRITON_IMAGE } from './serving-props';

const input = { where: 'test', app: 'ranker', target: { kind: 'path', path: '/m' } as const, devices: 1, drainSeconds: 45, env: undefined };

test('three ports have names, and gRPC says what it speaks', () => {
  expect(tritonEngine(Runtime.triton({ image: TRITON_IMAGE }), input).ports).toEqual([
    { name: 'http', port: 8000 },
    { name: 'grpc', port: 8001, appProtocol: 'kubernetes.io/h2c' },
    { name: 'metrics', port: 8002 },
  ]);
});

test('the server waits as long as the drain', () => {
  expect(tritonEngine(Runtime.triton({ image: TRITON_IMAGE }), input).args).toContain('--exit-timeout-secs=45');
});

test('the hub is refused: Triton does not fetch from it', () => {
  const target = { kind: 'hub', repository: 'acme/llama', revision: COMMIT } as const;
  expect(codeOf(() => tritonEngine(Runtime.triton({ image: TRITON_IMAGE }), { ...input, target }))).toBe('MLService.download');
});

test.each(['--model-repository=/x', '--http-port=80', '--exit-timeout-secs=1'])('the argument %s is refused', (argument) => {
  expect(codeOf(() => tritonEngine(Runtime.triton({ image: TRITON_IMAGE, args: [argument] }), input))).toBe('MLService.args');
});
