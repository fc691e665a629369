import { type Definitions, kindOf } from './definitions';

/**
 * The TypeScript name of each definition: its last part.
 *
 * Where two share it, the kind keeps the short name and the others get their group in front:
 * `ResourceClaim` (the kind) and `CoreResourceClaim` (a container's entry).
 */
export function typeNames(definitions: Definitions): ReadonlyMap<string, string> {
  const names = Object.keys(definitions);
  const shared = (short: string) => names.filter((name) => lastPart(name) === short).length > 1;
  const result = new Map(names.map((name) => [name, nameOf(name, shared(lastPart(name)) && !kindOf(definitions[name]))]));
  refuseClash(result);
  return result;
}

function nameOf(definitionName: string, withGroup: boolean): string {
  if (!withGroup) return lastPart(definitionName);
  const group = definitionName.split('.').at(-3) ?? '';
  return group.charAt(0).toUpperCase() + group.slice(1) + lastPart(definitionName);
}

function lastPart(definitionName: string): string {
  return definitionName.slice(definitionName.lastIndexOf('.') + 1);
}

function refuseClash(names: ReadonlyMap<string, string>): void {
  const owners = new Map<string, string>();
  for (const [definitionName, name] of names) {
    const other = owners.get(name);
    if (other !== undefined) throw new Error(`${other} and ${definitionName} both give the type name ${name}`);
    owners.set(name, definitionName);
  }
}
