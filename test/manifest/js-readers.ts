import { CORE_SCHEMA, DEFAULT_SCHEMA, load } from 'js-yaml';
import { parseDocument } from 'yaml';

/** What each reader written in JavaScript makes of a document. A warning counts as a failure. */
export function jsReadings(text: string): Record<string, unknown> {
  return {
    'yaml 1.2': yamlReading(text, '1.2'),
    'yaml 1.1': yamlReading(text, '1.1'),
    'js-yaml core': load(text, { schema: CORE_SCHEMA }),
    'js-yaml default': load(text, { schema: DEFAULT_SCHEMA }),
  };
}

function yamlReading(text: string, version: '1.1' | '1.2'): unknown {
  const document = parseDocument(text, { version, strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) throw problem;
  return document.toJS();
}

/**
 * Data as one text, equal for equal data: keys sorted, -0 told from 0, any key name. Jest's toEqual forgives too much
 * (undefined, prototypes) and trips over `__proto__`.
 */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value === 'object' && value !== null && !(value instanceof Date)) {
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${canonical((value as Record<string, unknown>)[key])}`);
    return `{${entries.join(',')}}`;
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  return typeof value === 'number' && !Object.is(value, -0)
    ? String(value)
    : `${typeof value} ${Object.is(value, -0) ? '-0' : String(value)}`;
}
