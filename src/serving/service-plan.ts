import type { Construct } from 'constructs';
import type { DeploymentStrategy } from '../../imports/kubernetes';
import { checkName, DNS_1035_LABEL } from '../base/names';
import { checkLabelValue } from '../kube/kube-object';
import { labelContext } from '../kube/label-context';
import { type PodIdentity, type WorkloadIdentity, workloadLabels, workloadSelector } from '../kube/labels';
import type { MLServiceProps } from './ml-service-props';
import { type Weights, weights } from './model/weights';
import { nodeCount } from './nodes';
import { roleLabel } from './pod/leader-worker-set';
import { probedStartupSeconds } from './probes';
import { deploymentStrategy } from './rollout/rollout';
import { type ProgressDeadline, progressDeadline, startupSeconds } from './rollout/startup';
import { assertAcceleratorFits } from './runtime/accelerator-fit';
import { type Engine, engineOf } from './runtime/runtime-engine';
import { type ReplicaBounds, replicaBounds } from './scale/replicas';
import { type Shutdown, shutdown } from './shutdown';

/** Everything that several objects of a service must agree on, decided once. */
export interface ServicePlan {
  readonly where: string;
  readonly identity: PodIdentity;
  readonly labels: Record<string, string>;
  readonly selector: Record<string, string>;
  readonly replicas: ReplicaBounds;
  /** Devices of one pod. */
  readonly devices: number;
  /** Whether one more pod needs what the nodes may not have left: devices. */
  readonly scarce: boolean;
  /** Pods of one replica. */
  readonly nodes: number;
  /** Labels of the pods that answer: all of them, or the leaders of groups. */
  readonly endpoints: Record<string, string>;
  readonly weights: Weights;
  readonly engine: Engine;
  readonly startupSeconds: number;
  readonly shutdown: Shutdown;
  readonly deadline: ProgressDeadline;
  /** Decided by whether there is a spare device, once the whole app stands. */
  readonly strategy: (spareDevice: boolean) => DeploymentStrategy;
}

/** The plan of a service; refuses what cannot work. */
export function servicePlan(construct: Construct, id: string, props: MLServiceProps): ServicePlan {
  const where = construct.node.path;
  const identity = { ...identityOf(where, id, props), context: labelContext(construct) };
  const { accelerator, extendedResources = {} } = props;
  const scarce = accelerator !== undefined || Object.keys(extendedResources).length > 0;
  const devices = accelerator?.count ?? 0;
  assertAcceleratorFits(where, props);
  const replicas = replicaBounds(where, props.replicas);
  const stop = shutdown(where, props.drain);
  const source = weights(where, props);
  const startup = startupSeconds(where, props.startup, devices);
  const { app } = identity;
  const nodes = nodeCount(where, props);
  const { worker } = props;
  const input = { where, app, target: source.target, devices, nodes, worker, drainSeconds: stop.drain, env: props.env };
  const selector = workloadSelector(identity);
  return {
    where,
    identity,
    labels: workloadLabels(identity),
    selector,
    replicas,
    devices,
    scarce,
    nodes,
    endpoints: nodes === 1 ? selector : { ...selector, ...roleLabel(identity.context, 'leader') },
    weights: source,
    engine: engineOf(props.runtime, input),
    startupSeconds: startup,
    shutdown: stop,
    deadline: progressDeadline(probedStartupSeconds(startup), stop, source.fetchedFirst),
    strategy: (spare) => deploymentStrategy(where, props.rollout, !scarce ? 'unlimited' : spare ? 'device' : 'none'),
  };
}

function identityOf(where: string, id: string, { name = id, app = name, version }: MLServiceProps): WorkloadIdentity {
  checkName('MLService.name', where, name, DNS_1035_LABEL);
  checkLabelValue('MLService.app', where, 'app.kubernetes.io/name', app);
  if (version !== undefined) checkLabelValue('MLService.version', where, 'app.kubernetes.io/version', version);
  return { app, instance: name, component: 'model-server', version };
}
