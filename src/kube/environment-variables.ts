import type { EnvVar } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { plainData } from './plus';

/**
 * Where the value of an environment variable comes from.
 *
 * Values of cdk8s-plus-27 (`kplus.EnvValue`) fit as well.
 */
export interface EnvSource {
  // biome-ignore lint/suspicious/noExplicitAny: cdk8s-plus-27 declares both fields so; a narrower type would refuse its values
  readonly value?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly valueFrom?: any;
}

/** Environment variables by name: plain text, or a source made by {@link Env} or by cdk8s-plus-27. */
export type EnvVariables = Readonly<Record<string, string | EnvSource>>;

/** Anything with a Kubernetes name: a construct of this library, of cdk8s-plus-27, or `{ name: '…' }` for one made elsewhere. */
export interface Named {
  readonly name: string;
}

/** Sources of environment variables. Secrets are referred to, never written. */
export const Env = {
  /** One key of a Secret. */
  secret(secret: string | Named, key: string): EnvSource {
    return { valueFrom: { secretKeyRef: { name: nameOf(secret), key } } };
  },
  /** One key of a ConfigMap. */
  configMap(configMap: string | Named, key: string): EnvSource {
    return { valueFrom: { configMapKeyRef: { name: nameOf(configMap), key } } };
  },
  /** A field of the pod itself: `metadata.name`, `status.podIP`. */
  field(fieldPath: string): EnvSource {
    return { valueFrom: { fieldRef: { fieldPath } } };
  },
} as const;

/** The name of an object that is given by itself or by name. */
export function nameOf(named: string | Named): string {
  return typeof named === 'string' ? named : named.name;
}

// Since Kubernetes 1.34 any printable ASCII but "=" is allowed; older servers ask for the narrower form.
const VARIABLE = /^[-._a-zA-Z][-._a-zA-Z0-9]*$/;

/** The variables as the containers' `env` list, in the order given: a later one may refer to an earlier one as `$(NAME)`. */
export function envList(code: string, where: string, variables: EnvVariables | undefined): EnvVar[] {
  return Object.entries(variables ?? {}).map(([name, source]) => {
    if (!VARIABLE.test(name)) {
      const fix = 'use letters, digits, "_", "-" and ".", and no digit first';
      throw new ConfigError(code, { where, what: `environment variable ${JSON.stringify(name)} is no valid name`, fix });
    }
    return { name, ...envValue(code, where, name, source) };
  });
}

function envValue(code: string, where: string, name: string, source: string | EnvSource): Partial<EnvVar> {
  if (typeof source === 'string') return { value: source };
  if (source.valueFrom !== undefined) return { valueFrom: plainData(source.valueFrom) as EnvVar['valueFrom'] };
  if (typeof source.value === 'string') return { value: source.value };
  throw new ConfigError(code, {
    where,
    what: `environment variable ${name} has a ${typeof source.value} as its value`,
    fix: `Kubernetes takes text only: ${name}: '${String(source.value)}'`,
  });
}
