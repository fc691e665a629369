import { ConfigError } from './config-error';
import { type Mismatch, misfit } from './prop-mismatch';
import type { Parameter } from './prop-schema';
import { PROP_SCHEMAS } from './public-shapes';

/**
 * Refuses props that the compiler would have refused, at any depth: `MLService.callers`, "callers[0] is 7".
 *
 * Plain JavaScript has no compiler, and TypeScript does not see what was cast or read from a file; such a value would fail deep inside
 * without a place, or be written. What is unknown is refused under `<construct>.props`.
 */
export function validateProps(construct: string, where: string, props: unknown): void {
  const parameter = PROP_SCHEMAS.callables[construct]?.find(({ name }) => name === 'props') as Parameter;
  if (props === undefined && parameter.optional) return;
  const found = misfit(parameter.shape, props);
  if (found === undefined) return;
  const [prop] = /^[A-Za-z]+/.exec(found.path) ?? ['props'];
  throw refusal(`${construct}.${found.what === 'is unknown' && found.path === prop ? 'props' : prop}`, where, found);
}

/** Factories that refuse arguments of another kind under their own name: `Runtime.vllm`. */
export function checkedFactories<Factories extends object>(name: string, factories: Factories): Factories {
  const checked = Object.entries(factories as Readonly<Record<string, (...given: readonly unknown[]) => unknown>>).map(
    ([factory, make]) => {
      const code = `${name}.${factory}`;
      return [factory, (...given: readonly unknown[]) => make(...validateArguments(code, given))] as const;
    },
  );
  return Object.fromEntries(checked) as Factories;
}

/** Refuses arguments of another kind, under the name of what was called or another code. */
export function validateArguments(callable: string, given: readonly unknown[], code = callable): readonly unknown[] {
  (PROP_SCHEMAS.callables[callable] ?? []).forEach((parameter, i) => {
    const value = parameter.rest ? given.slice(i) : given[i];
    if (value === undefined && parameter.optional) return;
    const path = parameter.name === 'props' || parameter.name === 'options' ? '' : parameter.name;
    const found = misfit(parameter.shape, value, path);
    if (found !== undefined) throw refusal(code, `${callable}(…)`, { ...found, path: found.path === '' ? parameter.name : found.path });
  });
  return given;
}

function refusal(code: string, where: string, { path, what, fix }: Mismatch): ConfigError {
  const subject = path === '' ? 'props' : path;
  const unknown = /^\w+$/.test(path) ? `there is no prop "${path}"` : `there is no ${path}`;
  return new ConfigError(code, { where, what: what === 'is unknown' ? unknown : `${subject} ${what}`, fix });
}
