import { Size } from 'cdk8s';
import type { ContainerPort, SecurityContext } from '../../../imports/kubernetes';
import type { TimeBudget } from '../../kube/delivery/time-budget';
import type { CustomObject } from '../../kube/kube-object';
import { type PodIdentity, workloadLabels } from '../../kube/labels';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import type { ImageReference } from '../../kube/pod/image';
import { Mount } from '../../kube/pod/mount';
import type { PodTemplateProps } from '../../kube/pod/pod-props';
import { TEMPORARY_DIRECTORY } from '../../kube/pod/pod-storage';
import { podTemplate, type ResolvedPod, resolvePod } from '../../kube/pod/resolve-pod';
import { RAY_HEAD, RAY_WORKER, type RayClusterSpec } from '../../kube/ray-cluster';
import type { StopSequence } from '../../kube/server/resolve-server';
import type { ResolvedModel } from '../../serving/model/model';
import type { Provenance } from '../../serving/model/resolve-model';
import type { KubeRayServiceProps, RayBounds, RayWorkerGroup } from './ray-props';
import type { RayUpgradeStrategy } from './ray-upgrade';

export const SERVE_PORT = 8000;
export const METRICS_PORT = 8080;

/** A RayService with every default applied and every value parsed. */
export interface ResolvedRayService {
  readonly where: string;
  readonly name: string;
  readonly identity: PodIdentity;
  readonly stop: StopSequence;
  /** Whether Ray's autoscaler runs beside the head. */
  readonly autoscaled: boolean;
  readonly rayVersion: string;
  /** The configuration of Ray Serve, as YAML text. */
  readonly serveConfig: string;
  readonly upgradeStrategy: RayUpgradeStrategy;
  readonly provenance: Provenance | undefined;
  readonly head: ResolvedPod;
  readonly workers: readonly ResolvedRayGroup[];
  readonly monitor: CustomObject | undefined;
  readonly budget: TimeBudget;
}

interface ResolvedRayGroup extends RayBounds {
  readonly name: string;
  readonly pod: ResolvedPod;
}

/** What the pods of a service have in common. */
interface RayPodDesign {
  readonly where: string;
  readonly identity: PodIdentity;
  readonly stop: StopSequence;
  readonly autoscaled: boolean;
  readonly image: ImageReference;
  readonly model: ResolvedModel | undefined;
  readonly provenance: Provenance | undefined;
}

const HEAD_PORTS: readonly ContainerPort[] = [
  { name: 'gcs', containerPort: 6379 },
  { name: 'dashboard', containerPort: 8265 },
  { name: 'client', containerPort: 10001 },
  { name: 'metrics', containerPort: METRICS_PORT },
];

const WORKER_PORTS: readonly ContainerPort[] = [
  { name: 'serve', containerPort: SERVE_PORT },
  { name: 'metrics', containerPort: METRICS_PORT },
];

/** The head. Its autoscaler asks the API server for pods, with an account that KubeRay makes; without an autoscaler no pod gets a token. */
export function resolveHead(design: RayPodDesign, props: KubeRayServiceProps): ResolvedPod {
  const account = design.autoscaled ? { mountServiceAccountToken: true } : { serviceAccount: design.identity.instance };
  return resolveRayPod(design, RAY_HEAD, HEAD_PORTS, props, { ...props.head, ...account });
}

/** The pods of one worker group. */
export function resolveWorker(design: RayPodDesign, props: KubeRayServiceProps, group: RayWorkerGroup): ResolvedPod {
  const { cpu, cpuLimit, memory, ephemeralStorage, accelerator } = group;
  const nodeSelector = { ...props.nodeSelector, ...group.nodeSelector };
  const own = { cpu, cpuLimit, memory, ephemeralStorage, accelerator, nodeSelector, serviceAccount: design.identity.instance };
  return resolveRayPod(design, RAY_WORKER, WORKER_PORTS, props, own);
}

/** Logs, spilled objects, and what runtime environments unpack. */
const SCRATCH = Size.gibibytes(10);

/** The user of Ray's own images, which name it without a number: Kubernetes cannot tell then that it is not root. */
const RAY_USER = 1000;

