import { createHash } from 'node:crypto';
import { ConfigError } from './config-error';
import { describeType } from './preview';

/** How Kubernetes restricts a name. */
export interface NameRule {
  /** The rule in words. */
  readonly title: string;
  readonly pattern: RegExp;
  /** Longest allowed length in characters. */
  readonly max: number;
}

/** RFC 1123 label: pods, namespaces, most objects whose name becomes a DNS part. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
export const DNS_LABEL: NameRule = { title: 'a DNS label (a-z, 0-9, "-")', pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, max: 63 };

/** RFC 1035 label: Services and port names that must start with a letter. */
export const DNS_1035_LABEL: NameRule = {
  title: 'a DNS label that starts with a letter (a-z, 0-9, "-")',
  pattern: /^[a-z]([-a-z0-9]*[a-z0-9])?$/,
  max: 63,
};

/** RFC 1123 subdomain: the widest rule for object names. */
export const DNS_SUBDOMAIN: NameRule = {
  title: 'a DNS name (a-z, 0-9, "-", ".")',
  pattern: /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
  max: 253,
};

/** RBAC objects: anything that is valid in a segment of a URL path. */
export const PATH_SEGMENT: NameRule = { title: 'a path segment (no "/" and no "%")', pattern: /^(?!\.{1,2}$)[^/%]+$/, max: 253 };

/** The value of a label. */
export const LABEL_VALUE: NameRule = {
  title: 'a label value (letters, digits, "-", "_", ".")',
  pattern: /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  max: 63,
};

const LABEL_KEY_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

/** Refuses a name that the API server would refuse. */
export function checkName(code: string, where: string, name: string, rule: NameRule = DNS_LABEL, max: number = rule.max): string {
  if (typeof name !== 'string') {
    throw new ConfigError(code, { where, what: `name must be a string, got ${describeType(name)}`, fix: `use ${rule.title}` });
  }
  if (name.length > max) {
    const fix = `shorten it by ${name.length - max} or more`;
    throw new ConfigError(code, { where, what: `name "${name}" has ${name.length} characters; the maximum is ${max}`, fix });
  }
  if (!rule.pattern.test(name)) {
    const suggestion = suggestName(name, rule, max);
    const fix = suggestion === undefined ? `use ${rule.title}` : `use ${rule.title}, for example "${suggestion}"`;
    throw new ConfigError(code, { where, what: `name ${JSON.stringify(name)} is not ${rule.title}`, fix });
  }
  return name;
}

/** Refuses label or annotation keys that the API server would refuse: `[prefix/]name`. */
export function checkQualifiedKey(code: string, where: string, key: string): void {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  const prefixFits = prefix === undefined || (prefix.length <= DNS_SUBDOMAIN.max && DNS_SUBDOMAIN.pattern.test(prefix));
  if (prefixFits && name.length <= 63 && LABEL_KEY_NAME.test(name)) return;
  throw new ConfigError(code, {
    where,
    what: `key ${JSON.stringify(key)} is not [prefix/]name with a name of at most 63 letters, digits, "-", "_", "."`,
    fix: 'use a key such as "example.com/team"',
  });
}

/**
 * A name of at most `max` characters that stays the same for the same input.
 *
 * A name that fits is returned unchanged; a longer one keeps its beginning and ends in a hash of all of it, so that two long names
 * stay different.
 */
export function shortenName(name: string, max: number): string {
  if (name.length <= max) return name;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  const start = name.slice(0, Math.max(0, max - 9)).replace(/[-._]+$/, '');
  return start === '' ? hash.slice(0, max) : `${start}-${hash}`;
}

function suggestName(name: string, rule: NameRule, max: number): string | undefined {
  const plain = name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, max)
    .replace(/-+$/, '');
  return plain !== '' && rule.pattern.test(plain) ? plain : undefined;
}
