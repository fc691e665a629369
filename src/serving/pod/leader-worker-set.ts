import type { Container, DeploymentStrategy, PodTemplateSpec } from '../../../imports/kubernetes';
import { indexSuffix, LONGEST_NAMES } from '../../base/derived-names';
import { checkName, checkQualifiedKey, DNS_1035_LABEL } from '../../base/names';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, ownKey } from '../../kube/labels';
import type { MLServiceProps } from '../ml-service-props';
import { provenance, provenanceLabels } from '../model/provenance';
import { mostSurge } from '../rollout/rollout';
import type { ServicePlan } from '../service-plan';
import { type PodReferences, SERVER, serverTemplate } from './deployment-spec';

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

/** What scales and what is watched. */
export const LEADER_WORKER_SET = { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet' };

/** The LeaderWorkerSet of a service: groups of pods that start, fail and roll as one. */
export function leaderWorkerSet(
  plan: ServicePlan,
  rollingUpdate: DeploymentStrategy['rollingUpdate'],
  references: PodReferences,
  props: MLServiceProps,
): CustomObject {
  const { identity, labels, nodes } = plan;
  checkGroupNames(plan);
  checkTopology(plan.where, props.exclusiveTopology);
  const server = serverTemplate(plan, references, props);
  const spec: LeaderWorkerSetSpec = {
    ...(typeof props.replicas === 'object' ? {} : { replicas: plan.replicas.min }),
    // The leader is ready only once its workers have joined: waiting for it would be waiting indefinitely.
    startupPolicy: 'LeaderCreated',
    rolloutStrategy: { type: 'RollingUpdate', rollingUpdateConfiguration: rollingUpdate },
    // The other policy makes a headless Service with the name that callers of the service use.
    networkConfig: { subdomainPolicy: 'UniquePerReplica' },
    leaderWorkerTemplate: {
      size: nodes,
      // A member that is gone cannot rejoin. Before all have started there is nothing to rejoin, and a slow image pull throws no other away.
      restartPolicy: 'RecreateGroupAfterStart',
      leaderTemplate: leaderTemplate(server, plan),
      workerTemplate: workerTemplate(server, plan),
    },
  };
  const topology = props.exclusiveTopology;
  const annotations = {
    ...(topology === undefined ? {} : { 'leaderworkerset.sigs.k8s.io/exclusive-topology': topology }),
    ...provenance(identity.context, props.model),
  };
  return {
    ...LEADER_WORKER_SET,
    metadata: {
      name: identity.instance,
      labels: { ...labels, ...provenanceLabels(identity.context, props.model, props.runtime.image) },
      annotations,
    },
    spec,
  };
}

/** The controller makes a StatefulSet per group. */
function checkGroupNames({ where, identity, replicas, strategy }: ServicePlan): void {
  const groups = replicas.max + mostSurge(strategy(true), replicas.max);
  checkName('MLService.name', where, identity.instance, DNS_1035_LABEL, LONGEST_NAMES['apps/StatefulSet'].max - indexSuffix(groups).length);
}

function checkTopology(where: string, key: string | undefined): void {
  if (key !== undefined) checkQualifiedKey('MLService.exclusiveTopology', where, key);
}

/** The label of a member of a group. The Service of a group selects its leaders by it. */
export function roleLabel(context: LabelContext, role: 'leader' | 'worker'): Record<string, string> {
  return { [ownKey(context, 'serving', 'role')]: role };
}

/** The leader of a group: a server like any other, and labeled, because requests must reach nobody else. */
export function leaderTemplate(server: PodTemplateSpec, { identity }: ServicePlan): PodTemplateSpec {
  return withLabels(server, roleLabel(identity.context, 'leader'));
}

/** The other pods of a group: the leader's, except that nobody calls or probes them and that they outlive its last request. */
export function workerTemplate(server: PodTemplateSpec, plan: ServicePlan): PodTemplateSpec {
  const template = withLabels(server, roleLabel(plan.identity.context, 'worker'));
  const containers = (template.spec?.containers ?? []).map((container) =>
    container.name === SERVER ? workerContainer(container, plan) : container,
  );
  return { ...template, spec: { ...template.spec, containers } };
}

function workerContainer(container: Container, { engine, shutdown }: ServicePlan): Container {
  const { command, args, ports: _, startupProbe: __, readinessProbe: ___, livenessProbe: ____, ...common } = container;
  const own = { command: engine.worker?.command ?? command, args: engine.worker?.args ?? args };
  return {
    ...common,
    ...(own.command === undefined ? {} : { command: [...own.command] }),
    ...(own.args === undefined ? {} : { args: [...own.args] }),
    // A worker that stops first takes the running requests of its group with it.
    lifecycle: { preStop: { sleep: { seconds: shutdown.preStop + shutdown.drain } } },
  };
}

function withLabels(template: PodTemplateSpec, labels: Readonly<Record<string, string>>): PodTemplateSpec {
  return { ...template, metadata: { ...template.metadata, labels: { ...template.metadata?.labels, ...labels } } };
}
