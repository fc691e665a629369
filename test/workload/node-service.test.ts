import { App, Chart, Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import type { DaemonSet } from '../../imports/kubernetes';
import { Environment } from '../../src/environment/environment';
import { demandsBelow } from '../../src/kube/capacity/demand';
import { longestTimeBudget } from '../../src/kube/delivery/time-budget';
import { Mount } from '../../src/kube/pod/mount';
import { Monitoring } from '../../src/kube/server/monitoring';
import { Health } from '../../src/workload/health';
import { NodeService, type NodeServiceProps } from '../../src/workload/node-service';
import { Nodes } from '../../src/workload/nodes';
import { restrictedViolations } from '../kube/restricted';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { schemaFindings } from '../support/schema-findings';
import { LEAST } from './server-props';

const { image, cpu, memory } = LEAST;
const LEAST_NODE: NodeServiceProps = { image, cpu, memory, nodes: Nodes.nvidia() };
const FULL: NodeServiceProps = {
  ...LEAST_NODE,
  version: '4.2',
  ports: { metrics: 9400 },
  health: Health.http('/health'),
  monitoring: Monitoring.pods(),
  rollout: { maxSurge: '10%' },
  nodeSelector: { pool: 'gpu' },
  tolerations: [{ key: 'team', operator: 'Exists' }],
  mounts: [Mount.hostPath('/host/models', '/var/lib/models', { type: 'DirectoryOrCreate' })],
  priorityClassName: 'system-node-critical',
  security: {
    runAsUser: 0,
    exceptions: {
      runAsRoot: 'The socket belongs to root.',
      unrestrictedVolumes: 'The nodes hold the models.',
      hostNetwork: 'The exporter reads the interfaces of the node.',
      hostPID: 'The agent profiles all processes.',
      capabilities: { SYS_ADMIN: 'DCGM reads profiling counters.' },
    },
  },
};

const render = (props: object = {}) =>
  renderedManifests((chart) => void new NodeService(chart, 'agent', { ...LEAST_NODE, ...props } as NodeServiceProps));
const daemonSet = (props: object = {}) => render(props).find(({ kind }) => kind === 'DaemonSet') as unknown as DaemonSet;
const pod = (props: object = {}) => daemonSet(props).spec?.template.spec;

describe('a NodeService renders', () => {
  test('a DaemonSet and a ServiceAccount', () => {
    expect(renderedYaml((chart) => void new NodeService(chart, 'agent', LEAST_NODE))).toMatchSnapshot();
  });

  test('a Service of the same node, a monitor, host access and the reason for each exception', () => {
    expect(renderedYaml((chart) => void new NodeService(chart, 'agent', FULL))).toMatchSnapshot();
  });

  test.each<[string, Nodes, object, readonly object[]]>([
    ['every node', Nodes.all(), {}, [{ operator: 'Exists' }]],
    ['nodes without taints', Nodes.untainted(), {}, []],
    ['nodes with NVIDIA GPUs', Nodes.nvidia(), { 'nvidia.com/gpu.present': 'true' }, [{ key: 'nvidia.com/gpu' }]],
    ['nodes with one product', Nodes.nvidia({ product: 'H100' }), { 'nvidia.com/gpu.product': 'H100' }, [{ key: 'nvidia.com/gpu' }]],
    ['nodes with AMD GPUs', Nodes.amd(), { 'feature.node.kubernetes.io/amd-gpu': 'true' }, [{ key: 'amd.com/gpu' }]],
    ['labeled nodes', Nodes.labeled({ pool: 'a' }, [{ key: 'pool' }]), { pool: 'a' }, [{ key: 'pool' }]],
  ])('pods on %s', (_, nodes, nodeSelector, tolerations) => {
    const spec = pod({ nodes });
    expect(spec?.nodeSelector ?? {}).toEqual(nodeSelector);
    expect(spec?.tolerations ?? []).toMatchObject(tolerations);
    expect(spec?.tolerations ?? []).toHaveLength(tolerations.length);
  });

  test('one node at a time unless a surge is asked for', () => {
    const update = (rollout?: object) => daemonSet({ rollout }).spec?.updateStrategy?.rollingUpdate;
    expect(update()).toEqual({ maxSurge: 0, maxUnavailable: 1 });
    expect(update({ maxUnavailable: '10%' })).toEqual({ maxSurge: 0, maxUnavailable: '10%' });
    expect(update({ maxSurge: 1 })).toEqual({ maxSurge: 1, maxUnavailable: 0 });
  });

  test('the names that its other objects need', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    const service = new NodeService(chart, 'agent', LEAST_NODE);
    expect([service.name, service.namespace, service.service]).toEqual(['agent', 'team-a', undefined]);
    expect(new NodeService(chart, 'exporter', FULL).service?.name).toBe('exporter');
    expect(longestTimeBudget(service)?.budget.seconds).toBe(650);
  });
});

