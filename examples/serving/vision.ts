import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu, Gpu, MLService, Model, Monitoring, type Release, Runtime, Scale, Startup } from 'cdk8s-mlops';

/** Triton on slices of a GPU. The model repository comes from a bucket, under a content hash, before the server starts. */
export function vision(chart: Chart, release: Release): void {
  new MLService(chart, 'detector', {
    model: Model.s3('s3://acme-models/detector/3f786850e387550fdab836ed7e6dc881de23001b'),
    modelSize: Size.gibibytes(2),
    download: { image: release.image('model-tools') },
    runtime: Runtime.triton({ image: release.image('triton') }),
    accelerator: Gpu.mig('1g.10gb'),
    startup: Startup.within(Duration.minutes(5)),
    replicas: Scale.hpa({ min: 2, max: 6, podsMetric: { name: 'nv_inference_pending_request_count', average: 8 } }),
    cpu: Cpu.cores(2),
    memory: Size.gibibytes(8),
    monitoring: Monitoring.service({ labels: { release: 'prometheus' } }),
  });
}
