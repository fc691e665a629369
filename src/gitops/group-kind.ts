import type { ApiObject } from 'cdk8s';

/** Group and kind of an object as Kubernetes writes them: cdk8s calls the core group `core`, and its name is empty. */
export function groupKindOf({ apiGroup, kind }: ApiObject): { readonly group: string; readonly kind: string } {
  return { group: apiGroup === 'core' ? '' : apiGroup, kind };
}
