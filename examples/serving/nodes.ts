import { type Chart, Duration, Size } from 'cdk8s';
import { accept, Cpu, Health, Monitoring, Mount, NodeService, Nodes, type Release } from 'cdk8s-mlops';

/** Keeps the images of the model servers on every GPU node, so that a new replica starts without a pull. */
export function imagePuller(chart: Chart, release: Release): void {
  const idle = { cpu: Cpu.millis(10), memory: Size.mebibytes(64), scratch: Size.mebibytes(64) };
  const resources = { requests: { cpu: '10m', memory: '64Mi' }, limits: { memory: '64Mi' } };
  new NodeService(chart, 'model-puller', {
    nodes: Nodes.nvidia(),
    image: release.image('pause'),
    initContainers: ['vllm', 'triton'].map((name) => ({
      name: `pull-${name}`,
      image: release.image(name),
      command: ['true'],
      resources,
    })),
    security: { runAsUser: 65535 },
    rollout: { maxUnavailable: '20%' },
    ...idle,
  });
}

/** GPU metrics of every node with NVIDIA GPUs, for dashboards and alerts. */
export function gpuMetrics(chart: Chart, release: Release): void {
  const exporter = new NodeService(chart, 'dcgm-exporter', {
    nodes: Nodes.nvidia(),
    image: release.image('dcgm-exporter'),
    ports: { metrics: 9400 },
    health: Health.http('/health'),
    startup: Duration.minutes(3),
    env: { DCGM_EXPORTER_LISTEN: ':9400', DCGM_EXPORTER_KUBERNETES: 'true', NVIDIA_VISIBLE_DEVICES: 'all' },
    mounts: [Mount.hostPath('/var/lib/kubelet/pod-resources', '/var/lib/kubelet/pod-resources', { readOnly: true })],
    runtimeClassName: 'nvidia',
    priorityClassName: 'system-node-critical',
    security: {
      runAsUser: 0,
      exceptions: {
        runAsRoot: 'The pod-resources socket of the kubelet belongs to root.',
        unrestrictedVolumes: 'The kubelet tells there which pod has which GPU.',
        capabilities: { SYS_ADMIN: 'DCGM reads profiling counters of the GPUs.' },
      },
    },
    monitoring: Monitoring.pods({ labels: { release: 'prometheus' } }),
    cpu: Cpu.millis(100),
    memory: Size.mebibytes(512),
  });
  accept(exporter, 'pod.host-path', 'Read-only, and only the pod-resources socket of the kubelet.');
  accept(exporter, 'pod.privileged', 'NVIDIA documents SYS_ADMIN for the profiling metrics of DCGM.');
}
