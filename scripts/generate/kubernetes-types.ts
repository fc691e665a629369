import { type Definitions, kindOf } from './definitions';
import { reachableDefinitions } from './reachable-definitions';
import { typeNames } from './type-names';
import { declarationText } from './type-text';
import { writtenDefinitions } from './written-definitions';

/** TypeScript types for every built-in kind, and the union of them all. */
export function kubernetesTypes(upstream: Definitions): string {
  const definitions = reachableDefinitions(writtenDefinitions(upstream));
  const names = typeNames(definitions);
  const nameOf = (definitionName: string) => names.get(definitionName) ?? definitionName;
  const declarations = Object.entries(definitions)
    .map(([definitionName, schema]) => ({ name: nameOf(definitionName), schema }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const kinds = declarations.filter(({ schema }) => kindOf(schema)).map(({ name }) => name);
  const texts = declarations.map(({ name, schema }) => declarationText(name, schema, nameOf));
  return `${[unionText(kinds), ...texts].join('\n\n')}\n`;
}

function unionText(kinds: readonly string[]): string {
  return ['/** Any object of a kind that Kubernetes brings along. */', 'export type BuiltInObject =', ...kinds.map((kind) => `  | ${kind}`)].join('\n') + ';';
}
