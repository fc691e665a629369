import type { EnvVar } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { plainData } from '../plus';

/**
 * Where the value of an environment variable comes from.
 *
 * Values of cdk8s-plus (`kplus.EnvValue`) fit as well.
 */
export interface EnvSource {
  /** The text itself. @default - `valueFrom` is set */
  readonly value?: unknown;
  /** A key of a Secret or ConfigMap, or a field of the pod. @default - `value` is set */
  readonly valueFrom?: unknown;
}

/** Environment variables by name: plain text, or a source made by {@link Env} or by cdk8s-plus. */
export type EnvVariables = Readonly<Record<string, string | EnvSource>>;

/** Anything with a Kubernetes name: a construct of this library, of cdk8s-plus, or `{ name: '…' }` for one made elsewhere. */
export interface NamedRef {
  /** The Kubernetes name. */
  readonly name: string;
}

/** Sources of environment variables. Secrets are referred to, never written. */
export const Env = checkedFactories('Env', {
  /** One key of a Secret. */
  secret(secret: string | NamedRef, key: string): EnvSource {
    return { valueFrom: { secretKeyRef: { name: nameOf(secret), key } } };
  },
  /** One key of a ConfigMap. */
  configMap(configMap: string | NamedRef, key: string): EnvSource {
    return { valueFrom: { configMapKeyRef: { name: nameOf(configMap), key } } };
  },
  /** A field of the pod itself: `metadata.name`, `status.podIP`. */
  field(fieldPath: string): EnvSource {
    return { valueFrom: { fieldRef: { fieldPath } } };
  },
} as const);

/** The name of an object that is given by itself or by name. */
export function nameOf(named: string | NamedRef): string {
  // What has no name is refused by the construct that it is given to.
  return typeof named === 'string' ? named : named?.name;
}

// Since Kubernetes 1.34 any printable ASCII but "=" is allowed; older servers ask for the narrower form.
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** A key of a Secret or ConfigMap. */
const KEY = /^(?!\.$|\.\.)[-._a-zA-Z0-9]{1,253}$/;

/** The variables as the containers' `env` list, in the order given: a later one may refer to an earlier one as `$(NAME)`. */
export function envList(code: string, where: string, variables: EnvVariables | undefined): EnvVar[] {
  return Object.entries(variables ?? {}).map(([name, source]) => {
    if (!VARIABLE.test(name)) {
      const fix = 'use letters, digits, "_", "-" and ".", and no digit first';
      throw new ConfigError(code, { where, what: `environment variable ${JSON.stringify(name)} is not a valid name`, fix });
    }
    return { name, ...envValue(code, where, name, source) };
  });
}

/** Two sets of variables as one: `given` wins, and keeps its order, so that its later variables can refer to its earlier ones. */
export function mergeVariables(own: EnvVariables = {}, given: EnvVariables = {}): EnvVariables {
  return { ...Object.fromEntries(Object.entries(own).filter(([name]) => !Object.hasOwn(given, name))), ...given };
}

function envValue(code: string, where: string, name: string, source: string | EnvSource): Partial<EnvVar> {
  if (typeof source === 'string') return { value: source };
  // Values read from elsewhere may be anything, whatever their declared type.
  const { value, valueFrom } = (source ?? {}) as EnvSource;
  if (typeof value === 'string' && valueFrom === undefined) return { value };
  if (value === undefined && typeof valueFrom === 'object' && valueFrom !== null)
    return { valueFrom: fromSource(code, where, name, valueFrom) };
  const both = value !== undefined && valueFrom !== undefined;
  throw new ConfigError(code, {
    where,
    what: `environment variable ${name} has ${both ? 'a value and a source' : 'no text as its value'}`,
    fix: both
      ? 'keep one of value and valueFrom'
      : `Kubernetes takes text only: ${name}: '…', or a source such as Env.secret('name', 'key')`,
  });
}

/** A source as plain data. Names and keys that the API server would refuse are refused. */
function fromSource(code: string, where: string, name: string, source: object): EnvVar['valueFrom'] {
  const valueFrom = plainData(source) as NonNullable<EnvVar['valueFrom']>;
  const ref = valueFrom.secretKeyRef ?? valueFrom.configMapKeyRef;
  if (ref === undefined || (ref.name !== '' && typeof ref.key === 'string' && KEY.test(ref.key))) return valueFrom;
  throw new ConfigError(code, {
    where,
    what: `environment variable ${name} comes from the key ${JSON.stringify(ref.key)} of ${JSON.stringify(ref.name)}`,
    fix: 'give the name of the Secret or ConfigMap, and a key of letters, digits, "-", "_" and "."',
  });
}
