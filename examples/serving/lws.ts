import { type Chart, Duration, Size } from 'cdk8s';
import { Cache, Cpu, Gpu, MLService, Model, type Release, Runtime, Startup } from 'cdk8s-mlops';

/** vLLM on two nodes of eight GPUs: layers one after the other between the nodes, each layer shared within. Requests go to the leader. */
export function twoNodes(chart: Chart, release: Release): void {
  new MLService(chart, 'giant-llm', {
    version: 'v1',
    model: Model.huggingFace('acme/chat-405b', { revision: '7c4a8d09ca3762af61e59520943dc26494f8941b', token: { secret: 'hub-token' } }),
    modelSize: Size.gibibytes(760),
    cache: Cache.sharedPvc({ claim: 'models' }),
    runtime: Runtime.vllm({ image: release.image('vllm'), args: ['--max-model-len=32768'] }),
    nodes: 2,
    exclusiveTopology: 'topology.acme.com/rack',
    accelerator: Gpu.nvidia(8, { product: 'NVIDIA-H100-80GB-HBM3' }),
    startup: Startup.within(Duration.minutes(60)),
    drain: Duration.minutes(2),
    cpu: Cpu.cores(64),
    memory: Size.gibibytes(800),
  });
}
