import { isIPv4, isIPv6 } from 'node:net';
import { DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN, LABEL_VALUE, type NameRule, PATH_SEGMENT } from '../../base/names';
import { isQuantity, quantityValue } from '../quantity';

/** A format of text: what to say of a value that has not got it, and the test. */
interface TextFormat {
  readonly title: string;
  readonly test: (text: string) => boolean;
}

/**
 * Formats by name: those that an API server checks in custom resources, and ours for fields that Kubernetes checks in code.
 *
 * A name that is not here is not checked, as on the server.
 *
 * @see https://github.com/kubernetes/apiextensions-apiserver/blob/v0.35.0/pkg/apiserver/validation/formats.go
 */
export const TEXT_FORMATS: Readonly<Record<string, TextFormat>> = {
  byte: { title: 'base64', test: isBase64 },
  cidr: { title: 'an address range such as 10.0.0.0/8', test: isCidr },
  date: { title: 'a date such as 2026-01-31', test: isDate },
  'date-time': { title: 'a time such as 2026-01-31T12:00:00Z', test: isDateTime },
  datetime: { title: 'a time such as 2026-01-31T12:00:00Z', test: isDateTime },
  duration: { title: 'a duration such as 1h30m', test: isFormatDuration },
  ipv4: { title: 'an IPv4 address', test: isIPv4 },
  ipv6: { title: 'an IPv6 address', test: isAddress6 },
  ip: { title: 'an IP address', test: (text) => isIPv4(text) || isAddress6(text) },
  uuid: { title: 'a UUID', test: (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text) },

  'go-duration': { title: 'a duration such as 30s or 1h30m', test: isGoDuration },
  'dns-label': fromRule(DNS_LABEL),
  'dns-1035-label': fromRule(DNS_1035_LABEL),
  'dns-subdomain': fromRule(DNS_SUBDOMAIN),
  'dns-wildcard': {
    title: 'a DNS name, or one that begins with "*."',
    test: (text) => fits(DNS_SUBDOMAIN, text.startsWith('*.') ? text.slice(2) : text) && text.length <= 253,
  },
  'path-segment': fromRule(PATH_SEGMENT),
  'attribute-name': { title: 'a name such as gpu.example.com/model', test: (text) => /^[a-z0-9.-]+\/[A-Za-z_]\w*$/.test(text) },
  'label-value': fromRule(LABEL_VALUE),
  'qualified-name': { title: '[prefix/]name with a name of at most 63 letters, digits, "-", "_", "."', test: isQualifiedName },
  'port-name': { title: 'a port name: a-z, 0-9, "-", with a letter, at most 15', test: isPortName },
  'config-key': { title: 'a key of letters, digits, "-", "_" and "."', test: isConfigKey },
  'env-name': { title: 'a name of printable ASCII without "="', test: (text) => /^[ -<>-~]+$/.test(text) },
  'absolute-path': { title: 'an absolute path', test: (text) => text.startsWith('/') },
  'no-dot-dot': { title: 'a relative path without ".."', test: (text) => !text.startsWith('/') && !text.split('/').includes('..') },
  'no-colon': { title: 'a path without ":"', test: (text) => text !== '' && !text.includes(':') },
};

function fromRule(rule: NameRule): TextFormat {
  return { title: `${rule.title} of at most ${rule.max} characters`, test: (text) => fits(rule, text) };
}

function fits(rule: NameRule, text: string): boolean {
  return text.length <= rule.max && rule.pattern.test(text);
}

/** A key of a label or an annotation. */
export function isQualifiedName(text: string): boolean {
  const slash = text.indexOf('/');
  const name = text.slice(slash + 1);
  if (name.length > 63 || !/^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(name)) return false;
  return slash < 0 || fits(DNS_SUBDOMAIN, text.slice(0, slash));
}

function isPortName(text: string): boolean {
  return text.length <= 15 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text) && /[a-z]/.test(text) && !text.includes('--');
}

function isConfigKey(text: string): boolean {
  return text.length <= 253 && /^[-._a-zA-Z0-9]+$/.test(text) && text !== '.' && text !== '..' && !text.startsWith('..');
}

function isBase64(text: string): boolean {
  const plain = text.replace(/[\r\n]/g, '');
  return plain.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(plain);
}

/** Most texts have no colon, and the pattern of Node takes longer to make than a hundred objects to check. */
function isAddress6(text: string): boolean {
  return text.includes(':') && isIPv6(text);
}

function isCidr(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  if (rest.length > 0 || !/^(0|[1-9]\d{0,2})$/.test(bits)) return false;
  return isIPv4(address) ? Number(bits) <= 32 : isAddress6(address) && Number(bits) <= 128;
}

function isDate(text: string): boolean {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined) return false;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

function isDateTime(text: string): boolean {
  const [, date = '', hour, minute, second] = /^(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.exec(text) ?? [];
  return isDate(date) && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
}

/** The `duration` of custom resources takes Go's text, and words such as "2 days". */
function isFormatDuration(text: string): boolean {
  return (
    isGoDuration(text) ||
    /^\s*\d+(\.\d+)?\s*(ns|us|µs|ms|s|m|h|d|w|(nano|micro|milli)(second)?s?|(sec|second|min|minute|hr|hour|day|week)s?)\s*$/i.test(text)
  );
}

/** A format of values that are a number or text. */
export interface MixedFormat {
  readonly title: string;
  readonly test: (value: string | number) => boolean;
}

/** Formats of the built-in kinds, checked by Kubernetes in code. */
export const MIXED_FORMATS: Readonly<Record<string, MixedFormat>> = {
  quantity: { title: 'a quantity such as 500m or 2Gi', test: isAmount },
  amount: {
    title: 'a quantity of zero or more, such as 500m or 2Gi',
    test: (value) => isAmount(value) && (quantityValue(value) ?? -1) >= 0,
  },
  'positive-amount': { title: 'a quantity above zero, such as 500m', test: (value) => isAmount(value) && (quantityValue(value) ?? 0) > 0 },
  port: {
    title: 'a port: a number from 1 to 65535, or a name of at most 15 letters, digits and "-"',
    test: (value) => (typeof value === 'number' ? Number.isInteger(value) && value >= 1 && value <= 65535 : isPortName(value)),
  },
  'count-or-percent': {
    title: 'a whole number from 0, or a percentage such as "25%"',
    test: (value) => (typeof value === 'number' ? Number.isInteger(value) && value >= 0 && value < 2 ** 31 : /^[0-9]+%$/.test(value)),
  },
};

function isAmount(value: string | number): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : isQuantity(value);
}

const PARTS = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h)(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))*$/;

/** Whether Go's `time.ParseDuration` takes a text. @see https://pkg.go.dev/time#ParseDuration */
export function isGoDuration(text: string): boolean {
  return PARTS.test(text) || /^[+-]?0$/.test(text);
}

const UNITS: Readonly<Record<string, number>> = { ns: 1e-9, us: 1e-6, µs: 1e-6, μs: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 };

/** A duration of Go in seconds; undefined for what is none. */
export function goDurationSeconds(text: string): number | undefined {
  if (!isGoDuration(text)) return undefined;
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const seconds = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ''] ?? 0), 0);
  return text.startsWith('-') ? -seconds : seconds;
}
