import type { ApiObject } from 'cdk8s';
import type { KustomizationSpec } from '../../../imports/flux-kustomize';
import { ConfigError, configErrorText } from '../../base/config-error';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { type LabelContext, ownKey } from '../../kube/labels';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

type Spec = PlainSpec<KustomizationSpec>;

/** Which objects a patch or an ignore rule is about. Left-out fields match everything. */
export type FluxTarget = NonNullable<NonNullable<Spec['patches']>[number]['target']>;

/** Variables that Flux puts in place of `${NAME}`. */
export interface FluxSubstitution {
  /** Values by name. Secrets never belong here: they would stand in Git. */
  readonly variables?: Readonly<Record<string, string>>;
  /** ConfigMaps and Secrets in the namespace of the Kustomization. */
  readonly from?: readonly FluxVariables[];
  /** When Flux looks for `${…}` at all: when there are variables, or always. @default - 'WithVariables', set by Flux */
  readonly strategy?: 'WithVariables' | 'Always';
}

/** An object of the cluster that holds values by name. */
export interface FluxVariables {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly name: string | NamedRef;
  /** The names that it holds, so that a `${NAME}` without a value is found here and not in the cluster. */
  readonly variables: readonly string[];
  /** Whether it may be missing. @default false */
  readonly optional?: boolean;
}

/**
 * What Flux changes in the YAML after people have reviewed it.
 *
 * Rendered YAML is meant to be what runs. Each of these makes the file in Git and the object in the cluster differ, so they come with the
 * reason, which is written on the object.
 */
export interface FluxRewrite {
  /** Why the render cannot do this. Refused when empty (`FluxKustomization.rewrite`). */
  readonly reason: string;
  /** Puts all objects into this namespace. Refused when the chart has a Namespace: Flux would rename it (flux2#4570). */
  readonly targetNamespace?: string;
  /** @default - nothing is substituted, and `${…}` stays as it is */
  readonly postBuild?: FluxSubstitution;
  /** Other images: by the name that stands in the YAML. */
  readonly images?: readonly {
    readonly name: string;
    readonly newName?: string;
    readonly newTag?: string;
    readonly digest?: string;
  }[];
  /** Strategic merge or JSON 6902 patches. */
  readonly patches?: readonly { readonly patch: string; readonly target?: FluxTarget }[];
  /** Directories with Kustomize components, relative to the path. */
  readonly components?: readonly string[];
  /** Whether components that do not exist are passed over. @default false */
  readonly ignoreMissingComponents?: boolean;
  /** Put before the name of every object. */
  readonly namePrefix?: string;
  /** Put behind the name of every object. */
  readonly nameSuffix?: string;
  /** Labels and annotations for every object. */
  readonly commonMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Annotations that say where Kustomize found each object. */
  readonly buildMetadata?: readonly ('originAnnotations' | 'transformerAnnotations')[];
}

/** The rewrite as fields of the spec. */
export function rewriteSpec(rewrite: FluxRewrite | undefined): Partial<Spec> {
  if (rewrite === undefined) return {};
  const { reason: _, postBuild, images, patches, components, buildMetadata, ...rest } = rewrite;
  return {
    ...rest,
    images: nonEmpty(images),
    patches: nonEmpty(patches),
    components: nonEmpty(components),
    buildMetadata: nonEmpty(buildMetadata),
    postBuild: postBuild && {
      substitute: postBuild.variables,
      substituteFrom: nonEmpty(postBuild.from)?.map(({ kind, name, optional }) => ({ kind, name: nameOf(name), optional })),
      substituteStrategy: postBuild.strategy,
    },
  };
}

/** The reason as an annotation of the Kustomization. */
export function rewriteAnnotations(context: LabelContext, rewrite: FluxRewrite | undefined): Readonly<Record<string, string>> | undefined {
  return rewrite === undefined ? undefined : { [ownKey(context, 'gitops', 'changed-after-review')]: rewrite.reason };
}

const VARIABLE = /^[_A-Za-z][_A-Za-z0-9]*$/;

export function refuseRewrite(where: string, rewrite: FluxRewrite | undefined): void {
  if (rewrite === undefined) return;
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError('FluxKustomization.rewrite', { where, what, fix });
  };
  if (rewrite.reason.trim() === '') refuse('the rewrite has no reason', 'write one sentence that a reviewer can accept or refuse');
  if (rewrite.targetNamespace !== undefined) checkName('FluxKustomization.targetNamespace', where, rewrite.targetNamespace, DNS_LABEL);
  for (const name of variablesOf(rewrite.postBuild)) {
    if (!VARIABLE.test(name))
      refuse(`${JSON.stringify(name)} is no name of a variable`, 'use letters, digits and "_", not beginning with a digit');
  }
  for (const { name } of rewrite.postBuild?.from ?? []) checkName('FluxKustomization.rewrite', where, nameOf(name), DNS_SUBDOMAIN);
  for (const { name, newName, newTag, digest } of rewrite.images ?? []) {
    if (newName === undefined && newTag === undefined && digest === undefined)
      refuse(`the image ${name} stays as it is`, 'give newName, newTag or digest');
  }
  for (const affix of [rewrite.namePrefix, rewrite.nameSuffix]) {
    if (affix !== undefined && (affix === '' || affix.length > 200)) refuse(`a name part has ${affix.length} characters`, 'use 1 to 200');
  }
}

/** The variables that Flux will know. */
export function variablesOf(substitution: FluxSubstitution | undefined): readonly string[] {
  return [...Object.keys(substitution?.variables ?? {}), ...(substitution?.from ?? []).flatMap(({ variables }) => variables)];
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

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
