import { Duration } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Container, Probe, TopologySpreadConstraint } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_1035_LABEL } from '../../base/names';
import { wholeSeconds } from '../../base/units';
import type { TimeBudget } from '../delivery/time-budget';
import { checkLabelValue } from '../kube-object';
import { labelContext } from '../label-context';
import { type PodIdentity, workloadLabels, workloadSelector } from '../labels';
import type { NamedRef } from '../pod/environment-variables';
import type { PodTemplateProps } from '../pod/pod-props';
import { type PodStorage, resolveStorage, type StorageDesign } from '../pod/pod-storage';
import { type PodDesign, type ResolvedPod, resolvePod } from '../pod/resolve-pod';

/** Name of the container that serves: autoscalers, logs and patches refer to it. */
export const SERVER = 'server';

/** How a server stops, in seconds. */
export interface StopSequence {
  /** Between the order to stop and the signal to the server: requests still arrive while routers learn that the pod leaves. */
  readonly preStop: number;
  /** For running requests, after the signal. */
  readonly drain: number;
  /** After which the server is killed. Longer than the other two together. */
  readonly grace: number;
}

/** As long as KServe waits: endpoints, gateways and endpoint pickers need several seconds to forget a pod (kserve#5485). */
const PRE_STOP_SECONDS = 15;

/** For the server to exit after the last response. */
const EXIT_SECONDS = 5;

const MAX_DRAIN_SECONDS = 3600;

/** The stop sequence of a server with this drain. */
export function resolveStop(code: string, where: string, drain: Duration = Duration.seconds(30)): StopSequence {
  const seconds = wholeSeconds(`${code}.drain`, where, drain, 1);
  if (seconds > MAX_DRAIN_SECONDS) {
    throw new ConfigError(`${code}.drain`, {
      where,
      what: `drain is ${seconds} s; the maximum is ${MAX_DRAIN_SECONDS} s because it delays every node drain`,
      fix: `use at most Duration.seconds(${MAX_DRAIN_SECONDS}); run longer work in a BatchJob`,
    });
  }
  return { preStop: PRE_STOP_SECONDS, drain: seconds, grace: PRE_STOP_SECONDS + seconds + EXIT_SECONDS };
}

/** The name, app and version of a workload, from its props. */
interface IdentityProps {
  readonly name: string;
  readonly app?: string;
  readonly version?: string;
}

/** The identity of a workload whose Service has its name. `max` is the longest name that its controller can handle. */
export function resolveIdentity(
  construct: Construct,
  code: string,
  component: string,
  { name, app = name, version }: IdentityProps,
  max?: number,
): PodIdentity {
  const where = construct.node.path;
  checkName(`${code}.name`, where, name, DNS_1035_LABEL, max);
  checkLabelValue(`${code}.app`, where, 'app.kubernetes.io/name', app);
  if (version !== undefined) checkLabelValue(`${code}.version`, where, 'app.kubernetes.io/version', version);
  return { app, instance: name, component, version, context: labelContext(construct) };
}

/** A port of the container and of its Service, which refers to the container's port by name. */
export interface ServerPort {
  readonly name: string;
  /** The container's port. */
  readonly port: number;
  /** The Service's port. @default - the container's */
  readonly servicePort?: number;
  readonly appProtocol?: string;
}

/** What the probes ask, and how often. */
export interface ServerHealth {
  /** Succeeds once requests are welcome. */
  readonly ready: Probe;
  /** Succeeds as long as a restart would not help. */
  readonly live: Probe;
  /** The longest start, in seconds. */
  readonly startupSeconds: number;
  /** Seconds between two startup and readiness probes. */
  readonly periodSeconds: number;
  /** Seconds that a liveness probe waits for an answer. */
  readonly liveTimeoutSeconds: number;
}

/** What a construct decides about a server, with defaults applied. What differs between kinds of servers is a value here. */
export interface ServerDesign
  extends Pick<
    PodDesign,
    'code' | 'where' | 'identity' | 'image' | 'env' | 'mounts' | 'templateVolumes' | 'claimTemplate' | 'labels' | 'annotations'
  > {
  /** @default SERVER */
  readonly container?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly ServerPort[];
  /** @default - no probes */
  readonly health?: ServerHealth;
  readonly stop: StopSequence;
  readonly replicas: { readonly min: number; readonly max: number };
  /** How replicas spread over zones and nodes unless the user decides: within a revision, all together, or not at all. */
  readonly spread: 'revision' | 'all' | 'none';
  readonly storage: Omit<StorageDesign, 'code' | 'where'>;
  readonly initContainers?: (storage: PodStorage) => readonly Container[];
  /** Seconds for downloads before the server starts. @default 0 */
  readonly downloadSeconds?: number;
}

