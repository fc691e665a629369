import { type Chart, Duration, Size } from 'cdk8s';
import { Cache, Caller, Cpu, Gpu, MLService, Model, Monitoring, type Release, Runtime, Startup } from 'cdk8s-mlops';

/** vLLM on one GPU, twice. It fetches the model itself, by commit. */
export function smallModel(chart: Chart, release: Release): void {
  new MLService(chart, 'small-llm', {
    version: 'v3',
    model: Model.huggingFace('acme/chat-8b', {
      revision: '8c22764a7e3675c50d4c7c9a4edb474456022b16',
      token: { secret: 'hub-token' },
    }),
    modelSize: Size.gibibytes(16),
    cache: Cache.perPod(),
    runtime: Runtime.vllm({ image: release.image('vllm'), args: ['--max-model-len=16384'] }),
    accelerator: Gpu.nvidia(1),
    startup: Startup.within(Duration.minutes(12)),
    replicas: 2,
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(48),
    callers: [Caller.namespace('gateway'), Caller.namespace('monitoring')],
    monitoring: Monitoring.pods({ labels: { release: 'prometheus' } }),
    slo: { availability: 99.9, timeToFirstToken: { percent: 95, within: Duration.millis(500) }, alertLabels: { team: 'language' } },
  });
}

/** vLLM on eight GPUs of one node, each layer spread over all of them. Both replicas read the model from one claim. */
export function largeModel(chart: Chart, release: Release): void {
  new MLService(chart, 'large-llm', {
    version: 'v1',
    model: Model.huggingFace('acme/chat-70b', { revision: 'd2f1c8a07b6e5f493827160594837261504f3e2d', token: { secret: 'hub-token' } }),
    modelSize: Size.gibibytes(140),
    cache: Cache.sharedPvc({ claim: 'models' }),
    runtime: Runtime.vllm({ image: release.image('vllm'), tensorParallel: 8 }),
    accelerator: Gpu.nvidia(8, { product: 'NVIDIA-H100-80GB-HBM3' }),
    startup: Startup.within(Duration.minutes(40)),
    replicas: 2,
    drain: Duration.minutes(2),
    cpu: Cpu.cores(64),
    memory: Size.gibibytes(400),
  });
}
