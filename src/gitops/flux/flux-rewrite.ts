import type { ApiObject } from 'cdk8s';
import type { KustomizationSpec } from '../../../imports/flux-kustomize';
import { ConfigError } from '../../base/config-error';
import { errorFinding, type Finding } from '../../base/finding';
import { checkName, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { type LabelContext, ownKey } from '../../kube/labels';
import type { PlainSpec } from '../../kube/plain-spec';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';

type Spec = PlainSpec<KustomizationSpec>;

/** The objects that a patch or an ignore rule applies to. Fields that are not set match everything. */
export type FluxTarget = NonNullable<NonNullable<Spec['patches']>[number]['target']>;

/** Variables that Flux substitutes for `${NAME}`. */
export interface FluxSubstitution {
  /** Values by name: `{ REGION: 'eu' }`. Never secrets: they would be committed to Git. */
  readonly variables?: Readonly<Record<string, string>>;
  /** ConfigMaps and Secrets in the namespace of the Kustomization: `[{ kind: 'ConfigMap', name: 'cluster', variables: ['REGION'] }]`. */
  readonly from?: readonly FluxVariables[];
  /** When Flux substitutes: only with variables, or always. @default - 'WithVariables', set by Flux */
  readonly strategy?: 'WithVariables' | 'Always';
}

/** A ConfigMap or Secret with values by name. */
export interface FluxVariables {
  /** The kind that holds the variables. */
  readonly kind: 'ConfigMap' | 'Secret';
  /** The name of that object. */
  readonly name: string | NamedRef;
  /** The names in it, so that a `${NAME}` without a value is found at render time. @example ['REGION'] */
  readonly variables: readonly string[];
  /** Whether it can be missing. @default false */
  readonly optional?: boolean;
}

/**
 * Changes that Flux makes to the YAML after review.
 *
 * Rendered YAML should be what runs. Each of these makes the object in the cluster differ from the file in Git, so a reason is required; it
 * is written on the object.
 */
export interface FluxRewrite {
  /** Why this cannot be rendered. Required (`FluxKustomization.rewrite`). @example 'the region is known in the cluster only' */
  readonly reason: string;
  /** Moves all objects to this namespace: `'team-a'`. Refused if the chart has a Namespace: Flux would rename it (flux2#4570). */
  readonly targetNamespace?: string;
  /** Variables to substitute: `{ variables: { REGION: 'eu' } }`. @default - no substitution: `${…}` stays as it is */
  readonly postBuild?: FluxSubstitution;
  /** Replaces images, by the name in the YAML: `[{ name: 'scorer', newTag: '1.5' }]`. */
  readonly images?: readonly {
    readonly name: string;
    readonly newName?: string;
    readonly newTag?: string;
    readonly digest?: string;
  }[];
  /** Strategic merge or JSON 6902 patches: `[{ patch: '…', target: { kind: 'Deployment' } }]`. */
  readonly patches?: readonly { readonly patch: string; readonly target?: FluxTarget }[];
  /** Directories of Kustomize components, relative to the path: `['../components/debug']`. */
  readonly components?: readonly string[];
  /** Skips components that do not exist. @default false */
  readonly ignoreMissingComponents?: boolean;
  /** Prefix of every object's name, 1 to 200 characters: `'canary-'`. */
  readonly namePrefix?: string;
  /** Suffix of every object's name, 1 to 200 characters: `'-canary'`. */
  readonly nameSuffix?: string;
  /** Labels and annotations of every object: `{ labels: { ring: '1' } }`. */
  readonly commonMetadata?: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  /** Annotations with the origin of each object: `['originAnnotations']`. */
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
  if (rewrite.reason.trim() === '') refuse('`reason` is empty', 'write one sentence that a reviewer can accept or refuse');
  if (rewrite.targetNamespace !== undefined) checkName('FluxKustomization.targetNamespace', where, rewrite.targetNamespace, DNS_LABEL);
  for (const name of variablesOf(rewrite.postBuild)) {
    if (!VARIABLE.test(name))
      refuse(`invalid variable name ${JSON.stringify(name)}`, 'use letters, digits and "_"; it cannot begin with a digit');
  }
  for (const { name } of rewrite.postBuild?.from ?? []) checkName('FluxKustomization.rewrite', where, nameOf(name), DNS_SUBDOMAIN);
  for (const { name, newName, newTag, digest } of rewrite.images ?? []) {
    if (newName === undefined && newTag === undefined && digest === undefined)
      refuse(`image "${name}" has no change`, 'add newName, newTag or digest');
  }
  for (const affix of [rewrite.namePrefix, rewrite.nameSuffix]) {
    if (affix !== undefined && (affix === '' || affix.length > 200))
      refuse(`a name prefix or suffix has ${affix.length} characters`, 'use 1 to 200');
  }
}

/** The variables that have a value. */
export function variablesOf(substitution: FluxSubstitution | undefined): readonly string[] {
  return [...Object.keys(substitution?.variables ?? {}), ...(substitution?.from ?? []).flatMap(({ variables }) => variables)];
}

function nonEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list === undefined || list.length === 0 ? undefined : list;
}

const SUBSTITUTE = 'kustomize.toolkit.fluxcd.io/substitute';

/** `${…}` that is not escaped as `$${…}`. */
const REFERENCE = /(?<!\$)\$\{([^}"]*)/g;

/**
 * `${…}` in the objects of a chart that Flux would substitute although no variable has that name.
 *
 * Flux reads the whole text of each object: shell scripts, dashboards, web server configuration. Since 2.9 a name without a value fails the
 * Kustomization; one with a default, `${NAME:-x}`, is silently replaced by the default.
 *
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution
 */
export function substitutionFindings(where: string, objects: readonly ApiObject[], known: readonly string[]): readonly Finding[] {
  const names = new Set(known);
  return objects.flatMap((object) => {
    const json = object.toJson() as { metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> } };
    const { labels, annotations } = json.metadata ?? {};
    if (labels?.[SUBSTITUTE] === 'disabled' || annotations?.[SUBSTITUTE] === 'disabled') return [];
    const unknown = [...new Set(references(JSON.stringify(json)))].filter((reference) => !names.has(nameIn(reference)));
    if (unknown.length === 0) return [];
    const what = `Flux would substitute ${unknown.map((reference) => `\${${reference}}`).join(', ')} in ${object.node.path}, but no variable has that name`;
    const fix = `escape it as $\${…}, add the annotation ${SUBSTITUTE}: disabled to the object, or add the variable to postBuild`;
    return [errorFinding('FluxKustomization.substitution', { where, what, fix })];
  });
}

function references(text: string): readonly string[] {
  return [...text.matchAll(REFERENCE)].map((match) => match[1] ?? '');
}

/** `NAME` of `NAME:-default`, `#NAME`, `NAME/a/b`. */
function nameIn(reference: string): string {
  return /^#?([_A-Za-z][_A-Za-z0-9]*)/.exec(reference)?.[1] ?? reference;
}
