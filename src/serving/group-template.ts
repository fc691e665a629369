import type { Container, PodTemplateSpec } from '../../imports/kubernetes';
import { SERVER } from './deployment-spec';
import type { ServicePlan } from './service-plan';

const ROLE = 'serving.cdk8s-mlops/role';

/** The label of the pod that answers for its group. */
export const LEADER = { [ROLE]: 'leader' };

const WORKER = { [ROLE]: 'worker' };

/** The leader of a group: a server like any other, and labeled, because requests must reach nobody else. */
export function leaderTemplate(server: PodTemplateSpec): PodTemplateSpec {
  return withLabels(server, LEADER);
}

/** The other pods of a group: the leader's, except that nobody calls or probes them and that they outlive its last request. */
export function workerTemplate(server: PodTemplateSpec, plan: ServicePlan): PodTemplateSpec {
  const template = withLabels(server, WORKER);
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
