import { addTo } from '../../base/add-to';
import { type Fields, fieldsAt } from '../../schema/plain-access';
import type { PodTemplate } from '../../schema/pod-template';
import type { CheckContext } from './check-context';
import type { CheckedObject } from './checked-object';

/** The objects of a kind that select each pod. */
type Selectors = ReadonlyMap<PodTemplate, readonly CheckedObject[]>;

export const NETWORK_POLICY = 'networking.k8s.io/NetworkPolicy';

/** Services without a selector select nothing. */
function serviceSelector({ manifest }: CheckedObject): Fields | undefined {
  const selector = fieldsAt(manifest, 'spec', 'selector');
  return Object.keys(selector).length === 0 ? undefined : { matchLabels: selector };
}

function policySelector({ manifest }: CheckedObject): Fields {
  return fieldsAt(manifest, 'spec', 'podSelector');
}

const SERVICES = new WeakMap<CheckContext, Selectors>();
const POLICIES = new WeakMap<CheckContext, Selectors>();

/** The Services that send requests to a pod. */
export function servicesOf(pod: PodTemplate, context: CheckContext): readonly CheckedObject[] {
  return selectorsIn(context, SERVICES, '/Service', serviceSelector).get(pod) ?? [];
}

/** The network policies of a pod. */
export function policiesOf(pod: PodTemplate, context: CheckContext): readonly CheckedObject[] {
  return selectorsIn(context, POLICIES, NETWORK_POLICY, policySelector).get(pod) ?? [];
}

function selectorsIn(
  context: CheckContext,
  known: WeakMap<CheckContext, Selectors>,
  groupKind: string,
  selectorOf: (object: CheckedObject) => Fields | undefined,
): Selectors {
  const found = known.get(context);
  if (found !== undefined) return found;
  const selectors = new Map<PodTemplate, CheckedObject[]>();
  for (const object of context.ofKind(groupKind)) {
    const selector = selectorOf(object);
    if (selector === undefined) continue;
    for (const { pod } of context.selectedBeside(object, selector)) addTo(selectors, pod, object);
  }
  known.set(context, selectors);
  return selectors;
}
