import type { ApiObject } from 'cdk8s';
import { configErrorText } from '../base/config-error';

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

/** `${…}` that is not written `$${…}`. */
const REFERENCE = /(?<!\$)\$\{([^}"]*)/g;

/**
 * What Flux would substitute in the objects of a chart, and what nobody meant.
 *
 * Flux looks at the whole text of each object: shell scripts, dashboards, configuration of web servers. Since 2.9 a name without value fails
 * the Kustomization; one with a default, `${NAME:-x}`, is replaced by that default without a word.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
 */
export function substitutionFindings(where: string, objects: readonly ApiObject[], known: readonly string[]): readonly string[] {
  const names = new Set(known);
  return objects.flatMap((object) => {
    const json = object.toJson() as { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> } };
    const { labels, annotations } = json.metadata ?? {};
    if (labels?.[SUBSTITUTE] === 'disabled' || annotations?.[SUBSTITUTE] === 'disabled') return [];
    const unknown = [...new Set(references(JSON.stringify(json)))].filter((reference) => !names.has(nameIn(reference)));
    if (unknown.length === 0) return [];
    const what = `Flux would substitute ${unknown.map((reference) => `\${${reference}}`).join(', ')} in ${object.node.path}, and knows no such variable`;
    const fix = `write $\${…} there, put the annotation ${SUBSTITUTE}: disabled on the object, or name the variable in postBuild`;
    return [configErrorText('FluxKustomization.substitution', { where, what, fix })];
  });
}

function references(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map((match) => match[1] ?? '');
}

/** `NAME` of `NAME:-default`, `#NAME`, `NAME/a/b`. */
function nameIn(reference: string): string {
  return /^#?([_A-Za-z][_A-Za-z0-9]*)/.exec(reference)?.[1] ?? reference;
}
