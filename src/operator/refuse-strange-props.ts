import { ConfigError } from '../base/config-error';

/** Refuses props of other engines under `code.<prop>`: the compiler knows that there are none here, a plain JavaScript caller does not. */
export function refuseStrangeProps(code: string, where: string, props: object, strange: Readonly<Record<string, string>>): void {
  const given = props as Readonly<Record<string, unknown>>;
  for (const [prop, instead] of Object.entries(strange)) {
    if (given[prop] === undefined) continue;
    throw new ConfigError(`${code}.${prop}`, { where, what: `its object has no place for ${prop}`, fix: instead });
  }
}
