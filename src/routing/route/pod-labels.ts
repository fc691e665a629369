import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';

type Labels = Readonly<Record<string, string>>;

/** The labels of all pods that workloads below one construct make, found by one of their labels. */
export type PodIndex = ReadonlyMap<string, readonly Labels[]>;

/** Reads every pod template below a construct: of a Deployment, a Job in a CronJob, the leader and the workers of a LeaderWorkerSet. */
export function podIndex(scope: IConstruct): PodIndex {
  const index = new Map<string, Labels[]>();
  for (const object of scope.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child))) {
    for (const labels of podLabels(object)) {
      for (const [key, value] of Object.entries(labels)) {
        const place = indexKey(object.metadata.namespace, key, value);
        const known = index.get(place);
        if (known === undefined) index.set(place, [labels]);
        else known.push(labels);
      }
    }
  }
  return index;
}

/** Whether the index has a pod in the namespace that the selector matches. */
export function hasPods(index: PodIndex, namespace: string | undefined, selector: Labels): boolean {
  const [first] = Object.entries(selector);
  if (first === undefined) return true;
  const pods = index.get(indexKey(namespace, ...first)) ?? [];
  return pods.some((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
}

function indexKey(namespace: string | undefined, key: string, value: string): string {
  return `${namespace ?? ''} ${key}=${value}`;
}

function podLabels(object: ApiObject): readonly Labels[] {
  const json = object.toJson() as Record<string, unknown>;
  return object.kind === 'Pod' ? labelsOf(json) : templateLabels(json);
}

function templateLabels(value: unknown): readonly Labels[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [...(/template$/i.test(key) ? labelsOf(field) : []), ...templateLabels(field)]);
}

function labelsOf(template: unknown): readonly Labels[] {
  const labels = (template as { metadata?: { labels?: Labels } } | null)?.metadata?.labels;
  return labels === undefined ? [] : [labels];
}
