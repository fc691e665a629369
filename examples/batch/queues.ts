import { type Chart, Size } from 'cdk8s';
import { ClusterQueue, Cpu, Gpu, LocalQueue, ResourceFlavor, WorkloadPriorityClass } from 'cdk8s-mlops';

/** Quota on two kinds of GPU nodes, the spot nodes first; the team's door to it; and a priority for work that can wait. */
export function queues(chart: Chart, namespace: string): { readonly queue: LocalQueue; readonly nightly: WorkloadPriorityClass } {
  const spot = new ResourceFlavor(chart, 'spot', {
    nodeLabels: { 'example.com/capacity': 'spot' },
    nodeTaints: [{ key: 'example.com/spot', value: 'true', effect: 'NoSchedule' }],
  });
  const onDemand = new ResourceFlavor(chart, 'on-demand', { nodeLabels: { 'example.com/capacity': 'on-demand' } });
  const machines = { cpu: Cpu.cores(512), memory: Size.tebibytes(4), ephemeralStorage: Size.tebibytes(8) };
  const clusterQueue = new ClusterQueue(chart, 'ml', {
    namespaces: [namespace],
    cohort: 'acme',
    preemption: { withinClusterQueue: 'LowerPriority', reclaimWithinCohort: 'Any' },
    flavors: [
      { ...machines, flavor: spot, accelerators: [Gpu.nvidia(64)] },
      { ...machines, flavor: onDemand, accelerators: [Gpu.nvidia(16)] },
    ],
  });
  const nightly = new WorkloadPriorityClass(chart, 'nightly', { value: -100, description: 'Gives way to what people wait for.' });
  return { queue: new LocalQueue(chart, namespace, { clusterQueue }), nightly };
}
