import { Size } from 'cdk8s';
import { warningsOf } from '../../src/kube/construct-findings';
import { Gpu, Tpu } from '../../src/kube/devices/accelerator';
import { Dra } from '../../src/kube/devices/claimed-devices';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';
import { cpu, DIGEST, gpu, refusal, SCORER_IMAGE, serve, TGI_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

const vllm = (repository: string) => Runtime.vllm({ image: `${repository}:v0.18.0@${DIGEST}` });
const code = (accelerator: unknown, runtime: Runtime = gpu.runtime) => refusal(gpu, { accelerator, runtime });
const CODE = 'MLService.accelerator';

test.each<[string, unknown, Runtime]>([
  ['one slice', Gpu.mig('3g.40gb'), gpu.runtime],
  ['a claimed slice', Dra.claim({ deviceClass: 'mig.nvidia.com' }), gpu.runtime],
  [
    'slices of a server that may start a process for each',
    Gpu.mig('1g.10gb', 2),
    Runtime.custom({ image: SCORER_IMAGE, port: 80, healthPath: '/' }),
  ],
  ['AMD and its image', Gpu.amd(2), vllm('docker.io/rocm/vllm')],
  ['TPUs and their image', Tpu.v6e('2x4'), vllm('mirror.example.com/vllm/vllm-tpu')],
  ["a server of one's own on anything", Gpu.amd(1), vllm('ghcr.io/acme/vllm')],
  ['a class that nobody knows', Dra.claim({ deviceClass: 'fast.example.com' }), gpu.runtime],
])('%s is accepted', (_, accelerator, runtime) => {
  const base = runtime.kind === 'custom' ? { ...gpu, model: Model.bakedIn('/m'), modelSize: undefined } : gpu;
  expect(refusal(base, { accelerator, runtime })).toBe('accepted');
});

test.each<[string, unknown, Runtime]>([
  ['several slices of one server', Gpu.mig('1g.10gb', 2), gpu.runtime],
  ['several claimed slices', Dra.claim({ deviceClass: 'mig.nvidia.com', count: 2 }), gpu.runtime],
  ['AMD and an image for NVIDIA', Gpu.amd(1), gpu.runtime],
  ['a claim of AMD and an image for NVIDIA', Dra.claim({ deviceClass: 'gpu.amd.com' }), gpu.runtime],
  ['NVIDIA and an image for AMD', Gpu.nvidia(1), vllm('rocm/vllm')],
  ['TPUs and an image for NVIDIA', Tpu.v5e('1x1'), gpu.runtime],
  ['TPUs and TGI', Tpu.v5e('1x1'), Runtime.tgi({ image: TGI_IMAGE })],
  ['Intel and an image for NVIDIA', Dra.claim({ deviceClass: 'gpu.intel.com' }), gpu.runtime],
  ['an image for processors on a GPU', Gpu.nvidia(1), vllm('vllm/vllm-openai-cpu')],
])('%s is refused', (_, accelerator, runtime) => expect(code(accelerator, runtime)).toBe(CODE));

test('no accelerator, and an image that needs one, is refused with the image to use', () => {
  const props = { ...cpu, model: Model.pvc('m'), runtime: Runtime.vllm({ image: VLLM_IMAGE }), memory: Size.gibibytes(32) };
  expect(() => serve(props)).toThrow(
    'the image vllm/vllm-openai is built for NVIDIA, and the pod has no accelerator\n  fix: use an image for no accelerator, such as vllm/vllm-openai-cpu',
  );
  expect(refusal(props, { runtime: Runtime.triton({ image: TRITON_IMAGE }) })).toBe('accepted');
});

test('another server is suggested only where it is the same', () => {
  const props = { ...gpu, model: Model.pvc('m'), modelSize: undefined, accelerator: Gpu.amd(1) };
  expect(() => serve({ ...props, runtime: Runtime.triton({ image: TRITON_IMAGE }) })).toThrow(
    'the image nvidia/tritonserver is built for NVIDIA or no accelerator, and the pod has amd.com/gpu\n  fix: use an image for AMD, or the accelerator',
  );
});

test('TPUs with a runtime that is not built for them do not compile', () => {
  const onTpu = { ...gpu, accelerator: Tpu.v5e('1x1') };
  const fits: MLServiceProps = { ...onTpu, runtime: vllm('vllm/vllm-tpu') };
  // @ts-expect-error TGI
  const tgi: MLServiceProps = { ...onTpu, runtime: Runtime.tgi({ image: TGI_IMAGE }) };
  // @ts-expect-error Triton
  const triton: MLServiceProps = {
    ...onTpu,
    model: Model.pvc('m'),
    modelSize: undefined,
    runtime: Runtime.triton({ image: TRITON_IMAGE }),
  };
  expect([fits, tgi, triton].map((props) => refusal(props, {}))).toEqual(['accepted', CODE, CODE]);
});

test('who is not in the group of the devices of AMD is told so', () => {
  const amd = { ...gpu, accelerator: Gpu.amd(1), runtime: vllm('rocm/vllm') };
  const codes = (props: MLServiceProps) => warningsOf(serve(props).service).map((warning) => warning.code);
  expect(codes(amd)).toEqual([CODE]);
  expect(codes({ ...amd, security: { supplementalGroups: [109] } })).toEqual([]);
  expect(codes({ ...amd, security: { exceptions: { runAsRoot: 'The image is made so.' } } })).toEqual([]);
});

test('claimed devices stand in the template that the pods name', () => {
  const served = serve({ ...gpu, accelerator: Dra.claim({ deviceClass: 'gpu.nvidia.com', count: 2 }) });
  const template = served.find('ResourceClaimTemplate');
  expect(template?.metadata.name).toMatch(/^llama-[0-9a-f]{8}$/);
  expect(served.pod.resourceClaims).toEqual([{ name: 'devices', resourceClaimTemplateName: template?.metadata.name }]);
  expect(served.server.resources?.claims).toEqual([{ name: 'devices' }]);
  expect(served.server.args).toContain('--tensor-parallel-size=2');
  expect(served.server.volumeMounts).toContainEqual({ name: 'dev-shm', mountPath: '/dev/shm' });
});