function resolveRayPod(
  { where, identity, stop, image, model, provenance }: RayPodDesign,
  container: string,
  ports: readonly ContainerPort[],
  props: KubeRayServiceProps,
  own: Partial<PodTemplateProps> & Pick<PodTemplateProps, 'cpu' | 'memory'>,
): ResolvedPod {
  const { env, mounts, imagePullSecrets, extraContainers, initContainers, nodeSelector, tolerations, affinity } = props;
  const { priorityClassName, runtimeClassName, schedulerName, podLabels, podAnnotations } = props;
  const common = { env, mounts, imagePullSecrets, extraContainers, initContainers, nodeSelector, tolerations, affinity };
  const names = { priorityClassName, runtimeClassName, schedulerName, podLabels, podAnnotations };
  return resolvePod(
    {
      code: 'KubeRayService',
      where,
      identity,
      container,
      image,
      fields: {
        ports: ports.map((port) => ({ ...port, protocol: 'TCP' })),
        // The proxy on a node that leaves answers until routers know of it.
        lifecycle: { preStop: { sleep: { seconds: stop.preStop } } },
      },
      env: { HOME: TEMPORARY_DIRECTORY, ...modelEnv(model) },
      mounts: [...(model?.mounts ?? []), Mount.scratch(TEMPORARY_DIRECTORY, { sizeLimit: SCRATCH })],
      ...provenance,
      spec: { enableServiceLinks: false, terminationGracePeriodSeconds: stop.grace },
    },
    { ...common, ...names, security: { ...props.security, runAsUser: props.security?.runAsUser ?? RAY_USER }, ...own },
  );
}

function modelEnv(model: ResolvedModel | undefined): EnvVariables {
  if (model === undefined) return {};
  const { source, uri, path } = model;
  if (source.kind !== 'huggingFace') return { MODEL_PATH: path };
  const address: EnvVariables = { MODEL_URI: uri, MODEL_REVISION: source.revision };
  return source.token === undefined ? address : { ...address, HF_TOKEN: Env.secret(source.token.secret, source.token.key) };
}

/** The fields of a RayService that this library writes. @see https://docs.ray.io/en/latest/cluster/kubernetes/user-guides/rayservice.html */
export interface RayServiceSpec {
  readonly serveConfigV2: string;
  readonly upgradeStrategy: RayUpgradeStrategy;
  readonly rayClusterDeletionDelaySeconds: number;
  readonly excludeHeadPodFromServeSvc: boolean;
  readonly rayClusterConfig: RayClusterSpec & {
    readonly enableInTreeAutoscaling?: boolean;
    readonly autoscalerOptions?: { readonly securityContext: SecurityContext };
  };
}

/** The container that KubeRay adds to the head, which restricted namespaces refuse with KubeRay's own settings. */
const AUTOSCALER_SECURITY: SecurityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };

/** The RayService. */
export function rayServiceManifest(service: ResolvedRayService): CustomObject {
  const { name, identity, stop, autoscaled, rayVersion, serveConfig, upgradeStrategy, provenance, head, workers } = service;
  const spec: RayServiceSpec = {
    serveConfigV2: serveConfig,
    upgradeStrategy,
    // After the switch: requests that the old cluster has accepted are answered.
    rayClusterDeletionDelaySeconds: stop.preStop + stop.drain,
    // The head does not serve, as its number of processors says too.
    excludeHeadPodFromServeSvc: true,
    rayClusterConfig: {
      rayVersion,
      ...(autoscaled ? { enableInTreeAutoscaling: true, autoscalerOptions: { securityContext: AUTOSCALER_SECURITY } } : {}),
      headGroupSpec: { rayStartParams: { 'num-cpus': '0' }, template: podTemplate(head) },
      workerGroupSpecs: workers.map(({ name: groupName, min, max, pod }) => ({
        groupName,
        ...{ replicas: min, minReplicas: min, maxReplicas: max },
        rayStartParams: {},
        template: podTemplate(pod),
      })),
    },
  };
  const labels = { ...workloadLabels(identity), ...provenance?.labels };
  const annotations = provenance === undefined ? {} : { annotations: provenance.annotations };
  return { apiVersion: 'ray.io/v1', kind: 'RayService', metadata: { name, labels, ...annotations }, spec };
}
