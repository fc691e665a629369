import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { PodTemplateSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { kubeObject } from '../kube/kube-object';
import { claimTemplates, type PodStorage, storageMounts, withoutTemplates } from './claim-template';
import { disruptionBudget, server, serverService } from './server';
import type { ServerProps } from './server-props';

export interface StatefulServiceProps extends ServerProps {
  /** What each pod keeps for itself. At least one (`StatefulService.storage`); a server without state is a `WebService`. */
  readonly storage: readonly PodStorage[];
  /**
   * Whether pods start one after the other, each once the one before is ready, or all at once. A live StatefulSet cannot be given another.
   *
   * @default 'OrderedReady'
   */
  readonly start?: 'OrderedReady' | 'Parallel';
}

/**
 * A server that keeps data: a feature store, a cache, a database of one's own. StatefulSet with a claim for each pod, and a headless Service that
 * gives each pod a name.
 *
 * The claims outlive everything: they stay when the service is removed, and when it gets fewer replicas.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/
 */
export class StatefulService extends Construct {
  /** The Kubernetes name of the StatefulSet and the Service. */
  readonly name: string;
  readonly namespace: string;
  /** The Service's first port. */
  readonly port: number;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The names of the pods in the cluster's DNS: `features-0.features.team-a.svc`. */
  readonly hosts: readonly string[];
  /** The StatefulSet. */
  readonly statefulSet: ApiObject;
  /** The headless Service. */
  readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: StatefulServiceProps) {
    super(scope, id);
    const where = this.node.path;
    refuseStateless(where, props);
    const mounts = storageMounts(where, props.storage, props.mounts);
    const security = { ...props.security, fsGroup: props.security?.fsGroup ?? props.security?.runAsUser ?? FS_GROUP };
    const plan = server(this, id, { code: 'StatefulService', component: 'stateful-service', mounts }, { ...props, security });
    this.name = plan.name;
    this.namespace = plan.namespace;
    this.port = plan.ports[0]?.[1] ?? 0;
    this.selector = plan.selector;
    this.hosts = Array.from({ length: plan.replicas }, (_, i) => `${plan.name}-${i}.${plan.name}.${plan.namespace}.svc`);
    this.service = kubeObject(this, 'Service', serverService(plan, { clusterIP: 'None' }));
    this.statefulSet = kubeObject(this, 'StatefulSet', {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: { name: plan.name, labels: plan.labels },
      spec: {
        replicas: plan.replicas,
        serviceName: this.service.name,
        podManagementPolicy: props.start ?? 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate' },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: plan.selector },
        template: ownVolumes(plan.template, props.storage),
        // Without the version, which would make every release a change of what cannot be changed.
        volumeClaimTemplates: claimTemplates(where, props.storage, plan.selector),
      },
    });
    const budget = disruptionBudget(plan);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    setTimeBudget(this, { seconds: plan.replicas * plan.podSeconds, reason: `${plan.replicas} pods × ${plan.podSeconds} s` });
  }
}

/** A new volume belongs to root, and the processes do not: Kubernetes gives it to this group. */
const FS_GROUP = 1000;

function ownVolumes(template: PodTemplateSpec, storage: readonly PodStorage[]): PodTemplateSpec {
  const { spec } = template;
  if (spec === undefined) return template;
  return { ...template, spec: { ...spec, volumes: [...withoutTemplates(spec.volumes, storage)] } };
}

function refuseStateless(where: string, { storage, start = 'OrderedReady' }: StatefulServiceProps): void {
  if (!Array.isArray(storage) || storage.length === 0) {
    const fix = "add storage: [{ name: 'data', path: '/data', size: Size.gibibytes(10) }], or use WebService";
    throw new ConfigError('StatefulService.storage', { where, what: 'the service keeps nothing', fix });
  }
  if (start === 'OrderedReady' || start === 'Parallel') return;
  const what = `start is ${JSON.stringify(start)}`;
  throw new ConfigError('StatefulService.start', { where, what, fix: "use 'OrderedReady' or 'Parallel'" });
}
