import { type Definitions, kindOf } from './definitions';
import { reachableDefinitions } from './reachable-definitions';
import { typeNames } from './type-names';
import { declarationText } from './type-text';
import { writtenDefinitions } from './written-definitions';

/** The kinds that the definitions describe, sorted. */
export function builtInKinds(definitions: Definitions): string[] {
  return Object.values(definitions)
    .flatMap((schema) => kindOf(schema)?.kind ?? [])
    .sort();
}

/** TypeScript types for every built-in kind, and the union of them all. */
export function kubernetesTypes(upstream: Definitions): string {
  const definitions = reachableDefinitions(writtenDefinitions(upstream));
  const names = typeNames(definitions);
  const nameOf = (definitionName: string) => names.get(definitionName) ?? definitionName;
  const declarations = Object.entries(definitions)
    .map(([definitionName, schema]) => ({ name: nameOf(definitionName), schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, schema }) => declarationText(name, schema, nameOf));
  return `${[unionText(builtInKinds(definitions)), ...declarations].join('\n\n')}\n`;
}

function unionText(kinds: readonly string[]): string {
  const members = kinds.map((kind) => `\n  | ${kind}`).join('');
  return `\n/** Any object of a built-in kind. */\nexport type BuiltInObject =${members};`;
}
