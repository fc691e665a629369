import { Chart, Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { DeploymentStrategy, NetworkPolicy, ResourceClaimTemplate } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { assertValidManifest } from '../kube/assert-valid-manifest';
import type { TimeBudget } from '../kube/delivery/time-budget';
import { claimTemplate, isClaimed } from '../kube/devices/claimed-devices';
import type { CustomObject } from '../kube/kube-object';
import { ownKey, type PodIdentity, workloadLabels, workloadSelector } from '../kube/labels';
import { parseImage } from '../kube/pod/image';
import { SHARED_MEMORY_DIRECTORY, type StorageDesign, TEMPORARY_DIRECTORY } from '../kube/pod/pod-storage';
import type { SecurityProps } from '../kube/pod/security';
import { monitorManifest } from '../kube/server/monitoring';
import {
  type ResolvedServer,
  resolveIdentity,
  resolveServer,
  resolveStop,
  type ServerHealth,
  type ServerPort,
} from '../kube/server/resolve-server';
import { networkPolicy } from './caller';
import { assertAcceleratorFits } from './check-combination';
import type { ModelServerProps } from './ml-service-props';
import { downloadContainer } from './model/download';
import { Cache, isDownloaded, type ResolvedModel } from './model/model';
import { MODEL_DIRECTORY, type Provenance, provenance, resolveModel, resolveWeights, type Weights } from './model/resolve-model';
import { sloRule } from './monitoring/slo';
import type { DeviceDemand } from './rollout/device-demand';
import { deploymentStrategy, downloadSeconds, rolloutBudget, startupSeconds, surgePods } from './rollout/rollout';
import type { Engine } from './runtime/engine';
import { engineOf } from './runtime/engines';
import { runtimeMetrics } from './runtime/runtime-metrics';
import { type ResolvedAutoscaler, resolveAutoscaler } from './scale/autoscaler';
import { type ReplicaBounds, replicaBounds, type Scale } from './scale/replicas';

/** A model server with every default applied and every value parsed. Its objects are pure functions of it. */
export interface ResolvedService extends ResolvedServer {
  readonly namespace: string;
  readonly replicas: ReplicaBounds;
  /** The number of replicas as it was given: an autoscaler owns the field where there is one. */
  readonly scale: Scale;
  readonly autoscaler: ResolvedAutoscaler | undefined;
  /** Pods of one replica. */
  readonly nodes: number;
  /** Labels of the pods that answer: all of them, or the leaders of groups. */
  readonly endpoints: Record<string, string>;
  readonly engine: Engine;
  readonly model: ResolvedModel;
  readonly provenance: Provenance;
  /** By whether there is a spare device, which is known once the whole app exists. */
  readonly strategy: (spareDevice: boolean) => DeploymentStrategy;
  /** Whether a spare device changes the strategy. */
  readonly adaptive: boolean;
  readonly exclusiveTopology: string | undefined;
  readonly deviceClaim: ResourceClaimTemplate | undefined;
  readonly networkPolicy: NetworkPolicy | undefined;
  readonly monitor: CustomObject | undefined;
  readonly sloRule: CustomObject | undefined;
  readonly demand: DeviceDemand;
  /** Time until a whole rollout is done. */
  readonly budget: TimeBudget;
}

/** What differs where an operator runs the pods of a model server. */
export interface Hosting {
  /** Longest name that the operator can handle. @default - that of a Deployment */
  readonly maxName?: number;
  /** Name of the container that serves. */
  readonly container?: string;
  /** How replicas spread. @default - within a revision, except in groups */
  readonly spread?: 'none';
  /** How the operator brings the weights into the pod. */
  readonly weights?: Weights;
  /** Disk of the pod that the operator fills. */
  readonly fetchedToDisk?: Size;
}

/** Resolves a model server, whoever runs its pods. */
export function resolveModelServer(
  construct: Construct,
  props: ModelServerProps & { readonly name: string },
  hosting: Hosting = {},
): ResolvedService {
  const where = construct.node.path;
  const namespace = namespaceAround(construct);
  const identity = resolveIdentity(construct, 'MLService', 'model-server', props, hosting.maxName);
  const { accelerator, extendedResources = {}, runtime, nodes = 1, replicas: scale = 1, rollout, cache = Cache.perPod() } = props;
  const image = parseImage('MLService.image', where, runtime.image);
  const model = resolveModel(where, props.model);
  assertAcceleratorFits(where, { accelerator, runtime, image });
  const replicas = replicaBounds(where, scale);
  const stop = resolveStop('MLService', where, props.drain);
  const fetchedBefore = props.download !== undefined;
  const weights = hosting.weights ?? resolveWeights(where, model, { modelSize: props.modelSize, fetchedBefore, cache });
  const devices = accelerator?.count ?? 0;
  const { target } = weights;
  const placed = { where, app: identity.app, image, target, devices, nodes, worker: props.worker };
  const engine = engineOf(runtime, { ...placed, drainSeconds: stop.drain, env: props.env });
  const shown = provenance(identity.context, model, image);
  const name = identity.instance;
  const [labels, selector] = [workloadLabels(identity), workloadSelector(identity)];
  const deviceClaim = accelerator !== undefined && isClaimed(accelerator) ? claimTemplate(accelerator, name, labels) : undefined;
  if (deviceClaim !== undefined) assertValidManifest('MLService.accelerator', where, deviceClaim);
  const security = resolveSecurity(engine, props.security, cache);
  const server = resolveServer(
    {
      code: 'MLService',
      where,
      identity,
      container: hosting.container,
      image,
      command: engine.command,
      args: engine.args.length === 0 ? undefined : engine.args,
      env: { ...engine.env, ...weights.env },
      ports: resolvePorts(where, engine, props.servicePort),
      health: resolveHealth(engine, startupSeconds(where, props.startup, devices)),
      stop,
      replicas,
      // The pods of a group want to be near each other, which no spread of single pods can express.
      spread: hosting.spread ?? (nodes === 1 ? 'revision' : 'none'),
      storage: { ...storage(props, engine, devices * nodes), mounts: weights.mounts, otherDisk: hosting.fetchedToDisk },
      initContainers: ({ mounts, ephemeralStorage: disk }) => {
        if (props.download === undefined || !isDownloaded(model.source)) return [];
        const shared = mounts.filter(({ path }) => path !== SHARED_MEMORY_DIRECTORY);
        const user = security.runAsUser === undefined ? DOWNLOAD_USER : undefined;
        return [downloadContainer(props.download, model.source, { where, model, mounts: shared, disk, user })];
      },
      claimTemplate: deviceClaim?.metadata?.name,
      labels: shown.labels,
      annotations: shown.annotations,
      downloadSeconds: downloadSeconds(weights.fetchedFirst),
    },
    { ...props, security },
  );
  const scarce = accelerator !== undefined || Object.keys(extendedResources).length > 0;
  const strategy = (spare: boolean) => deploymentStrategy(where, rollout, !scarce ? 'unlimited' : spare ? 'device' : 'none');
  const endpoints = nodes === 1 ? selector : { ...selector, ...roleLabel(identity, 'leader') };
  const { ports, startupSeconds: longestStart, deadline } = server;
  const { waiting } = runtimeMetrics(runtime);
  const autoscaled = { where, namespace, name, startupSeconds: longestStart, readySeconds: deadline.seconds, waiting };
  const { callers, monitoring } = props;
  const service: Omit<ResolvedService, 'sloRule'> = {
    ...server,
    namespace,
    replicas,
    scale,
    autoscaler: resolveAutoscaler(scale, autoscaled),
    nodes,
    endpoints,
    engine,
    model,
    provenance: shown,
    strategy,
    adaptive: scarce && surgePods(rollout, replicas.max) === 'auto',
    exclusiveTopology: props.exclusiveTopology,
    deviceClaim,
    networkPolicy: callers && networkPolicy('MLService', where, callers, { name, labels, selector, ports, nodes }),
    monitor: monitoring && monitorManifest('MLService', where, monitoring, { name, labels, selector: endpoints, ports }),
    demand: { workload: `${namespace}/${name}`, accelerator, extendedResources, podsOfUnit: nodes, replicas, rollout },
    budget: rolloutBudget({ deadline, strategy, replicas, nodes }),
  };
  return { ...service, sloRule: resolveSlo(service, props) };
}

/** The chart's namespace, which every object of a service needs. */
export function namespaceAround(construct: Construct): string {
  const { namespace } = Chart.of(construct);
  if (namespace !== undefined) return namespace;
  const fix = 'give the chart a namespace: new Chart(scope, id, { namespace: "team-a" })';
  throw new ConfigError('MLService.namespace', { where: construct.node.path, what: 'the chart has no namespace', fix });
}

/** The label of a member of a group. The Service of a group selects its leaders by it. */
export function roleLabel({ context }: PodIdentity, role: 'leader' | 'worker'): Record<string, string> {
  return { [ownKey(context, 'serving', 'role')]: role };
}

/** The Service's port for HTTP: the same for every runtime, so that callers do not notice a change of the runtime. */
const SERVICE_PORT = 80;

function resolvePorts(where: string, { ports: [http, ...others] }: Engine, servicePort: number = SERVICE_PORT): readonly ServerPort[] {
  const taken = others.find(({ port }) => port === servicePort);
  if (taken === undefined && Number.isInteger(servicePort) && servicePort >= 1 && servicePort <= 65535) {
    return [{ ...http, servicePort }, ...others];
  }
  const what =
    taken === undefined
      ? `servicePort must be between 1 and 65535, got ${servicePort}`
      : `servicePort ${servicePort} is already the port "${taken.name}"`;
  throw new ConfigError('MLService.servicePort', { where, what, fix: 'remove servicePort to use 80' });
}

function resolveHealth({ ports, readinessPath, livenessPath }: Engine, seconds: number): ServerHealth {
  const get = (path: string) => ({ httpGet: { path, port: ports[0].name } });
  return { ready: get(readinessPath), live: get(livenessPath), startupSeconds: seconds, periodSeconds: 5, liveTimeoutSeconds: 10 };
}

/** NCCL and worker processes exchange data there; the 64 MiB of container runtimes are too few for more than one device (vllm#6574). */
const SHARED_MEMORY_PER_DEVICE = 2;

function storage({ scratch, sharedMemory, accelerator }: ModelServerProps, engine: Engine, devices: number): StorageDesignOfService {
  const perPod = Math.max(1, accelerator?.count ?? 0);
  return {
    scratch: scratch ?? engine.scratch,
    sharedMemory: sharedMemory ?? (devices > 1 ? Size.gibibytes(SHARED_MEMORY_PER_DEVICE * perPod) : undefined),
    processMemory: Size.gibibytes(1),
    memoryProp: 'sharedMemory',
    taken: {
      [TEMPORARY_DIRECTORY]: 'scratch: Size.gibibytes(16)',
      [SHARED_MEMORY_DIRECTORY]: 'sharedMemory: Size.gibibytes(8)',
      [MODEL_DIRECTORY]: 'model and cache',
    },
  };
}

type StorageDesignOfService = Omit<StorageDesign, 'code' | 'where'>;

/** For images of download tools, which start as root unless the pod says otherwise. */
const DOWNLOAD_USER = 1000;

/** Who the server runs as: known images start as root, which the pod refuses, so they get the user that fits them. */
function resolveSecurity(engine: Engine, given: SecurityProps = {}, cache: Cache): SecurityProps {
  const runAsUser = given.runAsUser ?? (given.exceptions?.runAsRoot === undefined ? engine.user : undefined);
  // A shared claim belongs to root until a group of the pod's owns it.
  const fsGroup = given.fsGroup ?? (cache.kind === 'sharedPvc' ? (runAsUser ?? DOWNLOAD_USER) : undefined);
  return { ...given, runAsUser, fsGroup };
}

/** The time for which the loss of one scrape, or of one pod, may look like the loss of all. */
const SCRAPE_MARGIN_SECONDS = 300;

function resolveSlo(service: Omit<ResolvedService, 'sloRule'>, { slo, monitoring, runtime }: ModelServerProps): CustomObject | undefined {
  if (slo === undefined) return undefined;
  const { where, namespace, name, labels, replicas, strategy, deadline } = service;
  if (monitoring === undefined) {
    const fix = 'add monitoring: Monitoring.pods()';
    throw new ConfigError('MLService.slo', { where, what: '`slo` needs `monitoring`: nothing collects the metrics', fix });
  }
  // A rollout that stops the only server leaves none until the next one answers. A service that may be idle has none on purpose.
  const { rollingUpdate } = strategy(false);
  const keepsOne = rollingUpdate !== undefined && replicas.min > Number(rollingUpdate.maxUnavailable);
  const downSeconds = replicas.idle === 0 ? undefined : keepsOne ? SCRAPE_MARGIN_SECONDS : deadline.seconds + SCRAPE_MARGIN_SECONDS;
  const site = { where, namespace, name, runtime: runtime.kind, metrics: runtimeMetrics(runtime), downSeconds };
  return sloRule(slo, site, { name, labels: { ...monitoring.labels, ...labels } });
}
