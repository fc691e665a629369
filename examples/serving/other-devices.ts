import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu, Dra, MLService, Model, type Release, Runtime, Startup, Tpu } from 'cdk8s-mlops';

const model = Model.huggingFace('acme/chat-32b', { revision: '5c9de2b17a64f0381d2c3b4a5968778695a4b3c2' });

/** vLLM on the eight chips of a TPU node. */
export function tpuModel(chart: Chart, release: Release): void {
  new MLService(chart, 'tpu-llm', {
    model,
    modelSize: Size.gibibytes(64),
    runtime: Runtime.vllm({ image: release.image('vllm-tpu') }),
    accelerator: Tpu.v6e('2x4'),
    startup: Startup.within(Duration.minutes(30)),
    cpu: Cpu.cores(32),
    memory: Size.gibibytes(128),
  });
}

/** vLLM on two GPUs that hang on one PCIe root, by dynamic resource allocation, on a node of one's own pool. */
export function claimedModel(chart: Chart, release: Release): void {
  new MLService(chart, 'claimed-llm', {
    model,
    modelSize: Size.gibibytes(64),
    runtime: Runtime.vllm({ image: release.image('vllm') }),
    accelerator: Dra.claim({
      deviceClass: 'gpu.nvidia.com',
      count: 2,
      selectors: ['device.attributes["gpu.nvidia.com"].productName == "NVIDIA H100 80GB HBM3"'],
      matchAttribute: 'resource.kubernetes.io/pcieRoot',
    }),
    nodeSelector: { 'example.com/pool': 'serving' },
    startup: Startup.within(Duration.minutes(20)),
    cpu: Cpu.cores(16),
    memory: Size.gibibytes(96),
  });
}
