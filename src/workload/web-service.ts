import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { kubeObject } from '../kube/kube-object';
import { disruptionBudget, server, serverService } from './server';
import type { ServerProps } from './server-props';

export interface WebServiceProps extends ServerProps {
  /**
   * How a new version replaces the old one: `surge` starts a new pod before an old one goes, `stopFirst` stops all old ones first, for pods
   * that share a volume which one node can mount.
   *
   * @default 'surge'
   */
  readonly rollout?: 'surge' | 'stopFirst';
}

/**
 * A server without state and without a model: preprocessing, an API, a gateway. Deployment, Service, and from two replicas on a disruption budget.
 *
 * A model has `MLService`, which knows how models start and drain; state has `StatefulService`.
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
    const plan = server(this, id, { code: 'WebService', component: 'web-service' }, props);
    const strategy = strategyOf(this.node.path, props.rollout ?? 'surge');
    this.name = plan.name;
    this.namespace = plan.namespace;
    this.port = plan.ports[0]?.[1] ?? 0;
    this.selector = plan.selector;
    this.deployment = kubeObject(this, 'Deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: plan.name, labels: plan.labels },
      spec: {
        replicas: plan.replicas,
        progressDeadlineSeconds: plan.podSeconds,
        strategy,
        selector: { matchLabels: plan.selector },
        template: plan.template,
      },
    });
    this.service = kubeObject(this, 'Service', serverService(plan, { type: 'ClusterIP' }));
    const budget = disruptionBudget(plan);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    setTimeBudget(this, { seconds: plan.replicas * plan.podSeconds, reason: `${plan.replicas} pods × ${plan.podSeconds} s` });
  }
}

function strategyOf(where: string, rollout: string) {
  if (rollout === 'stopFirst') return { type: 'Recreate' };
  if (rollout === 'surge') return { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } };
  const what = `rollout is ${JSON.stringify(rollout)}`;
  throw new ConfigError('WebService.rollout', { where, what, fix: "use 'surge' or 'stopFirst'" });
}
