import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { Deployment, DeploymentStrategy } from '../../imports/kubernetes';
import { validateProps } from '../base/validate-props';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { kubeObject } from '../kube/kube-object';
import { podTemplate } from '../kube/pod/resolve-pod';
import { serviceAccountName } from '../kube/pod/service-account';
import type { ResolvedServer } from '../kube/server/resolve-server';
import { disruptionBudget, oneByOne, serviceManifest } from '../kube/server/server-objects';
import { resolveWorkload, type ServerProps } from './server-props';

export interface WebServiceProps extends ServerProps {
  /**
   * How a new version replaces the old one: `'surge'` starts a new pod before an old one stops, `'stopFirst'` stops all old pods first, for
   * pods that share a volume which only one node can mount.
   *
   * @default 'surge'
   */
  readonly rollout?: 'surge' | 'stopFirst';
}

/**
 * A server without state and without a model: preprocessing, an API, a gateway. Deployment, Service, ServiceAccount and, from two replicas,
 * a disruption budget.
 *
 * Use `MLService` for a model, which knows how models start and drain, and `StatefulService` for a server that keeps data.
 */
export class WebService extends Construct {
  /** The Kubernetes name of the Deployment and the Service. */
  readonly name: string;
  readonly namespace: string;
  /** The Service's first port. */
  readonly port: number;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The Deployment. */
  readonly deployment: ApiObject;
  /** The Service. */
  readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: WebServiceProps) {
    super(scope, id);
    const service = resolveWebService(this, id, props);
    this.name = service.name;
    this.namespace = Chart.of(this).namespace ?? '';
    this.port = service.ports[0]?.port ?? 0;
    this.selector = service.selector;
    serviceAccountName(this, service);
    this.deployment = kubeObject(this, 'Deployment', deploymentManifest(service));
    this.service = kubeObject(this, 'Service', serviceManifest(service, { type: 'ClusterIP' }));
    const budget = disruptionBudget(service);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    setTimeBudget(this, oneByOne(service));
  }
}

interface ResolvedWebService extends ResolvedServer {
  readonly strategy: DeploymentStrategy;
}

function resolveWebService(construct: Construct, id: string, props: WebServiceProps): ResolvedWebService {
  validateProps('WebService', construct.node.path, props);
  const server = resolveWorkload(construct, id, { code: 'WebService', component: 'web-service', spread: 'revision' }, props);
  const surge = { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  return { ...server, strategy: props.rollout === 'stopFirst' ? { type: 'Recreate' } : surge };
}

function deploymentManifest({ name, labels, selector, replicas, deadline, strategy, pod }: ResolvedWebService): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels },
    spec: {
      replicas: replicas.min,
      progressDeadlineSeconds: deadline.seconds,
      strategy,
      selector: { matchLabels: selector },
      template: podTemplate(pod),
    },
  };
}
