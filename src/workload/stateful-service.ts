import { type ApiObject, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import type { PersistentVolumeClaim, StatefulSet } from '../../imports/kubernetes';
import { validateProps } from '../base/validate-props';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { kubeObject } from '../kube/kube-object';
import { podTemplate } from '../kube/pod/resolve-pod';
import { serviceAccountName } from '../kube/pod/service-account';
import type { ResolvedServer } from '../kube/server/resolve-server';
import { disruptionBudget, oneByOne, serviceManifest } from '../kube/server/server-objects';
import { type PodStorage, resolveClaims } from './claim-template';
import { resolveWorkload, type ServerProps } from './server-props';

export interface StatefulServiceProps extends ServerProps {
  /**
   * The volumes that each pod keeps. At least one (`StatefulService.storage`); use `WebService` for a server without state.
   *
   * @example [{ name: 'data', path: '/data', size: Size.gibibytes(10) }]
   */
  readonly storage: readonly PodStorage[];
  /**
   * Whether pods start one after the other, each once the one before is ready, or all at once. Cannot be changed on a live StatefulSet.
   *
   * @default 'OrderedReady'
   */
  readonly start?: 'OrderedReady' | 'Parallel';
}

/**
 * A server that keeps data: a feature store, a cache, a database. StatefulSet with a claim for each pod, ServiceAccount, and a headless
 * Service that gives each pod a DNS name.
 *
 * The claims are never deleted: they stay when the service is removed, and when it gets fewer replicas.
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
  /** The DNS names of the pods: `features-0.features.team-a.svc`. */
  readonly hosts: readonly string[];
  /** The StatefulSet. */
  readonly statefulSet: ApiObject;
  /** The headless Service. */
  readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: StatefulServiceProps) {
    super(scope, id);
    const service = resolveStatefulService(this, id, props);
    const { name, replicas } = service;
    this.name = name;
    this.namespace = Chart.of(this).namespace ?? '';
    this.port = service.ports[0]?.port ?? 0;
    this.selector = service.selector;
    this.hosts = Array.from({ length: replicas.min }, (_, i) => `${name}-${i}.${name}.${this.namespace}.svc`);
    serviceAccountName(this, service);
    this.service = kubeObject(this, 'Service', serviceManifest(service, { clusterIP: 'None' }));
    this.statefulSet = kubeObject(this, 'StatefulSet', statefulSetManifest(service));
    const budget = disruptionBudget(service);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    setTimeBudget(this, oneByOne(service));
  }
}

interface ResolvedStatefulService extends ResolvedServer {
  readonly start: 'OrderedReady' | 'Parallel';
  readonly claims: readonly PersistentVolumeClaim[];
}

/** New volumes belong to root, and the processes do not run as root: Kubernetes changes the group of the volume to this one. */
const FS_GROUP = 1000;

function resolveStatefulService(construct: Construct, id: string, props: StatefulServiceProps): ResolvedStatefulService {
  const where = construct.node.path;
  validateProps('StatefulService', where, props);
  const { mounts, volumes, templates } = resolveClaims(where, props.storage, props.mounts);
  const fsGroup = props.security?.fsGroup ?? props.security?.runAsUser ?? FS_GROUP;
  const kind = { code: 'StatefulService', component: 'stateful-service', spread: 'all', mounts, templateVolumes: volumes } as const;
  const server = resolveWorkload(construct, id, kind, { ...props, security: { ...props.security, fsGroup } });
  return { ...server, start: props.start ?? 'OrderedReady', claims: templates(server.selector) };
}

function statefulSetManifest({ name, labels, selector, replicas, start, claims, pod }: ResolvedStatefulService): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, labels },
    spec: {
      replicas: replicas.min,
      serviceName: name,
      podManagementPolicy: start,
      updateStrategy: { type: 'RollingUpdate' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      selector: { matchLabels: selector },
      template: podTemplate(pod),
      volumeClaimTemplates: [...claims],
    },
  };
}
