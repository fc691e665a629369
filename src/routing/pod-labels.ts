import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';

type Labels = Readonly<Record<string, string>>;

/** Labels of the pods that one object makes. Kept, because every route of a chart looks at every object of it. */
const LABELS = new WeakMap<ApiObject, readonly Labels[]>();

/** Whether some workload of the app, in the Service's namespace, makes pods that the selector matches. The Service's own chart is asked first. */
export function hasPods(service: ApiObject, selector: Labels): boolean {
  return [Chart.of(service), service.node.root].some((scope) => matchesBelow(scope, service.metadata.namespace, selector));
}

function matchesBelow(scope: IConstruct, namespace: string | undefined, selector: Labels): boolean {
  return scope.node
    .findAll()
    .some(
      (construct) =>
        ApiObject.isApiObject(construct) &&
        construct.metadata.namespace === namespace &&
        podLabels(construct).some((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value)),
    );
}

function podLabels(object: ApiObject): readonly Labels[] {
  let labels = LABELS.get(object);
  if (labels === undefined) {
    const json = object.toJson() as Record<string, unknown>;
    labels = object.kind === 'Pod' ? labelsOf(json) : templateLabels(json);
    LABELS.set(object, labels);
  }
  return labels;
}

/** Labels of every pod template in an object: of a Deployment, a Job in a CronJob, the leader and the workers of a LeaderWorkerSet. */
function templateLabels(value: unknown): readonly Labels[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [...(/template$/i.test(key) ? labelsOf(field) : []), ...templateLabels(field)]);
}

function labelsOf(template: unknown): readonly Labels[] {
  const labels = (template as { metadata?: { labels?: Labels } } | null)?.metadata?.labels;
  return labels === undefined ? [] : [labels];
}
