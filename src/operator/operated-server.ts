import type { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import type { PodTemplateSpec } from '../../imports/kubernetes';
import type { EnvVariables } from '../kube/pod/environment-variables';
import { Mount } from '../kube/pod/mount';
import { ephemeralStorage } from '../serving/disk';
import type { MLServiceProps } from '../serving/ml-service-props';
import { cacheSize } from '../serving/model/cache';
import { isDownloaded, Model } from '../serving/model/model';
import { MODEL_DIRECTORY } from '../serving/model/model-location';
import { provenance, provenanceLabels } from '../serving/model/provenance';
import { serverTemplate } from '../serving/pod/deployment-spec';
import { probedStartupSeconds } from '../serving/probes';
import { refuseMissingProps } from '../serving/required-props';
import type { Rollout } from '../serving/rollout/rollout';
import { progressDeadline } from '../serving/rollout/startup';
import type { Runtime } from '../serving/runtime/runtime';
import type { CpuScale } from '../serving/scale/replicas';
import { type ServicePlan, servicePlan } from '../serving/service-plan';
import type { OperatedDevices, OperatedProps } from './operated-props';

/** What a server needs whose pods an operator makes, and whose model it puts into {@link MODEL_DIRECTORY}. */
export type OperatedServer = OperatedProps &
  OperatedDevices & {
    readonly model: Model;
    /** What the operator fetches before the server starts: room on disk and time come from it. */
    readonly fetchedSize?: Size;
    readonly runtime: Runtime;
    readonly replicas?: number | CpuScale;
    readonly rollout?: Rollout;
  };

/** The plan of such a server, as if it were an `MLService` whose model is in its image. */
export interface OperatedPlan {
  readonly plan: ServicePlan;
  readonly props: MLServiceProps;
}

/** Plans a server; `env` tells the operator or the server where the model comes from. */
export function operatedPlan(construct: Construct, name: string, server: OperatedServer, env: EnvVariables): OperatedPlan {
  const where = construct.node.path;
  const { model, fetchedSize } = server;
  const inPlace = isDownloaded(model) ? Model.bakedIn(MODEL_DIRECTORY) : model;
  const common = { ...server, name, modelSize: undefined, nodes: undefined };
  // The compiler tells an image from other models only when it is asked.
  const props: MLServiceProps = inPlace.kind === 'ociImage' ? { ...common, model: inPlace } : { ...common, model: inPlace };
  refuseMissingProps(where, props);
  const plan = servicePlan(construct, name, props);
  const deadline = progressDeadline(probedStartupSeconds(plan.startupSeconds), plan.shutdown, fetchedSize);
  return {
    plan: { ...plan, weights: { ...plan.weights, env }, deadline },
    props: { ...props, ephemeralStorage: disk(where, plan, server) },
  };
}

/** The pods as `MLService` would write them, with the real model's provenance. */
export function operatedTemplate({ plan, props }: OperatedPlan, serviceAccount: string, model: Model): PodTemplateSpec {
  const template = serverTemplate(plan, { serviceAccount, claimTemplate: undefined }, props);
  const labels = { ...template.metadata?.labels, ...provenanceLabels(plan.identity.context, model, props.runtime.image) };
  return {
    ...template,
    metadata: { labels, annotations: { ...template.metadata?.annotations, ...provenance(plan.identity.context, model) } },
  };
}

/** The operator writes the model to the node's disk, and Kubernetes evicts the pod for what nobody requested. */
function disk(
  where: string,
  { engine }: ServicePlan,
  { scratch, mounts = [], fetchedSize, ephemeralStorage: asked }: OperatedServer,
): Size {
  const temporary = Mount.scratch('/tmp', { sizeLimit: scratch ?? engine.scratch });
  const weights = fetchedSize === undefined ? [] : [Mount.scratch(MODEL_DIRECTORY, { sizeLimit: cacheSize(where, fetchedSize) })];
  return ephemeralStorage(where, asked, [temporary, ...mounts, ...weights]);
}
