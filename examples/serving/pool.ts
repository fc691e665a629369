import { type Chart, Duration, Size } from 'cdk8s';
import { Caller, Cpu, Gpu, InferencePool, MLService, Model, type Release, Runtime, Startup } from 'cdk8s-mlops';

/** vLLM behind an endpoint picker: the Gateway asks it which pod has the shortest queue, or the prompt in its cache. */
export function pooledModel(chart: Chart, release: Release): void {
  const service = new MLService(chart, 'chat-llm', {
    model: Model.ociImage('ghcr.io/acme/models/chat-8b:3@sha256:6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b'),
    modelSize: Size.gibibytes(16),
    runtime: Runtime.vllm({ image: release.image('vllm') }),
    accelerator: Gpu.nvidia(1),
    startup: Startup.within(Duration.minutes(10)),
    replicas: 4,
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(48),
    callers: [Caller.namespace('gateways'), Caller.pods({ app: 'chat-picker' })],
  });
  new InferencePool(chart, 'chat', {
    service,
    endpointPicker: { service: 'chat-picker' },
    route: {
      gateway: { name: 'inference', namespace: 'gateways' },
      hostname: 'chat.models.example.com',
      timeouts: { request: Duration.minutes(10) },
    },
  });
}
