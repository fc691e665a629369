import { ConfigError, type ConfigErrorProps } from './config-error';
import type { PropMismatch } from './data-mismatch';
import { errorFinding } from './finding';
import { FindingsError } from './findings-error';
import { mismatches } from './prop-mismatch';
import { parametersOf } from './prop-schema';

/**
 * Refuses props that the compiler would have refused, at any depth and all of them at once: `MLService.callers`.
 *
 * JavaScript has no compiler, and TypeScript does not see what was cast or read from a file. Such a value would fail deep inside without a
 * construct path, or be written to YAML. An unknown field is refused as `<construct>.props`.
 */
export function validateProps(construct: string, where: string, props: unknown): void {
  const parameter = parametersOf(construct)?.find(({ name }) => name === 'props');
  if (parameter === undefined) throw new Error(`${construct} has no public props`);
  if (props === undefined && parameter.optional) return;
  refuse(
    mismatches(parameter.schema, props).map((found): Refusal => {
      const [prop] = /^[A-Za-z]+/.exec(found.path) ?? ['props'];
      return { code: `${construct}.${found.unknown && found.path === prop ? 'props' : prop}`, ...refusal(where, found, 'props') };
    }),
  );
}

/** Factories that refuse arguments of the wrong type under their own name: `Runtime.vllm`. */
export function checkedFactories<Factories extends object>(name: string, factories: Factories): Factories {
  const checked = Object.entries(factories as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>).map(
    ([factory, make]) => {
      const code = `${name}.${factory}`;
      return [factory, (...given: readonly unknown[]) => make(...validateArguments(code, given))] as const;
    },
  );
  return Object.fromEntries(checked) as Factories;
}

/** Refuses arguments of the wrong type, under the name of the factory (`Runtime.vllm`), or of the function and its parameter (`warn.props`). */
export function validateArguments(callable: string, given: readonly unknown[]): readonly unknown[] {
  const found = (parametersOf(callable) ?? []).flatMap(({ name, optional, rest, schema }, i) => {
    const value = rest ? given.slice(i) : given[i];
    if (value === undefined && optional) return [];
    const path = name === 'props' || name === 'options' ? '' : name;
    const code = callable.includes('.') ? callable : `${callable}.${name}`;
    return mismatches(schema, value, path).map((each): Refusal => ({ code, ...refusal(`${callable}(…)`, each, name) }));
  });
  refuse(found);
  return given;
}

type Refusal = ConfigErrorProps & { readonly code: string };

function refusal(where: string, { path, what, fix, unknown }: PropMismatch, whole: string): ConfigErrorProps {
  const subject = `\`${path === '' ? whole : shortened(path)}\``;
  return { where, what: unknown ? `unknown field ${subject}${what}` : `${subject} ${what}`, fix };
}

/** A value that contains itself has a path without end. */
function shortened(path: string): string {
  return path.length <= 120 ? path : `${path.slice(0, 120)}…`;
}

function refuse(found: readonly Refusal[]): void {
  const [first, ...others] = found;
  if (first === undefined) return;
  if (others.length === 0) throw new ConfigError(first.code, first);
  throw new FindingsError(found.map((each) => errorFinding(each.code, each)));
}
