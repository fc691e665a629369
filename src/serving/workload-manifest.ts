import type { Container, Deployment, DeploymentStrategy, PodTemplateSpec } from '../../imports/kubernetes';
import type { CustomObject } from '../kube/kube-object';
import { podTemplate } from '../kube/pod/resolve-pod';
import { type ResolvedService, roleLabel } from './resolve-model-server';

/** The Deployment of a service. An autoscaler owns `replicas` where there is one. */
export function deploymentManifest(service: ResolvedService, strategy: DeploymentStrategy): Deployment {
  const { name, labels, selector, deadline, provenance, scale, pod } = service;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { ...labels, ...provenance.labels }, annotations: { ...provenance.annotations } },
    spec: {
      ...(typeof scale === 'object' ? {} : { replicas: scale }),
      progressDeadlineSeconds: deadline.seconds,
      strategy,
      selector: { matchLabels: selector },
      template: podTemplate(pod),
    },
  };
}

/** The fields of a LeaderWorkerSet that this library writes. @see https://lws.sigs.k8s.io/docs/reference/leaderworkerset.v1/ */
export interface LeaderWorkerSetSpec {
  readonly replicas?: number;
  readonly startupPolicy: 'LeaderCreated' | 'LeaderReady';
  readonly rolloutStrategy: {
    readonly type: 'RollingUpdate';
    readonly rollingUpdateConfiguration: DeploymentStrategy['rollingUpdate'];
  };
  readonly networkConfig: { readonly subdomainPolicy: 'Shared' | 'UniquePerReplica' };
  readonly leaderWorkerTemplate: {
    readonly size: number;
    readonly restartPolicy: 'RecreateGroupOnPodRestart' | 'RecreateGroupAfterStart' | 'None';
    readonly leaderTemplate: PodTemplateSpec;
    readonly workerTemplate: PodTemplateSpec;
  };
}

/** The LeaderWorkerSet of a service: groups of pods that start, fail and roll as one. */
export function leaderWorkerSetManifest(service: ResolvedService, rollingUpdate: DeploymentStrategy['rollingUpdate']): CustomObject {
  const { name, labels, nodes, provenance, scale, exclusiveTopology } = service;
  const spec: LeaderWorkerSetSpec = {
    ...(typeof scale === 'object' ? {} : { replicas: scale }),
    // The leader is ready only once its workers have joined: waiting for it would be waiting forever.
    startupPolicy: 'LeaderCreated',
    rolloutStrategy: { type: 'RollingUpdate', rollingUpdateConfiguration: rollingUpdate },
    // The other policy makes a headless Service with the name that callers of the service use.
    networkConfig: { subdomainPolicy: 'UniquePerReplica' },
    leaderWorkerTemplate: {
      size: nodes,
      // A lost member cannot rejoin. Before all have started there is nothing to rejoin, and a slow image pull restarts no other pod.
      restartPolicy: 'RecreateGroupAfterStart',
      leaderTemplate: leaderTemplate(service),
      workerTemplate: workerTemplate(service),
    },
  };
  const annotations = {
    ...(exclusiveTopology === undefined ? {} : { 'leaderworkerset.sigs.k8s.io/exclusive-topology': exclusiveTopology }),
    ...provenance.annotations,
  };
  return {
    apiVersion: 'leaderworkerset.x-k8s.io/v1',
    kind: 'LeaderWorkerSet',
    metadata: { name, labels: { ...labels, ...provenance.labels }, annotations },
    spec,
  };
}

/** The leader of a group: a server like any other, and labeled, because requests must not reach the workers. */
function leaderTemplate({ identity, pod }: ResolvedService): PodTemplateSpec {
  return podTemplate({ ...pod, labels: { ...pod.labels, ...roleLabel(identity, 'leader') } });
}

/** The other pods of a group: like the leader, but without ports and probes, and they outlive its last request. */
function workerTemplate({ identity, pod, engine, stop }: ResolvedService): PodTemplateSpec {
  const { command, args, ports: _, startupProbe: __, readinessProbe: ___, livenessProbe: ____, ...common } = pod.container;
  const own = { command: engine.worker?.command ?? command, args: engine.worker?.args ?? args };
  const container: Container = {
    ...common,
    ...(own.command === undefined ? {} : { command: [...own.command] }),
    ...(own.args === undefined ? {} : { args: [...own.args] }),
    // A worker that stops first aborts the running requests of its group.
    lifecycle: { preStop: { sleep: { seconds: stop.preStop + stop.drain } } },
  };
  return podTemplate({ ...pod, container, labels: { ...pod.labels, ...roleLabel(identity, 'worker') } });
}
