import { ConfigError } from '../base/config-error';
import { nearestWord } from '../base/nearest-word';
import { preview } from '../base/preview';

/**
 * Refuses props that were left out, or are null, under `code.<prop>`.
 *
 * The compiler sees to this in TypeScript; callers in JavaScript, or with props read from a file, would otherwise meet a TypeError deep inside.
 *
 * @param examples what to type for each required prop: `{ image: "'ghcr.io/acme/train:1.4@sha256:<digest>'" }`
 */
export function requireProps(code: string, where: string, props: object | undefined, examples: Readonly<Record<string, string>>): void {
  const given = readable(code, where, props ?? {});
  for (const [prop, example] of Object.entries(examples)) {
    if (given[prop] !== undefined && given[prop] !== null) continue;
    const others = Object.keys(given).filter((key) => !Object.hasOwn(examples, key));
    const meant = nearestWord(prop, others);
    const [what, fix] =
      meant === undefined
        ? [`${prop} is missing`, `add it, for example ${prop}: ${example}`]
        : [`${prop} is missing, and there is "${meant}"`, `if that is what you mean, write ${prop}: ${example}`];
    throw new ConfigError(`${code}.${prop}`, { where, what, fix });
  }
  for (const [prop, value] of Object.entries(given)) {
    if (value !== null) continue;
    const rule = /^[A-Za-z]+$/.test(prop) ? prop : 'props';
    throw new ConfigError(`${code}.${rule}`, { where, what: `${prop} is null`, fix: 'give it a value, or leave it out' });
  }
}

/** The values of props. One of them may be a property that throws when it is read. */
function readable(code: string, where: string, props: object): Readonly<Record<string, unknown>> {
  try {
    Object.values(props);
    return props as Readonly<Record<string, unknown>>;
  } catch (cause) {
    throw new ConfigError(`${code}.props`, { where, what: `a value cannot be read: ${preview(cause)}`, fix: 'give plain values', cause });
  }
}
