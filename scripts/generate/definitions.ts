import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a Kubernetes OpenAPI v2 schema that decides a TypeScript type. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly 'x-kubernetes-group-version-kind'?: readonly GroupVersionKind[];
}

export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** Schemas by definition name, such as `io.k8s.api.apps.v1.Deployment`. */
export type Definitions = Readonly<Record<string, Schema>>;

export function readDefinitions(schemas: string): Definitions {
  const file = join(schemas, 'kubernetes', 'definitions.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { readonly definitions: Definitions }).definitions;
}

/** The kind that a definition describes; undefined for the types inside kinds. */
export function kindOf(schema: Schema | undefined): GroupVersionKind | undefined {
  return schema?.['x-kubernetes-group-version-kind']?.[0];
}

export function apiVersionOf(kind: GroupVersionKind): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`;
}

export function refTarget(ref: string): string {
  return ref.replace('#/definitions/', '');
}

export function definition(definitions: Definitions, name: string): Schema {
  const found = definitions[name];
  if (found === undefined) throw new Error(`definitions.json refers to "${name}" and does not hold it`);
  return found;
}
