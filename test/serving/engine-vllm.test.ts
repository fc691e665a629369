import { Env } from '../../src/kube/pod/environment-variables';
import { Runtime, type VllmProps } from '../../src/serving/runtime/runtime';
import type { EngineInput } from '../../src/serving/runtime/runtime-engine';
import { vllmEngine } from '../../src/serving/runtime/vllm-engine';
import { codeOf } from '../support/code-of';
import { COMMIT, DIGEST, VLLM_IMAGE } from './serving-props';

const hub = { kind: 'hub', repository: 'acme/llama', revision: COMMIT } as const;
const path = { kind: 'path', path: '/mnt/models/llama' } as const;
const engine = (props: Partial<VllmProps> = {}, input: Partial<EngineInput> = {}) => {
  const defaults = { where: 'test', app: 'chat', target: hub, devices: 1, drainSeconds: 45, env: undefined };
  return vllmEngine(Runtime.vllm({ image: VLLM_IMAGE, ...props }), { ...defaults, ...input });
};

test('a model of the hub is loaded by name and commit, and keeps its name', () => {
  expect(engine().args).toEqual(['acme/llama', `--revision=${COMMIT}`, '--port=8000', '--shutdown-timeout=45']);
  expect(engine().env).toMatchObject({ HF_HOME: '/mnt/models/huggingface' });
});

test('a model in the file system is served under the name of the app, so that no client sees its path', () => {
  expect(engine({}, { target: path }).args.slice(0, 2)).toEqual(['/mnt/models/llama', '--served-model-name=chat']);
  expect(engine({ servedModelName: 'llama' }).args).toContain('--served-model-name=llama');
});

test('startup and readiness ask for the models, because health may answer before they are loaded', () => {
  expect(engine()).toMatchObject({ readinessPath: '/v1/models', livenessPath: '/health' });
});

test('readiness asks for health once an API key closes /v1', () => {
  const env = { VLLM_API_KEY: Env.secret('llama', 'key') };
  expect(engine({}, { env })).toMatchObject({ readinessPath: '/health' });
});

test.each<[string, boolean]>([
  [`vllm/vllm-openai:v0.18.0@${DIGEST}`, true],
  [`vllm/vllm-openai:v0.17.2@${DIGEST}`, false],
  ['vllm/vllm-openai:v1.0.0', true],
  [`ghcr.io/acme/vllm@${DIGEST}`, true],
  [`ghcr.io/acme/vllm:nightly@${DIGEST}`, true],
])('the drain of %s: %s', (image, drains) => {
  expect(engine({ image }).drains).toBe(drains);
  expect(engine({ image }).args.includes('--shutdown-timeout=45')).toBe(drains);
  expect(engine({ image, shutdownTimeout: !drains }).drains).toBe(!drains);
});

test('further arguments come last', () => {
  expect(engine({ args: ['--max-model-len=8192'] }).args.at(-1)).toBe('--max-model-len=8192');
});

test.each([
  '--model=x',
  '--revision',
  '--port=9000',
  '--tensor-parallel-size',
  '--tensor_parallel_size=2',
  '-tp',
  '--shutdown-timeout=1',
  '--api-key=secret',
  '--ssl-keyfile=/key',
])('the argument %s is refused', (argument) => expect(codeOf(() => engine({ args: [argument] }))).toBe('MLService.args'));

test("a refused key's value is not in the message", () => {
  expect(() => engine({ args: ['--api-key=hunter2'] })).not.toThrow('hunter2');
});
