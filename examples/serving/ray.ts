import { type Chart, Duration, Size } from 'cdk8s';
import { Cpu, Gpu, KubeRayService, Model, Monitoring, RayUpgrade, type Release, Startup } from 'cdk8s-mlops';

/** Two deployments of one application: a tokenizer on processors, a ranker on GPUs. Ray moves the number of GPU pods with the requests. */
export function rayServe(chart: Chart, release: Release): void {
  new KubeRayService(chart, 'ranking', {
    version: '1.4',
    image: release.image('ranking'),
    rayVersion: '2.52.0',
    model: Model.pvc('models', { path: 'ranking' }),
    applications: [
      {
        name: 'ranking',
        importPath: 'ranking.app:app',
        deployments: [
          { name: 'Tokenizer', replicas: 2, cpus: 1 },
          { name: 'Ranker', replicas: { min: 2, max: 4, targetOngoingRequests: 8 }, maxOngoingRequests: 16, cpus: 2, gpus: 1 },
        ],
      },
    ],
    head: { cpu: Cpu.cores(2), memory: Size.gibibytes(8) },
    workers: [
      { name: 'cpu', replicas: 2, cpu: Cpu.cores(4), memory: Size.gibibytes(8) },
      { name: 'gpu', replicas: { min: 2, max: 4 }, accelerator: Gpu.nvidia(1), cpu: Cpu.cores(8), memory: Size.gibibytes(32) },
    ],
    upgrade: RayUpgrade.newCluster(),
    startup: Startup.within(Duration.minutes(10)),
    drain: Duration.minutes(1),
    monitoring: Monitoring.pods({ labels: { release: 'prometheus' } }),
  });
}
