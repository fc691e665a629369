import { type ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { configErrorText } from '../../base/config-error';
import { Environment } from '../../environment/environment';
import type { Router } from '../routers/router';
import { COLORS, type Color } from './colors';
import type { PlacedRoute } from './placed-route';
import { hasPods, type PodIndex, podIndex } from './pod-labels';
import { type ServiceTarget, serviceObject } from './service-target';

type Selector = Readonly<Record<string, string>>;

interface ColorService {
  readonly color: Color;
  readonly object: ApiObject;
  readonly selector: Selector;
}

/**
 * What is wrong with the colors' Services, as far as this app makes them: a Service that selects no pods of the app, two that could select the
 * same pods. A Service made elsewhere, or one without a selector, is taken as it is.
 */
export function colorFindings(routes: readonly PlacedRoute[]): string[] {
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

/** Looks in the Service's own chart, and only then in all of its environment. Each place is read once. */
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

function podFindings(where: string, { color, object, selector }: ColorService, hasPodsFor: PodSearch): readonly string[] {
  if (hasPodsFor(object, selector)) return [];
  const what = `${color} is Service "${object.name}", and nothing in this app has pods with ${labelText(selector)}`;
  const fix = `add its workload, or say that it is made elsewhere: ${color}: { name: '${object.name}', port: … }`;
  return [configErrorText('BlueGreenRoute.pods', { where, what, fix })];
}

/** For a router that tells colors by label: pods of the color that the route's own Service selects too, with the color in the label. */
function labelFindings(
  where: string,
  { title, pods }: Router,
  { color, object, selector }: ColorService,
  hasPodsFor: PodSearch,
): readonly string[] {
  if (pods === undefined || !hasPodsFor(object, selector)) return [];
  const wanted = { ...pods.selector, [pods.colorLabel]: color };
  if (hasPodsFor(object, { ...selector, ...wanted })) return [];
  const what = `${title} tells colors by label, and the pods of ${color} do not have ${labelText(wanted)}`;
  const fix = `give them the labels, for example podLabels: { ${pods.colorLabel}: '${color}' }`;
  return [configErrorText('BlueGreenRoute.pods', { where, what, fix })];
}

function overlapFindings(where: string, [blue, green]: readonly ColorService[]): readonly string[] {
  if (blue === undefined || green === undefined || areDisjoint(blue.selector, green.selector)) return [];
  const what = `one pod could be both colors: blue selects ${labelText(blue.selector)}, green ${labelText(green.selector)}`;
  const fix = 'let both select by one label with two values, for example version: blue and version: green';
  return [configErrorText('BlueGreenRoute.selectors', { where, what, fix })];
}

/** No pod can match both: some label must have two values. */
function areDisjoint(left: Selector, right: Selector): boolean {
  return Object.entries(left).some(([key, value]) => right[key] !== undefined && right[key] !== value);
}

function labelText(selector: Selector): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
