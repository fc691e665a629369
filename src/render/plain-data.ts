import { ApiObject, App, ImplicitTokenResolver, Lazy, LazyResolver, NumberStringUnionResolver } from 'cdk8s';
import { isPlain } from '../base/data-mismatch';
import { isWritable } from './writable';

interface InternalApiObject {
  readonly props?: Record<string, unknown>;
  readonly patches?: readonly unknown[];
}

/** The resolvers that every cdk8s app has; what they do is part of {@link resolved}. */
const BUILT_IN_RESOLVERS: readonly unknown[] = [LazyResolver, ImplicitTokenResolver, NumberStringUnionResolver];

/**
 * The data of an API object, as `object.toJson()` gives it.
 *
 * `toJson()` copies every value three times and asks the app for its resolvers at every leaf, which is half the cost of a render. For an
 * object without JSON patches, of a class that does not convert further, in an app without resolvers of its own, one pass gives the same.
 * Everything else takes the long way.
 */
export function plainData(object: ApiObject): Record<string, unknown> {
  const { props, patches } = object as unknown as InternalApiObject;
  const plain = object.toJson === ApiObject.prototype.toJson && props !== undefined && patches?.length === 0;
  if (!plain || !hasOnlyBuiltInResolvers(App.of(object))) return object.toJson() as Record<string, unknown>;
  const data: Record<string, unknown> = {};
  for (const key in props) {
    const value = key === 'metadata' ? undefined : resolved(props[key]);
    if (value !== undefined) data[key] = value;
  }
  data.metadata = metadataData(object);
  return data;
}

interface InternalMetadata {
  readonly _additionalAttributes?: Record<string, unknown>;
  readonly labels?: Record<string, unknown>;
  readonly annotations?: Record<string, unknown>;
  readonly finalizers?: readonly unknown[];
  readonly ownerReferences?: readonly unknown[];
}

const METADATA_FIELDS: ReadonlySet<string> = new Set(['name', 'namespace', 'labels', 'annotations', 'finalizers', 'ownerReferences']);

/** The same for metadata, whose empty maps and lists are left out at every depth. */
function metadataData(object: ApiObject): unknown {
  const { name, namespace } = object.metadata;
  const { _additionalAttributes, labels, annotations, finalizers, ownerReferences } = object.metadata as unknown as InternalMetadata;
  if (_additionalAttributes === undefined || labels === undefined || annotations === undefined) return object.metadata.toJson();
  const fields: Record<string, unknown> = { name, namespace, labels, annotations, finalizers, ownerReferences };
  // Field by field: spreading this object, from which cdk8s has deleted a key, would cost more than all the rest.
  for (const key in _additionalAttributes) if (!METADATA_FIELDS.has(key)) fields[key] = _additionalAttributes[key];
  return withoutEmpty(resolved(fields));
}

function withoutEmpty(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(withoutEmpty);
  let data: Record<string, unknown> | undefined;
  for (const key in value) {
    const field = withoutEmpty((value as Record<string, unknown>)[key]);
    if (field === undefined) continue;
    data ??= {};
    data[key] = field;
  }
  return data;
}

const CHECKED = new WeakMap<App, boolean>();

function hasOnlyBuiltInResolvers(app: App): boolean {
  let only = CHECKED.get(app);
  if (only === undefined) {
    only = app.resolvers.every((resolver) => BUILT_IN_RESOLVERS.includes((resolver as object).constructor));
    CHECKED.set(app, only);
  }
  return only;
}

/** A value with tokens replaced, unions unwrapped and empty fields left out; what needs no change is not copied. */
function resolved(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  if (isWritable(value)) return value;
  if (Array.isArray(value)) return value.map(resolved);
  if (value instanceof Lazy) return resolved(value.produce());
  const token = value as { resolve?: unknown; value?: unknown };
  if (typeof token.resolve === 'function') return resolved(token.resolve());
  if (!isPlain(value)) return unwrapped(value, token);
  const data: Record<string, unknown> = {};
  for (const key in value) {
    const field = resolved((value as Record<string, unknown>)[key]);
    if (field !== undefined) data[key] = field;
  }
  return data;
}

function unwrapped(value: object, token: { readonly value?: unknown }): unknown {
  if (typeof token.value === 'string' || typeof token.value === 'number') return { value: token.value };
  throw new Error(`can't render non-simple object of type '${value.constructor?.name}'`);
}
