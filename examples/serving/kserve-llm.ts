import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu, Gpu, KServeLLMInferenceService, Model, type Release, Runtime, Startup } from 'cdk8s-mlops';

/** A language model that KServe runs on two nodes, with its own route and endpoint picker in front. */
export function kserveLanguage(chart: Chart, release: Release): void {
  new KServeLLMInferenceService(chart, 'reasoner', {
    version: 'v1',
    model: Model.huggingFace('acme/reasoner-120b', {
      revision: '356a192b7913b04c54574d18c28d46e6395428ab',
      token: { secret: 'hub-token-kserve', key: 'HF_TOKEN' },
    }),
    modelSize: Size.gibibytes(240),
    runtime: Runtime.vllm({ image: release.image('vllm'), args: ['--max-model-len=65536'] }),
    nodes: 2,
    accelerator: Gpu.nvidia(4, { product: 'NVIDIA-H100-80GB-HBM3' }),
    startup: Startup.within(Duration.minutes(45)),
    gateway: { name: 'inference', namespace: 'gateways' },
    cpu: Cpu.cores(32),
    memory: Size.gibibytes(256),
  });
}
