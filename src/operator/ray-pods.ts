import { Size } from 'cdk8s';
import type { ContainerPort, PodTemplateSpec } from '../../imports/kubernetes';
import type { PodIdentity } from '../kube/labels';
import type { EnvVariables } from '../kube/pod/environment-variables';
import { Env } from '../kube/pod/environment-variables';
import { Mount } from '../kube/pod/mount';
import { type PodDesign, podTemplate, resolvePod } from '../kube/pod/resolve-pod';
import { RAY_HEAD, RAY_WORKER } from '../kube/ray-cluster';
import { type Model, modelUri } from '../serving/model/model';
import { modelMounts, modelPath } from '../serving/model/model-location';
import { provenance, provenanceLabels } from '../serving/model/provenance';
import { TEMPORARY_DIRECTORY } from '../serving/reserved-mounts';
import type { Shutdown } from '../serving/shutdown';
import type { KubeRayServiceProps, RayWorkerGroup } from './ray-props';

/** What the pods of a service agree on. */
export interface RayPodPlan {
  readonly where: string;
  readonly identity: PodIdentity;
  readonly serviceAccount: string;
  readonly shutdown: Shutdown;
  /** Whether Ray's autoscaler runs beside the head. */
  readonly autoscaled: boolean;
}

export const SERVE_PORT = 8000;
export const METRICS_PORT = 8080;

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

/** The head. Its autoscaler asks the API server for pods, with an account that KubeRay makes for it; without one nobody gets a token. */
export function headTemplate(plan: RayPodPlan, props: KubeRayServiceProps): PodTemplateSpec {
  const account = plan.autoscaled ? { mountServiceAccountToken: true } : { serviceAccount: plan.serviceAccount };
  return podTemplate(resolvePod(design(plan, RAY_HEAD, HEAD_PORTS, props), { ...podProps(props), ...props.head, ...account }));
}

/** One worker group. */
export function workerTemplate(plan: RayPodPlan, props: KubeRayServiceProps, group: RayWorkerGroup): PodTemplateSpec {
  const { cpu, cpuLimit, memory, ephemeralStorage, accelerator } = group;
  const nodeSelector = { ...props.nodeSelector, ...group.nodeSelector };
  const own = { cpu, cpuLimit, memory, ephemeralStorage, accelerator, nodeSelector, serviceAccount: plan.serviceAccount };
  return podTemplate(resolvePod(design(plan, RAY_WORKER, WORKER_PORTS, props), { ...podProps(props), ...own }));
}

function design(plan: RayPodPlan, container: string, ports: readonly ContainerPort[], { image, model }: KubeRayServiceProps): PodDesign {
  const { where, identity, shutdown } = plan;
  return {
    code: 'KubeRayService',
    where,
    identity,
    container,
    image,
    fields: {
      ports: ports.map((port) => ({ ...port, protocol: 'TCP' })),
      // The proxy on a node that leaves answers until routers know of it.
      lifecycle: { preStop: { sleep: { seconds: shutdown.preStop } } },
    },
    env: { HOME: TEMPORARY_DIRECTORY, ...modelEnv(model) },
    mounts: [...(model === undefined ? [] : modelMounts(model)), Mount.scratch(TEMPORARY_DIRECTORY, { sizeLimit: SCRATCH })],
    ...(model === undefined
      ? {}
      : { labels: provenanceLabels(identity.context, model, image), annotations: provenance(identity.context, model) }),
    spec: { enableServiceLinks: false, terminationGracePeriodSeconds: shutdown.grace },
  };
}

/** Logs, spilled objects, and what runtime environments unpack. */
const SCRATCH = Size.gibibytes(10);

function modelEnv(model: Model | undefined): EnvVariables {
  if (model === undefined) return {};
  if (model.kind !== 'huggingFace') return { MODEL_PATH: modelPath(model) };
  const address: EnvVariables = { MODEL_URI: modelUri(model), MODEL_REVISION: model.revision };
  return model.token === undefined ? address : { ...address, HF_TOKEN: Env.secret(model.token.secret, model.token.key) };
}

/** What stands for every pod; what is left undefined must not replace a default. */
function podProps(props: KubeRayServiceProps) {
  const { env, mounts, security, imagePullSecrets, extraContainers, initContainers, nodeSelector, tolerations, affinity } = props;
  const { priorityClassName, runtimeClassName, schedulerName, podLabels, podAnnotations } = props;
  const account = { env, mounts, security: { runAsUser: RAY_USER, ...security }, imagePullSecrets, extraContainers, initContainers };
  const place = { nodeSelector, tolerations, affinity, priorityClassName, runtimeClassName, schedulerName, podLabels, podAnnotations };
  return { ...account, ...place };
}

/** The user of Ray's own images, which name it without a number: Kubernetes cannot tell then that it is not root. */
const RAY_USER = 1000;
