import { nearestWord } from '../base/nearest-word';
import type { Schemas } from '../schema/schemas';
import type { CheckedObject } from './checked-object';
import type { Finding } from './finding';
import { isOfKubernetes, isServedUnchecked, isStableOfKubernetes } from './kubernetes-kinds';

/** What is said of objects whose kind has no schema. */
export function unknownKindFindings(schemas: Schemas, kind: string, objects: readonly CheckedObject[]): readonly Finding[] {
  if (!isStableOfKubernetes(kind) || isServedUnchecked(kind)) return [noSchema(schemas, kind, objects)];
  const { apiVersion, name } = parts(kind);
  return objects.map((object) => ({
    code: 'api.unknown',
    severity: 'error',
    object,
    file: object.file,
    path: ['kind'],
    what: `is ${name}, and ${apiVersion} of Kubernetes has no such kind`,
    fix: near(schemas, kind) ?? 'fix the kind or its apiVersion',
    source: 'https://kubernetes.io/docs/reference/kubernetes-api/',
  }));
}

/** Once a kind: a chart may hold hundreds. */
function noSchema(schemas: Schemas, kind: string, objects: readonly CheckedObject[]): Finding {
  const more = objects.length === 1 ? '' : `, and so for ${objects.length - 1} more`;
  const instead = near(schemas, kind);
  // There is no CRD of a kind that Kubernetes has itself.
  const add = isOfKubernetes(kind) ? 'read its fields twice' : 'add its CRD: cdk8s-mlops schemas add <crd.yaml>';
  return {
    code: 'schema.kind',
    severity: 'warning',
    object: objects[0],
    file: objects[0]?.file,
    path: [],
    what: `there is no schema of ${kind}, so that nothing but its metadata was checked${more}`,
    fix: instead === undefined ? add : `${instead}; where the cluster serves this one, ${add}`,
  };
}

/** The kind that is probably meant: of that name in another version or group, or nearly of that name in the same one. */
function near(schemas: Schemas, kind: string): string | undefined {
  const { apiVersion, group, name } = parts(kind);
  const known = schemas.kinds().map(parts);
  const twins = known.filter((each) => each.name === name && (each.group === group || isStableOfKubernetes(each.key)));
  const twin = twins.find((each) => each.group === group) ?? twins[0];
  if (twin !== undefined) return `write apiVersion: ${twin.apiVersion}`;
  const beside = known.filter((each) => each.apiVersion === apiVersion).map((each) => each.name);
  const word = nearestWord(name, beside);
  return word === undefined ? undefined : `write kind: ${word}`;
}

interface KindParts {
  readonly key: string;
  readonly apiVersion: string;
  readonly group: string;
  readonly name: string;
}

/** `apps/v1/Deployment`, `v1/Pod`. */
function parts(key: string): KindParts {
  const apiVersion = key.slice(0, key.lastIndexOf('/'));
  const slash = apiVersion.indexOf('/');
  return { key, apiVersion, group: slash < 0 ? '' : apiVersion.slice(0, slash), name: key.slice(key.lastIndexOf('/') + 1) };
}
