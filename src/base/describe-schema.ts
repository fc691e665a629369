import { type PropSchema, resolved } from './prop-schema';

/** What to write for classes whose objects are not made with `new`. */
const EXAMPLES: Readonly<Record<string, string>> = { Cpu: 'Cpu.cores(1)', Duration: 'Duration.minutes(5)', Size: 'Size.gibibytes(1)' };

const TYPES = { string: 'a string', number: 'a number', boolean: 'true or false', array: 'a list', object: 'an object' } as const;

/** More words than this are cut: a list of every rule code helps nobody. */
const MOST_WORDS = 12;

/** The type that a schema asks for: `Cpu`, `a string or Env`, `Runtime.vllm` where no other factory will do. */
export function describeSchema(schema: PropSchema): string {
  const words = [...new Set(typeWords(schema))];
  const ownerOf = (word: string) => word.replace(/\..*/, '');
  const shared = (word: string) => words.filter((other) => ownerOf(other) === ownerOf(word)).length > 1;
  return oneOf(words.map((word) => (/^[A-Z]\w+\.\w+$/.test(word) && shared(word) ? ownerOf(word) : word)));
}

function typeWords(schema: PropSchema): readonly string[] {
  const { anyOf, $ref, enum: literals, 'x-class': name, 'x-factories': factories, type } = schema;
  if (anyOf !== undefined) return anyOf.flatMap(typeWords);
  if ($ref !== undefined) return typeWords(resolved(schema));
  if (literals !== undefined) return literals.map((value) => JSON.stringify(value));
  if (factories !== undefined) return factories;
  if (name !== undefined) return [name];
  if (schema['x-function']) return ['a function'];
  if (type === 'object' && typeof schema.additionalProperties === 'object') return ['a map'];
  return [type === undefined ? 'plain data' : TYPES[type]];
}

/** Something to write that fits a schema: its own example, else the factories, classes or fields that it takes. */
export function exampleOf(schema: PropSchema): string {
  return schema['x-example'] ?? oneOf(exampleWords(schema, false));
}

function exampleWords(schema: PropSchema, inside: boolean): readonly string[] {
  const { anyOf, $ref, enum: literals, items, additionalProperties, type } = schema;
  if (schema['x-example'] !== undefined) return [schema['x-example']];
  if (anyOf !== undefined) return anyOf.flatMap((each) => exampleWords(each, inside));
  if ($ref !== undefined) return exampleWords(resolved(schema), inside);
  if (literals !== undefined) return literals.map((value) => JSON.stringify(value));
  const example = EXAMPLES[schema['x-class'] ?? ''];
  if (example !== undefined) return [example];
  if (schema['x-factories'] !== undefined) return schema['x-factories'].map((factory) => `${factory}(…)`);
  if (schema['x-class'] !== undefined) return [`${/^[AEIO]/.test(schema['x-class']) ? 'an' : 'a'} ${schema['x-class']}`];
  if (items !== undefined) return [inside ? 'a list' : `a list: [${oneOf(exampleWords(items, true))}]`];
  if (typeof additionalProperties === 'object')
    return [inside ? 'a map' : `a map: { key: ${oneOf(exampleWords(additionalProperties, true))} }`];
  return type === 'object' ? [fieldsText(schema)] : typeWords(schema);
}

/** The required fields, or some of the optional ones. */
function fieldsText({ properties = {}, required = [] }: PropSchema): string {
  const fields = required.length > 0 ? required : Object.keys(properties).slice(0, 3);
  return `{ ${fields.map((field) => `${field}: …`).join(', ')} }`;
}

function oneOf(all: readonly string[]): string {
  const unique = [...new Set(all)];
  if (unique.length > MOST_WORDS) return `${unique.slice(0, MOST_WORDS).join(', ')}, …`;
  return unique.length < 2 ? unique.join() : `${unique.slice(0, -1).join(', ')} or ${unique.at(-1)}`;
}
