import { type Chart, Duration, Size } from 'cdk8s';
import { Cache, Cpu, Gpu, KedaTrigger, MLService, Model, Monitoring, type Release, Runtime, Scale, Startup } from 'cdk8s-mlops';

const PROMETHEUS = 'http://prometheus-operated.monitoring:9090';

/**
 * A model that people ask for now and then. Requests at the gateway wake it, the queue of its servers says how many it needs, and after an
 * hour without requests it gives its GPU back.
 */
export function scaleToZero(chart: Chart, release: Release): void {
  const requests = 'sum(rate(envoy_cluster_upstream_rq_total{envoy_cluster_name=~".*rare-llm.*"}[2m]))';
  new MLService(chart, 'rare-llm', {
    model: Model.huggingFace('acme/legal-14b', { revision: '1f0e3dad99908345f7439f8ffabdffc44f21b7ca' }),
    modelSize: Size.gibibytes(28),
    cache: Cache.sharedPvc({ claim: 'models' }),
    runtime: Runtime.vllm({ image: release.image('vllm') }),
    accelerator: Gpu.nvidia(1),
    startup: Startup.within(Duration.minutes(15)),
    replicas: Scale.keda({
      idle: 0,
      min: 1,
      max: 3,
      cooldown: Duration.hours(1),
      triggers: [
        KedaTrigger.prometheus({ server: PROMETHEUS, query: requests, average: 4 }),
        KedaTrigger.queue({ server: PROMETHEUS, average: 5 }),
      ],
    }),
    cpu: Cpu.cores(8),
    memory: Size.gibibytes(64),
    monitoring: Monitoring.pods({ labels: { release: 'prometheus' } }),
  });
}