describe('a NodeService refuses', () => {
  test.each<[string, string, object]>([
    ['no nodes', 'NodeService.nodes', { nodes: undefined }],
    ['no image', 'NodeService.image', { image: undefined }],
    ['replicas', 'NodeService.replicas', { replicas: 2 }],
    ['no port', 'NodeService.ports', { ports: {} }],
    ['port 0', 'NodeService.ports', { ports: { http: 0 } }],
    ['a check of a port without one', 'NodeService.health', { health: Health.tcp() }],
    ['a monitor without a port', 'NodeService.monitoring', { monitoring: Monitoring.pods() }],
    ['a rollout that replaces nothing', 'NodeService.rollout', { rollout: { maxUnavailable: 0 } }],
    ['a rollout in two ways', 'NodeService.rollout', { rollout: { maxUnavailable: 1, maxSurge: 1 } }],
    ['a part of a node', 'NodeService.rollout', { rollout: { maxUnavailable: 0.5 } }],
    ['a share above all', 'NodeService.rollout', { rollout: { maxUnavailable: '101%' } }],
    ['a directory of the node without a reason', 'NodeService.mounts', { mounts: FULL.mounts }],
    ['root without a reason', 'NodeService.security.runAsUser', { security: { runAsUser: 0 } }],
    ['an exception without a reason', 'NodeService.security.exceptions', { security: { exceptions: { hostNetwork: ' ' } } }],
    ['a capability without a reason', 'NodeService.security.exceptions', { security: { exceptions: { capabilities: { SYS_ADMIN: '' } } } }],
    ['a start of a second', 'NodeService.startup', { startup: Duration.seconds(1) }],
    ['a drain of two hours', 'NodeService.drain', { drain: Duration.hours(2) }],
    ['scratch of nothing', 'NodeService.scratch', { scratch: Size.gibibytes(0) }],
    ['a name that starts with a digit', 'NodeService.name', { name: '1st' }],
  ])('%s', (_, code, props) => expect(codeOf(() => render(props))).toBe(code));

  test('an image without a digest where the environment requires pins', () => {
    const chart = new Chart(new Environment(new App(), 'prod'), 'test', { namespace: 'team-a' });
    const proxy = { name: 'pull', image: 'vllm/vllm-openai:v0.18.0' };
    expect(codeOf(() => new NodeService(chart, 'agent', { ...LEAST_NODE, initContainers: [proxy] }))).toBe('NodeService.image');
  });
});

describe('of every NodeService it holds that', () => {
  const rollout = fc.oneof(
    fc.integer({ min: 1, max: 9 }).map((maxUnavailable) => ({ maxUnavailable })),
    fc.integer({ min: 1, max: 99 }).map((share) => ({ maxSurge: `${share}%` })),
  );
  const nodes = fc.constantFrom(Nodes.all(), Nodes.untainted(), Nodes.nvidia(), Nodes.amd({ product: 'MI300X' }));

  test('its objects are valid, its pods restricted, its account has no token, and nothing evicts or counts it', () => {
    fc.assert(
      fc.property(nodes, rollout, fc.boolean(), (given, update, exposed) => {
        const ports = exposed ? { metrics: 9400 } : undefined;
        const objects = render({ nodes: given, rollout: update, ports });
        const spec = pod({ nodes: given, rollout: update, ports });
        expect(objects.map(({ kind }) => kind).sort()).toEqual(['DaemonSet', ...(exposed ? ['Service'] : []), 'ServiceAccount'].sort());
        expect(schemaFindings(objects)).toEqual([]);
        expect(spec === undefined ? ['no pod'] : restrictedViolations(spec)).toEqual([]);
        expect([spec?.serviceAccountName, spec?.automountServiceAccountToken]).toEqual(['agent', false]);
      }),
      { numRuns: 30 },
    );
  });

  test('host access is valid where a reason is given', () => {
    expect(schemaFindings(render(FULL))).toEqual([]);
  });

  test('its pods take no devices of the capacity', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    new NodeService(chart, 'agent', LEAST_NODE);
    expect(demandsBelow(chart)).toEqual([]);
  });
});
