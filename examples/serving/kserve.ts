import { type Chart, Duration, Size } from 'cdk8s';
import { Caller, Cpu, Gpu, KServeInferenceService, Model, Monitoring, type Release, Runtime, Scale, Startup } from 'cdk8s-mlops';

/** Triton in an InferenceService: KServe fetches the model repository, makes the Deployment and the Service, and scales on processor use. */
export function kserveVision(chart: Chart, release: Release): void {
  new KServeInferenceService(chart, 'segmenter', {
    version: 'v2',
    model: Model.s3('s3://acme-models/segmenter/9f86d081884c7d659a2feaa0c55ad015a3bf4f1b'),
    modelSize: Size.gibibytes(4),
    runtime: Runtime.triton({ image: release.image('triton') }),
    accelerator: Gpu.nvidia(1),
    startup: Startup.within(Duration.minutes(5)),
    replicas: Scale.hpa({ min: 2, max: 4, cpuUtilization: 70 }),
    cpu: Cpu.cores(4),
    memory: Size.gibibytes(16),
    callers: [Caller.namespace('gateway'), Caller.namespace('monitoring')],
    monitoring: Monitoring.pods({ labels: { release: 'prometheus' } }),
  });
}
