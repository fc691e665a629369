import { LABEL_VALUE } from '../../base/names';
import { type LabelContext, ownKey } from '../../kube/labels';
import { parseImage } from '../../kube/pod/image';
import { modelRevision } from './check-model';
import { type Model, modelUri } from './model';

/** Annotations that say which model runs, for people, audits and dashboards. */
export function provenance(context: LabelContext, model: Model): Record<string, string> {
  const revision = modelRevision(model);
  return {
    [ownKey(context, 'model', 'source')]: modelUri(model),
    ...(revision === undefined ? {} : { [ownKey(context, 'model', 'revision')]: revision }),
  };
}

/** Long enough to tell any two apart, and what people copy. */
const SHORT = 12;

/**
 * Labels by which running pods are found: `kubectl get pods -A -l image.cdk8s-mlops/digest=7d1e0f2a3b4c`. Never part of a selector.
 *
 * A hash stands with its first 12 digits. A version that no label can hold is an annotation alone.
 */
export function provenanceLabels(context: LabelContext, model: Model, image: string): Record<string, string> {
  const { digest } = parseImage('MLService.image', 'image', image);
  const labels = {
    [ownKey(context, 'model', 'revision')]: labelValue(modelRevision(model)),
    [ownKey(context, 'image', 'digest')]: labelValue(digest),
  };
  return Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

function labelValue(version: string | undefined): string | undefined {
  const hash = /^(?:sha256:)?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(version ?? '')?.[1];
  if (hash !== undefined) return hash.slice(0, SHORT);
  return version !== undefined && version.length <= LABEL_VALUE.max && LABEL_VALUE.pattern.test(version) ? version : undefined;
}
