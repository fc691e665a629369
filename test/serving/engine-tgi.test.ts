import { tgiEngine } from '../../src/serving/runtime/engine-tgi';
import { Runtime } from '../../src/serving/runtime/runtime';
import { codeOf } from '../support/code-of';
import { COMMIT, TGI_IMAGE } from './serving-props';

const hub = { kind: 'hub', repository: 'acme/llama', revision: COMMIT } as const;
const input = { where: 'test', app: 'chat', target: hub, devices: 4, drainSeconds: 30, env: undefined };

test('a model of the hub is loaded by name and commit, split over all devices', () => {
  const { args, env } = tgiEngine(Runtime.tgi({ image: TGI_IMAGE, args: ['--max-input-tokens=4096'] }), input);
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
  const { args, env } = tgiEngine(Runtime.tgi({ image: TGI_IMAGE }), { ...input, devices: 1, target: { kind: 'path', path: '/m' } });
  expect(args).toEqual(['--model-id=/m', '--hostname=0.0.0.0', '--port=8080']);
  expect(env).not.toHaveProperty('HF_HOME');
});

test.each(['--model-id=x', '--num-shard=2', '-p', '--api-key=secret'])('the argument %s is refused', (argument) => {
  expect(codeOf(() => tgiEngine(Runtime.tgi({ image: TGI_IMAGE, args: [argument] }), input))).toBe('MLService.args');
});
