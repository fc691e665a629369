import type { ApiObject } from 'cdk8s';
import { deliveryHintsOf, isRun } from '../../kube/delivery/delivery-hints';
import type { DeliveryPlan, DeliveryTool } from './delivery-registry';

const FLUX = 'kustomize.toolkit.fluxcd.io';
const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';
const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** Writes the delivery hints of each object as annotations of its delivery tool. Objects without a delivery stay as they are. */
export function annotateObjects(plan: DeliveryPlan): void {
  for (const { chart, tool } of plan.deliveries) {
    for (const object of plan.charts.get(chart)?.objects ?? []) ANNOTATE[tool](object);
  }
}

const ANNOTATE: Readonly<Record<DeliveryTool, (object: ApiObject) => void>> = {
  Flux: annotateForFlux,
  'Argo CD': annotateForArgo,
};

/** @see https://fluxcd.io/flux/components/kustomize/kustomizations/#controlling-the-apply-behavior-of-resources */
function annotateForFlux(object: ApiObject): void {
  const { retain, recreate, ignoreSpecDrift } = deliveryHintsOf(object);
  if (retain) addUnlessThere(object, `${FLUX}/prune`, 'disabled');
  if (ignoreSpecDrift) addUnlessThere(object, `${FLUX}/ssa`, 'IfNotPresent');
  if (recreate) addUnlessThere(object, `${FLUX}/force`, 'enabled');
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/ */
function annotateForArgo(object: ApiObject): void {
  const { retain, recreate } = deliveryHintsOf(object);
  const options = [
    ...(retain ? ['Prune=false'] : []),
    ...(recreate ? ['Replace=true', 'Force=true'] : []),
    // Client-side apply stores the whole object in an annotation of at most 262,144 bytes, which large CRDs exceed. Not app-wide, because
    // server-side apply changes how every other object is compared (argo-cd#13320).
    ...(object.kind === 'CustomResourceDefinition' ? ['ServerSideApply=true'] : []),
  ];
  // A superseded run that is kept until it ends, and its account, would show the Application as out of sync indefinitely (argo-cd#17188).
  if (retain && (isRun(object) || object.kind === 'ServiceAccount')) addUnlessThere(object, COMPARE_OPTIONS, 'IgnoreExtraneous');
  if (options.length > 0) object.metadata.addAnnotation(SYNC_OPTIONS, mergeOptions(annotationsOf(object)[SYNC_OPTIONS], options));
}

/** Options that the user set win: `Prune=confirm` is a deliberate choice. */
function mergeOptions(given: string | undefined, options: readonly string[]): string {
  const there = (given ?? '')
    .split(',')
    .map((option) => option.trim())
    .filter((option) => option !== '');
  const keys = new Set(there.map(keyOf));
  return [...there, ...options.filter((option) => !keys.has(keyOf(option)))].join(',');
}

function keyOf(option: string): string {
  return option.split('=')[0] ?? option;
}

function addUnlessThere(object: ApiObject, key: string, value: string): void {
  if (annotationsOf(object)[key] === undefined) object.metadata.addAnnotation(key, value);
}

/** The annotations of an object so far. */
export function annotationsOf(object: ApiObject): Readonly<Record<string, string>> {
  return (object.metadata.toJson()?.annotations as Record<string, string> | undefined) ?? {};
}
