import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { errorFinding, type Finding } from '../../base/finding';
import { Environment } from '../../environment/environment';
import type { Router } from '../routers/router';
import { COLORS, type Color } from './colors';
import type { PlacedRoute } from './placed-route';
import { type ServiceTarget, serviceObject } from './service-target';

type Selector = Readonly<Record<string, string>>;

interface ColorService {
  readonly color: Color;
  readonly object: ApiObject;
  readonly selector: Selector;
}

/**
 * Problems with the Services of the colors, as far as this app creates them: a Service that selects no pods of the app, two Services that could
 * select the same pods. A Service that is created elsewhere, or that has no selector, is not checked.
 */
export function colorFindings(routes: readonly PlacedRoute[]): readonly Finding[] {
  const pods = podSearch();
  return routes.flatMap(({ route, router, targets }) => {
    const where = route.node.path;
    const services = COLORS.flatMap((color) => colorService(color, targets[color]));
    return [
      ...services.flatMap((service) => podFindings(where, service, pods)),
      ...services.flatMap((service) => labelFindings(where, router, service, pods)),
      ...overlapFindings(where, services),
    ];
  });
}

function colorService(color: Color, target: ServiceTarget): readonly ColorService[] {
  const object = serviceObject(target);
  const selector = (object?.toJson() as { spec?: { selector?: Selector } } | undefined)?.spec?.selector;
  return object === undefined || selector === undefined ? [] : [{ color, object, selector }];
}

type PodSearch = (service: ApiObject, selector: Selector) => boolean;

/** Searches the Service's own chart first, then all of its environment. Each scope is indexed once. */
function podSearch(): PodSearch {
  const indexes = new Map<IConstruct, PodIndex>();
  const indexOf = (scope: IConstruct): PodIndex => {
    const index = indexes.get(scope) ?? podIndex(scope);
    indexes.set(scope, index);
    return index;
  };
  return (service, selector) =>
    [Chart.of(service), Environment.of(service) ?? service.node.root].some((scope) =>
      hasPods(indexOf(scope), service.metadata.namespace, selector),
    );
}

function podFindings(where: string, { color, object, selector }: ColorService, hasPodsFor: PodSearch): readonly Finding[] {
  if (hasPodsFor(object, selector)) return [];
  const what = `${color} is Service "${object.name}", and no workload of this app has pods with the labels ${labelText(selector)}`;
  const fix = `add the workload, or if it is created elsewhere, write ${color}: { name: '${object.name}', port: … }`;
  return [errorFinding('BlueGreenRoute.pods', { where, what, fix })];
}

/** For a router that tells colors apart by label: the route's own Service must select pods of the color that carry the color label. */
function labelFindings(
  where: string,
  { title, pods }: Router,
  { color, object, selector }: ColorService,
  hasPodsFor: PodSearch,
): readonly Finding[] {
  if (pods === undefined || !hasPodsFor(object, selector)) return [];
  const wanted = { ...pods.selector, [pods.colorLabel]: color };
  if (hasPodsFor(object, { ...selector, ...wanted })) return [];
  const what = `${title} tells colors apart by label, and the pods of ${color} do not have the labels ${labelText(wanted)}`;
  const fix = `add the labels, for example podLabels: { ${pods.colorLabel}: '${color}' }`;
  return [errorFinding('BlueGreenRoute.pods', { where, what, fix })];
}

function overlapFindings(where: string, [blue, green]: readonly ColorService[]): readonly Finding[] {
  if (blue === undefined || green === undefined || areDisjoint(blue.selector, green.selector)) return [];
  const what = `one pod could be both colors: blue selects ${labelText(blue.selector)}, green ${labelText(green.selector)}`;
  const fix = 'select by one label with two values, for example version: blue and version: green';
  return [errorFinding('BlueGreenRoute.selectors', { where, what, fix })];
}

/** No pod can match both selectors: they ask for different values of one label. */
function areDisjoint(left: Selector, right: Selector): boolean {
  return Object.entries(left).some(([key, value]) => right[key] !== undefined && right[key] !== value);
}

function labelText(selector: Selector): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}

/** The labels of all pods that the workloads below a construct create, indexed by each of their labels. */
type PodIndex = ReadonlyMap<string, readonly Selector[]>;

/** Reads every pod template below a construct: of a Deployment, a Job in a CronJob, the leader and the workers of a LeaderWorkerSet. */
function podIndex(scope: IConstruct): PodIndex {
  const index = new Map<string, Selector[]>();
  for (const object of scope.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child))) {
    for (const labels of podLabels(object)) {
      for (const [key, value] of Object.entries(labels)) {
        const entry = indexKey(object.metadata.namespace, key, value);
        const known = index.get(entry);
        if (known === undefined) index.set(entry, [labels]);
        else known.push(labels);
      }
    }
  }
  return index;
}

/** Whether the index has a pod in the namespace that the selector matches. */
function hasPods(index: PodIndex, namespace: string | undefined, selector: Selector): boolean {
  const [first] = Object.entries(selector);
  if (first === undefined) return true;
  const pods = index.get(indexKey(namespace, ...first)) ?? [];
  return pods.some((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value));
}

function indexKey(namespace: string | undefined, key: string, value: string): string {
  return `${namespace ?? ''} ${key}=${value}`;
}

function podLabels(object: ApiObject): readonly Selector[] {
  const json = object.toJson() as Record<string, unknown>;
  return object.kind === 'Pod' ? labelsOf(json) : templateLabels(json);
}

function templateLabels(value: unknown): readonly Selector[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => [...(/template$/i.test(key) ? labelsOf(field) : []), ...templateLabels(field)]);
}

function labelsOf(template: unknown): readonly Selector[] {
  const labels = (template as { metadata?: { labels?: Selector } } | null)?.metadata?.labels;
  return labels === undefined ? [] : [labels];
}
