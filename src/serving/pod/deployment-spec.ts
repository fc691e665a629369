import type { Container, Deployment, DeploymentStrategy, PodTemplateSpec } from '../../../imports/kubernetes';
import { sizeQuantity } from '../../base/units';
import { Mount } from '../../kube/pod/mount';
import { podTemplate, resolvePod } from '../../kube/pod/resolve-pod';
import { ephemeralStorage } from '../disk';
import type { MLServiceProps } from '../ml-service-props';
import { provenance, provenanceLabels } from '../model/provenance';
import { fetchContainers } from '../model/weights';
import { probes } from '../probes';
import { refuseReservedMounts, TEMPORARY_DIRECTORY } from '../reserved-mounts';
import type { ServicePlan } from '../service-plan';
import { downloadUser, serviceSecurity } from '../service-security';
import { refuseLargeMemoryMounts, sharedMemoryMounts } from '../shared-memory';
import { topologySpread } from '../topology-spread';

/** The name of the container that serves: autoscalers, logs and patches point at it. */
export const SERVER = 'server';

/** Other objects of the service that its pods name. */
export interface PodReferences {
  readonly serviceAccount: string;
  readonly claimTemplate: string | undefined;
}

/** The Deployment of a service. An autoscaler owns `replicas` where there is one. */
export function deployment(plan: ServicePlan, strategy: DeploymentStrategy, references: PodReferences, props: MLServiceProps): Deployment {
  const { identity, labels, selector, deadline } = plan;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: identity.instance,
      labels: { ...labels, ...provenanceLabels(identity.context, props.model, props.runtime.image) },
      annotations: provenance(identity.context, props.model),
    },
    spec: {
      ...(typeof props.replicas === 'object' ? {} : { replicas: plan.replicas.min }),
      progressDeadlineSeconds: deadline.seconds,
      strategy,
      selector: { matchLabels: selector },
      template: serverTemplate(plan, references, props),
    },
  };
}

/** The pods of a service; with several nodes, the one that answers. */
export function serverTemplate(
  plan: ServicePlan,
  { serviceAccount, claimTemplate }: PodReferences,
  props: MLServiceProps,
): PodTemplateSpec {
  const { where, engine } = plan;
  const own = ownMounts(plan, props);
  const all = [...own.all, ...(props.mounts ?? [])];
  refuseLargeMemoryMounts(where, props.memory, all);
  const disk = ephemeralStorage(where, props.ephemeralStorage, all);
  const initContainers = fetchContainers(where, props, own.download, disk, downloadUser(engine, props.security));
  const design = {
    code: 'MLService',
    where,
    identity: plan.identity,
    container: SERVER,
    image: props.runtime.image,
    fields: serverFields(plan),
    env: { ...engine.env, ...plan.weights.env },
    mounts: own.all,
    initContainers,
    claimTemplate,
    labels: provenanceLabels(plan.identity.context, props.model, props.runtime.image),
    annotations: provenance(plan.identity.context, props.model),
    // Links would write VLLM_PORT for a Service called "vllm", and the server would take it for its own (vllm#18209).
    spec: { enableServiceLinks: false, terminationGracePeriodSeconds: plan.shutdown.grace },
  };
  // The pods of a group want to be near each other, which no spread of single pods can say.
  const spread = plan.nodes === 1 ? topologySpread(plan.replicas, plan.selector) : {};
  const defaults = { ...spread, ephemeralStorage: disk, serviceAccount };
  return podTemplate(
    resolvePod(design, { ...defaults, ...withoutUndefined(props), security: serviceSecurity(engine, props.security, props.cache) }),
  );
}

function serverFields({ engine, shutdown, startupSeconds }: ServicePlan): Partial<Container> {
  return {
    ...(engine.command === undefined ? {} : { command: [...engine.command] }),
    ...(engine.args.length === 0 ? {} : { args: [...engine.args] }),
    ports: engine.ports.map(({ name, port }) => ({ name, containerPort: port, protocol: 'TCP' })),
    ...probes(engine, startupSeconds),
    // Kubernetes' own sleep, on by default since 1.30: images without a shell have no `sleep` to execute.
    lifecycle: { preStop: { sleep: { seconds: shutdown.preStop } } },
  };
}

function ownMounts(
  { where, weights, engine, devices, nodes }: ServicePlan,
  props: MLServiceProps,
): { all: readonly Mount[]; download: readonly Mount[] } {
  refuseReservedMounts(where, props.mounts);
  const sizeLimit = props.scratch ?? engine.scratch;
  sizeQuantity('MLService.scratch', where, sizeLimit);
  const temporary = Mount.scratch(TEMPORARY_DIRECTORY, { sizeLimit });
  const download = [...weights.mounts, temporary];
  return { download, all: [...download, ...sharedMemoryMounts(where, props.sharedMemory, devices, nodes)] };
}

/** So that a prop that is given as undefined takes its default. */
function withoutUndefined(props: MLServiceProps): MLServiceProps {
  return Object.fromEntries(Object.entries(props).filter(([, value]) => value !== undefined)) as unknown as MLServiceProps;
}
