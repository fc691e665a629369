import type { Construct } from 'constructs';
import { checkPinned } from '../environment/pinned-image';
import type { MLServiceProps } from './ml-service-props';

/** Checks the digest of every image that the pod runs. */
export function checkImagesPinned(construct: Construct, props: MLServiceProps): void {
  const others = [...(props.initContainers ?? []), ...(props.extraContainers ?? [])].map((container) => container.image);
  for (const image of [props.runtime.image, props.download?.image, ...others]) {
    if (image !== undefined) checkPinned('MLService.image', construct, image);
  }
}
