import type { ApiObject } from 'cdk8s';
import { validateArguments } from '../../base/validate-props';
import type { ValueComment } from '../../manifest/manifest';

const COMMENTS = new WeakMap<ApiObject, ValueComment[]>();

/**
 * Puts a comment at the end of the line of one scalar value in the object's file.
 *
 * Tools read such lines: Flux image automation rewrites a value that is marked `{"$imagepolicy": "flux-system:scorer"}`. A path that leads
 * to no one-line scalar is refused when the app is rendered.
 *
 * @example commentValue(object, ['spec', 'template', 'spec', 'containers', 0, 'image'], '{"$imagepolicy": "flux-system:scorer"}')
 * @see https://fluxcd.io/flux/guides/image-update/#configure-image-update-for-custom-resources
 */
export function commentValue(object: ApiObject, path: readonly (string | number)[], text: string): void {
  validateArguments('commentValue', [object, path, text]);
  const comments = COMMENTS.get(object);
  if (comments === undefined) COMMENTS.set(object, [{ path, text }]);
  else comments.push({ path, text });
}

/** The comments of an object, in the order they were made. */
export function valueComments(object: ApiObject): readonly ValueComment[] | undefined {
  return COMMENTS.get(object);
}
