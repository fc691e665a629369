import { ApiObject } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { Environment } from '../../environment/environment';
import { addFindings, warn } from '../../kube/construct-findings';
import { onPrepare } from '../../kube/delivery/prepare';
import { quotaNameProblem } from '../../platform/namespace/limit-names';

/**
 * Looks at the quotas of the pipeline's namespace, whoever wrote them: a name that Kubernetes never counts lets every stage through, and a quota that
 * asks for what a workflow's own containers do not say lets none.
 */
export function checkQuotas(pipeline: Construct, namespace: string, byWorkflow: boolean): void {
  addFindings(pipeline, () => nameFindings(pipeline, namespace));
  if (byWorkflow) onPrepare(pipeline, () => warnOfBareContainers(pipeline, namespace));
}

function nameFindings(pipeline: Construct, namespace: string): readonly Finding[] {
  return objectsOf(pipeline, namespace, 'ResourceQuota').flatMap((quota) =>
    Object.keys(hardOf(quota)).flatMap((name) => {
      const problem = quotaNameProblem(name);
      if (problem === undefined) return [];
      const what = `the quota ${quota.node.path} of the pipeline's namespace limits "${name}", which ${problem.what}`;
      const fix = problem.use === undefined ? 'use a name such as "limits.memory"' : `use "${problem.use}"`;
      return [errorFinding('DataPipeline.quota', { where: pipeline.node.path, what, fix })];
    }),
  );
}

/** Argo Workflows puts two containers into every pod, with what its configuration says that they need: without a word, nothing. */
function warnOfBareContainers(pipeline: Construct, namespace: string): void {
  const limited = objectsOf(pipeline, namespace, 'ResourceQuota').flatMap((quota) => Object.keys(hardOf(quota)));
  const given = objectsOf(pipeline, namespace, 'LimitRange').flatMap(defaultsOf);
  const missing = [...new Set(limited)].filter((name) => COMPUTE.test(name) && !given.includes(fullName(name))).sort();
  if (missing.length === 0) return;
  warn(pipeline, 'DataPipeline.quota', {
    what: `the namespace limits ${missing.join(', ')}, and has no default for containers that say nothing: those that Argo Workflows adds to every pod`,
    fix: 'give the namespace containerDefaults, or the executor resources in the configuration of Argo Workflows',
  });
}

const COMPUTE = /^(requests\.|limits\.)?(cpu|memory|ephemeral-storage)$/;

/** `cpu` in a quota is `requests.cpu`. */
function fullName(name: string): string {
  return name.includes('.') ? name : `requests.${name}`;
}

interface LimitRangeItem {
  readonly type: string;
  readonly default?: Readonly<Record<string, string>>;
  readonly defaultRequest?: Readonly<Record<string, string>>;
}

/** What a container gets that says nothing, in the names of quotas. A default limit is a default request, too. */
function defaultsOf(range: ApiObject): readonly string[] {
  const items: readonly LimitRangeItem[] = range.toJson().spec?.limits ?? [];
  return items
    .filter(({ type }) => type === 'Container')
    .flatMap((item) => [
      ...Object.keys({ ...item.default, ...item.defaultRequest }).map((name) => `requests.${name}`),
      ...Object.keys(item.default ?? {}).map((name) => `limits.${name}`),
    ]);
}

function hardOf(quota: ApiObject): Readonly<Record<string, unknown>> {
  return quota.toJson().spec?.hard ?? {};
}

function objectsOf(pipeline: Construct, namespace: string, kind: string): readonly ApiObject[] {
  const cluster = (construct: IConstruct) => Environment.of(construct as Construct)?.cluster ?? '';
  return pipeline.node.root.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .filter((object) => object.kind === kind && object.apiVersion === 'v1' && object.metadata.namespace === namespace)
    .filter((object) => ['', cluster(pipeline)].includes(cluster(object)));
}
