import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { configErrorText } from '../base/config-error';
import { COLOURS, type Colour } from './colours';
import { hasPods } from './pod-labels';
import { type ServiceTarget, serviceObject } from './service-target';

type Selector = Readonly<Record<string, string>>;

interface ColourService {
  readonly colour: Colour;
  readonly object: ApiObject;
  readonly selector: Selector;
}

/**
 * What is wrong with the colours' Services, as far as this app makes them: a Service that selects no pods of the app, two that could select the
 * same pods. A Service made elsewhere, or one without a selector, is taken as it is.
 */
export function colourFindings(route: Construct, targets: Readonly<Record<Colour, ServiceTarget>>): string[] {
  const services = COLOURS.flatMap((colour) => colourService(colour, targets[colour]));
  return [...services.flatMap((service) => podFindings(route, service)), ...overlapFindings(route, services)];
}

function colourService(colour: Colour, target: ServiceTarget): readonly ColourService[] {
  const object = serviceObject(target);
  const selector = (object?.toJson() as { spec?: { selector?: Selector } } | undefined)?.spec?.selector;
  return object === undefined || selector === undefined ? [] : [{ colour, object, selector }];
}

function podFindings(route: Construct, { colour, object, selector }: ColourService): readonly string[] {
  if (hasPods(object, selector)) return [];
  const where = route.node.path;
  const what = `${colour} is Service "${object.name}", and nothing in this app has pods with ${labelText(selector)}`;
  const fix = `add its workload, or say that it is made elsewhere: ${colour}: { name: '${object.name}', port: … }`;
  return [configErrorText('BlueGreenRoute.pods', { where, what, fix })];
}

function overlapFindings(route: Construct, [blue, green]: readonly ColourService[]): readonly string[] {
  if (blue === undefined || green === undefined || areDisjoint(blue.selector, green.selector)) return [];
  const what = `one pod could be both colours: blue selects ${labelText(blue.selector)}, green ${labelText(green.selector)}`;
  const fix = 'let both select by one label with two values, for example version: blue and version: green';
  return [configErrorText('BlueGreenRoute.selectors', { where: route.node.path, what, fix })];
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
