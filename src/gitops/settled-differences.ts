import type { ApiObject } from 'cdk8s';
import { deliveryHintsOf } from '../kube/delivery/delivery-hints';
import type { ArgoIgnoreDifference } from './argo-application-props';

/**
 * What Argo CD must not look at: the specs of objects that never change under their names, in the order of their names.
 *
 * Argo CD compares a list of a custom kind as a whole, so one field that a webhook fills in makes the object differ indefinitely.
 */
export function settledDifferences(objects: readonly ApiObject[]): readonly ArgoIgnoreDifference[] {
  return objects
    .filter((object) => deliveryHintsOf(object).ignoreSpecDrift)
    .map((object) => ({
      group: object.apiGroup,
      kind: object.kind,
      name: object.name,
      namespace: object.metadata.namespace,
      jsonPointers: ['/spec'],
    }))
    .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

function keyOf({ group, kind, namespace, name }: ArgoIgnoreDifference): string {
  return [group, kind, namespace, name].join('/');
}
