import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { COMMIT, gpu, SCORER_IMAGE, serve, TOOL_IMAGE, TRITON_IMAGE } from './serving-props';

const runtime = Runtime.triton({ image: TRITON_IMAGE });
const download = (change: object) => {
  const props = { ...gpu, runtime, download: { image: TOOL_IMAGE }, ...change } as unknown as MLServiceProps;
  const [container] = serve(props).pod.initContainers ?? [];
  if (container === undefined) throw new Error('no init container');
  return container;
};
const command = (model: Model) => download({ model }).command?.map((word) => word.replace(/\/mnt\/models\/[0-9a-f]{8}/, '<path>'));

test('each source is fetched by its own tool', () => {
  expect(command(gpu.model)?.join(' ')).toBe(`hf download acme/llama-8b --revision ${COMMIT} --local-dir <path>-llama-8b`);
  expect(command(Model.s3('s3://models/llama'))?.join(' ')).toBe('aws s3 sync s3://models/llama <path>-llama --only-show-errors');
  expect(command(Model.gcs('gs://models/llama'))?.slice(3)).toEqual(['sh', 'gs://models/llama', '<path>-llama']);
  const generation = Model.gcs('gs://models/a/m.onnx', { generation: '17' });
  expect(command(generation)).toEqual(['gcloud', 'storage', 'cp', 'gs://models/a/m.onnx#17', '<path>-m.onnx']);
});

test('one version of an object takes its place only when it is complete', () => {
  const [shell, flags, script, name, ...args] = command(Model.s3('s3://models/a/b/m.onnx', { versionId: 'v1' })) ?? [];
  expect([shell, flags, name]).toEqual(['sh', '-euc', 'sh']);
  expect(args).toEqual(['models', 'a/b/m.onnx', 'v1', '<path>-m.onnx']);
  expect(script).toMatchSnapshot();
});

test('the server is told where the download went', () => {
  const props = { ...gpu, runtime, download: { image: TOOL_IMAGE } };
  const path = download({}).env?.find((variable) => variable.name === 'MODEL_PATH')?.value;
  expect(serve(props).server.args).toContain(`--model-repository=${path}`);
});

test('the token of the hub goes to whoever fetches, and to nobody else', () => {
  const model = Model.huggingFace('acme/llama', { revision: COMMIT, token: { secret: 'hub' } });
  const names = (list: readonly { name: string }[] | undefined) => list?.map((variable) => variable.name);
  const fetchedFirst = serve({ ...gpu, model, download: { image: TOOL_IMAGE } });
  expect(names(fetchedFirst.pod.initContainers?.[0]?.env)).toContain('HF_TOKEN');
  expect(names(fetchedFirst.server.env)).not.toContain('HF_TOKEN');
  expect(names(serve({ ...gpu, model }).server.env)).toContain('HF_TOKEN');
});

test('a command of your own gets the address, the revision and the target', () => {
  const container = download({ download: { image: TOOL_IMAGE, command: ['fetch', '$(MODEL_URI)'], args: ['$(MODEL_PATH)'] } });
  expect([container.command, container.args]).toEqual([['fetch', '$(MODEL_URI)'], ['$(MODEL_PATH)']]);
  expect(container.env?.map((variable) => variable.name)).toEqual(['HOME', 'MODEL_URI', 'MODEL_REVISION', 'MODEL_PATH']);
});

test('the download has a user where the pod has none, because its image may start as root', () => {
  expect(download({}).securityContext?.runAsUser).toBeUndefined();
  const custom = Runtime.custom({ image: SCORER_IMAGE, port: 8080, healthPath: '/' });
  expect(download({ runtime: custom }).securityContext?.runAsUser).toBe(1000);
  expect(download({ runtime: custom, security: { runAsUser: 7 } }).securityContext?.runAsUser).toBeUndefined();
});

test('the progress deadline leaves time for the download at 50 MiB a second', () => {
  const seconds = (props: MLServiceProps) => Number(serve(props).deployment.spec.progressDeadlineSeconds);
  expect(seconds({ ...gpu, runtime, download: { image: TOOL_IMAGE } }) - seconds(gpu)).toBe(Math.ceil((16 * 1024) / 50));
});

test("a variable of the tool may refer to an earlier one of the user's, even where it replaces one of ours", () => {
  const { env = [] } = download({ download: { image: TOOL_IMAGE, env: { ROOT: '/mnt/models', HOME: '$(ROOT)/home' } } });
  expect(env.filter(({ name }) => name === 'HOME')).toEqual([{ name: 'HOME', value: '$(ROOT)/home' }]);
  expect(env.map(({ name }) => name).slice(-2)).toEqual(['ROOT', 'HOME']);
});
