import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { warn } from '../../kube/construct-findings';
import { isRun } from '../../kube/delivery/delivery-hints';
import { longestTimeBudget } from '../../kube/delivery/time-budget';
import { isNamespace } from '../order/chart-graph';
import type { ResolvedKustomization } from './flux-kustomization-spec';
import { substitutionFindings, variablesOf } from './flux-rewrite';

/** What is wrong with a Kustomization, given the objects that it applies. */
export function kustomizationFindings(
  where: string,
  kustomization: ResolvedKustomization,
  objects: readonly ApiObject[],
): readonly Finding[] {
  const { postBuild } = kustomization.rewrite ?? {};
  return [
    ...timeoutFindings(where, kustomization),
    ...namespaceFindings(where, kustomization, objects),
    ...(postBuild === undefined ? [] : substitutionFindings(where, objects, variablesOf(postBuild))),
  ];
}

function timeoutFindings(where: string, { chart, timeoutSeconds }: ResolvedKustomization): readonly Finding[] {
  const longest = longestTimeBudget(chart);
  if (timeoutSeconds === undefined || longest === undefined) return [];
  const { budget, construct } = longest;
  if (timeoutSeconds >= budget.seconds) return [];
  const what = `timeout is ${timeoutSeconds} s; ${construct.node.path} can take ${budget.seconds} s (${budget.reason})`;
  const fix = `use at least Duration.seconds(${budget.seconds}), or remove \`timeout\``;
  return [errorFinding('FluxKustomization.timeout', { where, what, fix })];
}

function namespaceFindings(where: string, { rewrite }: ResolvedKustomization, objects: readonly ApiObject[]): readonly Finding[] {
  const target = rewrite?.targetNamespace;
  const namespace = target === undefined ? undefined : objects.find(isNamespace);
  if (namespace === undefined) return [];
  const what = `targetNamespace would rename the Namespace ${namespace.node.path} to "${target}"`;
  const fix = 'remove `targetNamespace`: every object of the chart already has its namespace';
  return [errorFinding('FluxKustomization.targetNamespace', { where, what, fix })];
}

/** Multi-tenant Flux refuses sources of other namespaces. */
export function warnOfOtherNamespace(construct: Construct, namespace: string, { source }: ResolvedKustomization): void {
  if (source.namespace === namespace) return;
  warn(construct, 'FluxKustomization.source', {
    what: `uses source "${source.name}" of namespace "${source.namespace}"; Flux refuses that with --no-cross-namespace-refs`,
    fix: `create the source in namespace "${namespace}"`,
  });
}

/** For Flux, a run is ready only when it has completed, so a Kustomization that waits fails while the Job runs. */
export function warnOfEndlessJobs(construct: Construct, kustomization: ResolvedKustomization, objects: readonly ApiObject[]): void {
  if (!kustomization.wait || kustomization.timeoutSeconds !== undefined) return;
  for (const object of objects) {
    if (!isRun(object)) continue;
    if (longestTimeBudget(object.node.scope as Construct) !== undefined) continue;
    warn(construct, 'FluxKustomization.job', {
      what: `waits for ${object.kind} ${object.node.path} to complete, which has no deadline`,
      fix: 'give the job a deadline, set `timeout` here, or move the job to a chart whose Kustomization has wait: false',
    });
  }
}