/** A server with every default applied and every value parsed. The objects of a server are pure functions of it. */
export interface ResolvedServer {
  /** Prefix of error codes. */
  readonly code: string;
  readonly where: string;
  /** The Kubernetes name of the workload and of the objects beside it. */
  readonly name: string;
  readonly identity: PodIdentity;
  readonly labels: Record<string, string>;
  /** Labels that select the pods, and nothing else. */
  readonly selector: Record<string, string>;
  readonly replicas: { readonly min: number; readonly max: number };
  readonly ports: readonly ServerPort[];
  readonly stop: StopSequence;
  /** The longest start that the probes allow: what was declared, rounded up to whole periods. */
  readonly startupSeconds: number;
  /** How long one pod may take until it is ready. */
  readonly deadline: TimeBudget;
  /** The account that the user gives; without one the server gets its own. */
  readonly serviceAccount: string | NamedRef | undefined;
  readonly pod: ResolvedPod;
}

/** Resolves a server. Makes every refusal that concerns its pods. */
export function resolveServer(design: ServerDesign, props: PodTemplateProps): ResolvedServer {
  const { code, where, identity, ports, stop, replicas, health, container = SERVER } = design;
  const storage = resolveStorage({ code, where, ...design.storage }, props);
  const selector = workloadSelector(identity);
  const startupSeconds = health === undefined ? 0 : Math.ceil(health.startupSeconds / health.periodSeconds) * health.periodSeconds;
  const fields: Partial<Container> = {
    ...(design.command === undefined ? {} : { command: [...design.command] }),
    ...(design.args === undefined ? {} : { args: [...design.args] }),
    ...(ports.length === 0 ? {} : { ports: ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })) }),
    ...(health === undefined ? {} : probes(health, startupSeconds)),
    // Kubernetes' own sleep, on by default since 1.30: images without a shell have no `sleep` to execute.
    lifecycle: { preStop: { sleep: { seconds: stop.preStop } } },
  };
  const pod = resolvePod(
    {
      ...design,
      container,
      fields,
      mounts: [...storage.mounts, ...(design.mounts ?? [])],
      initContainers: design.initContainers?.(storage),
      // Links would write VLLM_PORT for a Service called "vllm", and the server would read it as its own setting (vllm#18209).
      spec: { enableServiceLinks: false, terminationGracePeriodSeconds: stop.grace },
    },
    {
      ...props,
      ephemeralStorage: storage.ephemeralStorage,
      serviceAccount: props.serviceAccount ?? identity.instance,
      topologySpread: props.topologySpread ?? topologySpread(design, selector),
    },
  );
  const labels = workloadLabels(identity);
  const deadline = startDeadline(startupSeconds, stop, design.downloadSeconds);
  const { serviceAccount } = props;
  const common = { code, where, name: identity.instance, identity, labels, selector, replicas, ports, stop };
  return { ...common, startupSeconds, deadline, serviceAccount, pod };
}

/**
 * The three probes.
 *
 * Until the startup probe has succeeded the other two do not run, so that a slow load is not mistaken for a hang. Later a server that does
 * not answer gets no requests after three probes, and is restarted after a minute: a busy one answers late, and must not lose its model.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
 */
function probes({ ready, live, periodSeconds, liveTimeoutSeconds }: ServerHealth, startupSeconds: number): Partial<Container> {
  return {
    startupProbe: { ...ready, periodSeconds, failureThreshold: startupSeconds / periodSeconds, timeoutSeconds: 5 },
    readinessProbe: { ...ready, periodSeconds, failureThreshold: 3, timeoutSeconds: 5 },
    livenessProbe: { ...live, periodSeconds: 10, failureThreshold: 6, timeoutSeconds: liveTimeoutSeconds },
  };
}

/**
 * Replicas over zones and nodes, as a preference: a pod beside another one is better than a pending one.
 *
 * Within a revision the pods of the old one do not count, because they go away.
 */
function topologySpread(
  { spread, replicas }: ServerDesign,
  selector: Record<string, string>,
): readonly TopologySpreadConstraint[] | undefined {
  if (spread === 'none' || replicas.max < 2) return undefined;
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: selector },
    ...(spread === 'revision' ? { matchLabelKeys: ['pod-template-hash'] } : {}),
  }));
}

/** For scheduling and for pulling the images: kaito#2325 measured 511 s from pending to a running container on a cold node. */
const PULL_SECONDS = 600;

/**
 * The longest time until one pod is ready, for `progressDeadlineSeconds`: with less, Kubernetes gives up on a rollout that is going well.
 *
 * The stop of the old pod counts because a new pod may have to wait for its device.
 */
export function startDeadline(startupSeconds: number, stop: StopSequence, downloadSeconds = 0): TimeBudget {
  const terms = [
    ['startup', startupSeconds] as const,
    ['image pull', PULL_SECONDS] as const,
    ['stop of the old pod', stop.grace] as const,
    ...(downloadSeconds === 0 ? [] : [['model download', downloadSeconds] as const]),
  ];
  const seconds = terms.reduce((sum, [, term]) => sum + term, 0);
  return { seconds, reason: terms.map(([name, term]) => `${name} ${term} s`).join(' + ') };
}
