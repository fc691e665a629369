import { textAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { eachContainer, POD_KINDS } from './each-container';

const DIGEST = /@sha256:[0-9a-f]{64}$/;

/** An image that may be another one tomorrow. */
export const podImage: EnforceableRule = {
  code: 'pod.image',
  severity: 'warning',
  title: 'an image without a digest',
  reason: 'a tag can be moved: two pods of one Deployment may then run different programs, and a rollback may bring back nothing',
  fix: 'pin it: <image>:<tag>@sha256:<digest>',
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-names',
  kinds: POD_KINDS,
  *check(object) {
    for (const { path, container } of eachContainer(object)) {
      const image = textAt(container, 'image');
      if (image === undefined || DIGEST.test(image)) continue;
      const tag = /:([\w.-]+)$/.exec(image.slice(image.lastIndexOf('/') + 1))?.[1];
      const what = tag === undefined ? 'has no tag, which means latest' : tag === 'latest' ? 'is whatever is latest' : 'has no digest';
      yield { path: [...path, 'image'], what: `(${image}) ${what}` };
    }
  },
  policy: podPolicy({
    findings: cel`
      variables.containers
        .filter(c, !c.image.matches('@sha256:[0-9a-f]{64}$'))
        .map(c, 'container ' + c.name + ': image ' + c.image + ' has no digest')`,
  }),
};
