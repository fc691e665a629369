import type { Fields, PropSchema } from './prop-schema';
import { PROP_SCHEMAS } from './public-shapes';

/** What to type for classes whose objects nobody makes with `new`. */
const EXAMPLES: Readonly<Record<string, string>> = { Cpu: 'Cpu.cores(1)', Duration: 'Duration.minutes(5)', Size: 'Size.gibibytes(1)' };

const WORDS = { text: 'text', number: 'a number', boolean: 'true or false', function: 'a function', data: 'plain data' } as const;

/** What belongs in a place, as something to type where there is such a thing. */
export function describeSchema(shape: PropSchema): string {
  return oneOf(words(shape, false));
}

function words(shape: PropSchema, inside: boolean): readonly string[] {
  if (typeof shape === 'string') return [WORDS[shape]];
  if ('is' in shape) return shape.is.map((value) => JSON.stringify(value));
  if ('list' in shape) return [inside ? 'a list' : `a list: [${oneOf(words(shape.list, true))}]`];
  if ('map' in shape) return [inside ? 'a map' : `a map: { key: ${oneOf(words(shape.map, true))} }`];
  if ('any' in shape) return shape.any.flatMap((each) => words(each, inside));
  if ('instance' in shape) return [EXAMPLES[shape.instance] ?? `a ${shape.instance}`];
  return PROP_SCHEMAS.makers[shape.of]?.map((maker) => `${maker}(…)`) ?? [fieldsText(PROP_SCHEMAS.definitions[shape.of] as Fields)];
}

/** The fields that it needs, or some that it may have. */
function fieldsText(fields: Fields): string {
  const needed = Object.keys(fields).filter((field) => !field.endsWith('?'));
  const some = Object.keys(fields).slice(0, 3);
  return `{ ${(needed.length > 0 ? needed : some).map((field) => `${field.replace(/\?$/, '')}: …`).join(', ')} }`;
}

function oneOf(all: readonly string[]): string {
  const unique = [...new Set(all)];
  return unique.length < 2 ? unique.join() : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1)}`;
}
