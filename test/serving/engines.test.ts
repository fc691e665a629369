import { Env } from '../../src/kube/pod/environment-variables';
import { parseImage } from '../../src/kube/pod/image';
import type { EngineInput } from '../../src/serving/runtime/engine';
import { engineOf } from '../../src/serving/runtime/engines';
import { type CustomRuntimeOptions, Runtime, type VllmOptions } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';
import { COMMIT, DIGEST, SCORER_IMAGE, TGI_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

const hub = { kind: 'hub', repository: 'acme/llama', revision: COMMIT } as const;
const path = { kind: 'path', path: '/m' } as const;
const engineFor = (runtime: Runtime, input: Partial<EngineInput> = {}) =>
  engineOf(runtime, {
    where: 'test',
    app: 'chat',
    image: parseImage('MLService.image', 'test', runtime.image),
    target: path,
    devices: 1,
    nodes: 1,
    drainSeconds: 45,
    env: undefined,
    ...input,
  });

describe('vLLM', () => {
  const engine = (props: Partial<VllmOptions> = {}, input: Partial<EngineInput> = {}) =>
    engineFor(Runtime.vllm({ image: VLLM_IMAGE, ...props }), { target: hub, ...input });

  test('a model of the hub is loaded by name and commit, and keeps its name', () => {
    expect(engine().args).toEqual(['acme/llama', `--revision=${COMMIT}`, '--port=8000', '--shutdown-timeout=45']);
    expect(engine().env).toMatchObject({ HF_HOME: '/mnt/models/huggingface' });
  });

  test('a model in the file system is served under the name of the app, so that no client sees its path', () => {
    expect(engine({}, { target: path }).args.slice(0, 2)).toEqual(['/m', '--served-model-name=chat']);
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
});

describe('TGI', () => {
  const engine = (args: readonly string[] = [], input: Partial<EngineInput> = {}) =>
    engineFor(Runtime.tgi({ image: TGI_IMAGE, args }), { target: hub, devices: 4, ...input });

  test('a model of the hub is loaded by name and commit, split over all devices', () => {
    const { args, env } = engine(['--max-input-tokens=4096']);
    expect(args).toEqual([
      '--model-id=acme/llama',
      `--revision=${COMMIT}`,
      '--hostname=0.0.0.0',
      '--port=8080',
      '--num-shard=4',
      '--max-input-tokens=4096',
    ]);
    expect(env).toMatchObject({ HF_HOME: '/mnt/models/huggingface', HUGGINGFACE_HUB_CACHE: '/mnt/models/huggingface/hub' });
  });

  test('a model in the file system is loaded by its path', () => {
    const { args, env } = engine([], { devices: 1, target: path });
    expect(args).toEqual(['--model-id=/m', '--hostname=0.0.0.0', '--port=8080']);
    expect(env).not.toHaveProperty('HF_HOME');
  });

  test.each(['--model-id=x', '--num-shard=2', '-p', '--api-key=secret'])('the argument %s is refused', (argument) => {
    expect(codeOf(() => engine([argument]))).toBe('MLService.args');
  });
});

describe('Triton', () => {
  const engine = (args: readonly string[] = [], input: Partial<EngineInput> = {}) =>
    engineFor(Runtime.triton({ image: TRITON_IMAGE, args }), input);

  test('three ports have names, and gRPC says what it speaks', () => {
    expect(engine().ports).toEqual([
      { name: 'http', port: 8000 },
      { name: 'grpc', port: 8001, appProtocol: 'kubernetes.io/h2c' },
      { name: 'metrics', port: 8002 },
    ]);
  });

  test('the server waits as long as the drain', () => {
    expect(engine().args).toContain('--exit-timeout-secs=45');
  });

  test('the hub is refused: Triton does not fetch from it', () => {
    expect(codeOf(() => engine([], { target: hub }))).toBe('MLService.download');
  });

  test.each(['--model-repository=/x', '--http-port=80', '--exit-timeout-secs=1'])('the argument %s is refused', (argument) => {
    expect(codeOf(() => engine([argument]))).toBe('MLService.args');
  });
});

describe('a custom server', () => {
  const base = { image: SCORER_IMAGE, port: 8080, healthPath: '/healthz' };
  const engine = (change: object = {}, input: Partial<EngineInput> = {}) =>
    engineFor(Runtime.custom({ ...base, ...change } as CustomRuntimeOptions), input);

  test('one health path answers both questions, two answer one each', () => {
    expect(engine()).toMatchObject({ readinessPath: '/healthz', livenessPath: '/healthz' });
    const two = engine({ healthPath: undefined, readinessPath: '/ready', livenessPath: '/live' });
    expect(two).toMatchObject({ readinessPath: '/ready', livenessPath: '/live' });
  });

  test('the server learns where its model is, and keeps its own home and command', () => {
    expect(engine()).toMatchObject({ env: { MODEL_PATH: '/m' }, args: [] });
    expect(engine()).not.toHaveProperty('command');
    expect(engine({ command: ['serve'], args: ['$(MODEL_PATH)'] })).toMatchObject({ command: ['serve'], args: ['$(MODEL_PATH)'] });
  });

  test('metrics get a port of their own only when they have one', () => {
    expect(engine({ metricsPort: 9090 }).ports).toEqual([
      { name: 'http', port: 8080 },
      { name: 'metrics', port: 9090 },
    ]);
    expect(engine({ metricsPort: 8080 }).ports).toHaveLength(1);
  });

  test.each<[string, object, string]>([
    ['port 0', { port: 0 }, 'MLService.port'],
    ['a port above 65535', { metricsPort: 70_000 }, 'MLService.port'],
    ['no health path', { healthPath: undefined }, 'Runtime.custom'],
    ['a relative health path', { healthPath: 'healthz' }, 'MLService.healthPath'],
    ['one path of two', { healthPath: undefined, readinessPath: '/ready' }, 'Runtime.custom'],
  ])('%s is refused', (_, change, code) => expect(codeOf(() => engine(change))).toBe(code));

  test('the hub is refused without a download', () => {
    expect(codeOf(() => engine({}, { target: hub }))).toBe('MLService.download');
  });
});
