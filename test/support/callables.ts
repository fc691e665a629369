import { PROP_FILES } from '../../imports/props';
import type { Parameter, PropFile } from '../../src/base/prop-schema';

/** Every generated file of prop schemas, by its room. */
export const PROP_SCHEMA_FILES: ReadonlyMap<string, PropFile> = new Map(
  Object.entries(PROP_FILES).map(([room, file]) => [room, file() as PropFile]),
);

/** Every public class, factory and function with its parameters. */
export const CALLABLES: ReadonlyMap<string, readonly Parameter[]> = new Map(
  [...PROP_SCHEMA_FILES.values()].flatMap((file) => Object.entries(file['x-parameters'])),
);
