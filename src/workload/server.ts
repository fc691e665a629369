import { Chart, Duration, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodDisruptionBudget, PodTemplateSpec, Service, TopologySpreadConstraint } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName, DNS_1035_LABEL } from '../base/names';
import { wholeSeconds } from '../base/units';
import { validateProps } from '../base/validate-props';
import { checkPinned } from '../environment/pinned-image';
import { labelContext, workloadLabels, workloadSelector } from '../kube/labels';
import { Mount } from '../kube/pod/mount';
import { podTemplate, resolvePod } from '../kube/pod/resolve-pod';
import { requireProps } from '../kube/required-props';
import { MOST_PODS, wholeNumber } from '../kube/whole-number';
import { healthProbes } from './health';
import { SERVER_EXAMPLES, type ServerProps } from './server-props';

/** Name of the container that serves. */
export const SERVER = 'server';

/** Routers need a moment to notice that a pod goes away; until then it still gets requests. */
const PRE_STOP_SECONDS = 15;

/** Room for a slow image pull. */
const PULL_SECONDS = 600;

/** Everything that the objects of a server must agree on, decided once. */
export interface Server {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly replicas: number;
  readonly ports: readonly (readonly [string, number])[];
  readonly template: PodTemplateSpec;
  /** The longest time that one pod may take to be ready, its predecessor's end included. */
  readonly podSeconds: number;
}

/** What the kind of workload adds to the pods. */
export interface ServerDesign {
  /** Begins every error code: `WebService`. */
  readonly code: string;
  /** Label `app.kubernetes.io/component`. */
  readonly component: string;
  /** Mounts whose volumes the workload itself brings. */
  readonly mounts?: readonly Mount[];
}

/** The plan of a server; refuses what cannot work. */
export function server(construct: Construct, id: string, { code, component, mounts = [] }: ServerDesign, props: ServerProps): Server {
  const where = construct.node.path;
  requireProps(code, where, props, SERVER_EXAMPLES);
  validateProps(code, where, props);
  const name = checkName(`${code}.name`, where, props.name ?? id, DNS_1035_LABEL);
  checkPinned(`${code}.image`, construct, props.image);
  const identity = { app: props.app ?? name, instance: name, component, version: props.version, context: labelContext(construct) };
  const ports = serverPorts(code, where, props.ports);
  const replicas = wholeNumber(`${code}.replicas`, where, props.replicas ?? 1, { title: 'replicas', min: 1, max: MOST_PODS });
  const startup = wholeSeconds(`${code}.startup`, where, props.startup ?? Duration.minutes(2), 10);
  const grace = PRE_STOP_SECONDS + drainSeconds(code, where, props.drain) + 5;
  const selector = workloadSelector(identity);
  const template = podTemplate(
    resolvePod(
      {
        code,
        where,
        identity,
        container: SERVER,
        image: props.image,
        fields: {
          ...(props.command === undefined ? {} : { command: [...props.command] }),
          ...(props.args === undefined ? {} : { args: [...props.args] }),
          ports: ports.map(([port, containerPort]) => ({ name: port, containerPort, protocol: 'TCP' })),
          ...healthProbes(code, where, props.health, ports[0]?.[0] ?? '', startup),
          // Kubernetes' own sleep: images without a shell have none.
          lifecycle: { preStop: { sleep: { seconds: PRE_STOP_SECONDS } } },
        },
        mounts: [Mount.scratch('/tmp', { sizeLimit: props.scratch ?? Size.gibibytes(1) }), ...mounts],
        spec: { enableServiceLinks: false, terminationGracePeriodSeconds: grace },
      },
      { ...props, topologySpread: props.topologySpread ?? topologySpread(replicas, selector) },
    ),
  );
  const namespace = Chart.of(construct).namespace ?? '';
  return {
    name,
    namespace,
    labels: workloadLabels(identity),
    selector,
    replicas,
    ports,
    template,
    podSeconds: startup + PULL_SECONDS + grace,
  };
}

function drainSeconds(code: string, where: string, drain: Duration = Duration.seconds(30)): number {
  const seconds = wholeSeconds(`${code}.drain`, where, drain, 1);
  if (seconds <= 3600) return seconds;
  throw new ConfigError(`${code}.drain`, {
    where,
    what: `the drain of ${seconds} s would block a node for that long`,
    fix: 'use at most 1 hour',
  });
}

function serverPorts(code: string, where: string, ports: Readonly<Record<string, number>>): readonly (readonly [string, number])[] {
  const entries = Object.entries(ports);
  const refuse = (what: string): never => {
    throw new ConfigError(`${code}.ports`, {
      where,
      what,
      fix: 'use names of up to 15 letters and numbers from 1 to 65535: { http: 8080 }',
    });
  };
  if (entries.length === 0) refuse('the server has no port');
  for (const [name, port] of entries) {
    if (!/^(?=.*[a-z])[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(name) || name.includes('--'))
      refuse(`port name ${JSON.stringify(name)} is none`);
    if (!Number.isInteger(port) || port < 1 || port > 65535) refuse(`port ${name} is ${port}`);
  }
  const numbers = entries.map(([, port]) => port);
  if (new Set(numbers).size < numbers.length) refuse('two ports have one number');
  return entries;
}

/** Replicas over zones and nodes, as a wish: a pod beside its sibling is better than a pending one. */
function topologySpread(replicas: number, selector: Record<string, string>): readonly TopologySpreadConstraint[] | undefined {
  if (replicas < 2) return undefined;
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
  }));
}

/** The Service of a server: its ports lead to the container's by name, so that neither can name one that the other lacks. */
export function serverService({ name, labels, selector, ports }: Server, fields: Service['spec']): Service {
  const entries = ports.map(([port, number]) => ({ name: port, port: number, protocol: 'TCP', targetPort: port }));
  return { apiVersion: 'v1', kind: 'Service', metadata: { name, labels }, spec: { ...fields, selector, ports: entries } };
}

/** One pod at a time may be taken away on purpose; with a single one, a budget would forbid every node drain. */
export function disruptionBudget({ name, labels, selector, replicas }: Server): PodDisruptionBudget | undefined {
  if (replicas < 2) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  };
}
