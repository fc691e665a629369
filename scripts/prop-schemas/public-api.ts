import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { Parameter, PropSchema } from '../../src/base/prop-schema';
import { documented } from './doc-comment';
import { mergeDefinitions } from './merge-definitions';
import { type Definition, TypeSchemas } from './type-schemas';

/** What takes whole manifests, which schemas check; what `check` passes to rules; and what is ours to call. */
const WITHOUT: ReadonlySet<string> = new Set(['kubeObject', 'customObject', 'eachContainer', 'ConfigError', 'FindingsError']);

/** A public class, factory or function. */
export interface Callable {
  readonly room: string;
  readonly parameters: readonly Parameter[];
}

export interface PublicApi {
  readonly callables: Readonly<Record<string, Callable>>;
  readonly definitions: Readonly<Record<string, Definition>>;
}

/** What callers pass to the public classes, factories and functions of the entry points. */
export function publicApi(entries: readonly string[], options: ts.CompilerOptions): PublicApi {
  const program = ts.createProgram([...entries], options);
  const checker = program.getTypeChecker();
  const schemas = new TypeSchemas(checker, resolve(dirname(entries[0] ?? ''), '..'));
  const exports = entries.flatMap((entry) => {
    const source = program.getSourceFile(entry);
    const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${entry} exports nothing`);
    return checker.getExportsOfModule(module);
  });
  const found = exports.flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    if (!(symbol.flags & ts.SymbolFlags.Value) || WITHOUT.has(symbol.name)) return [];
    const room = schemas.roomOf(symbol) ?? 'base';
    return callablesOf(checker, symbol).map(([name, signatures]) => ({ name, signatures, room }));
  });
  const callables = found.map(({ name, signatures, room }): [string, Callable] => [
    name,
    { room, parameters: parametersOf(checker, schemas, { name, signatures, room }) },
  ]);
  const made = found.flatMap(({ name, signatures, room }) => {
    if (!name.includes('.')) return [];
    const returned = signatures.map((signature) => signature.getReturnType());
    const { $ref, anyOf = [{ $ref }] } = schemas.schema(returned, `${name}.made`, room);
    return anyOf.flatMap((each) => (each.$ref === undefined ? [] : [{ name, definition: each.$ref.slice('#/$defs/'.length) }]));
  });
  return mergeDefinitions({ callables: sorted(Object.fromEntries(callables)), definitions: withFactories(schemas.definitions, made) });
}

type Made = readonly { readonly name: string; readonly definition: string }[];

/** Each definition with its factories: those that make just that, else those that make one of its kinds. */
function withFactories(definitions: Readonly<Record<string, Definition>>, made: Made): Readonly<Record<string, Definition>> {
  const entries = Object.entries(definitions).map(([name, { room, schema }]): [string, Definition] => {
    const exactly = made.filter(({ definition }) => definition === name || isAlike(definitions[definition]?.schema ?? {}, schema));
    const some = made.filter(({ definition }) => isPartOf(definitions[definition]?.schema ?? {}, schema));
    const factories = (exactly.length > 0 ? exactly : some).map((each) => each.name);
    return [name, { room, schema: factories.length === 0 ? schema : { ...schema, 'x-factories': [...new Set(factories)] } }];
  });
  return Object.fromEntries(entries);
}

/** Whether a class has just the fields of a table: `Cpu` is a `CpuAmount`. */
function isAlike({ 'x-members': members }: PropSchema, { properties }: PropSchema): boolean {
  return members !== undefined && properties !== undefined && JSON.stringify(typesOf(members)) === JSON.stringify(typesOf({ properties }));
}

function typesOf({ properties = {} }: PropSchema): readonly (readonly [string, PropSchema['type']])[] {
  return Object.entries(properties).map(([field, { type }]) => [field, type]);
}

/** Whether a table has no kinds and no fields but those of another. */
function isPartOf(part: PropSchema, whole: PropSchema): boolean {
  const kinds = kindsOf(part);
  const within = Object.keys(part.properties ?? {}).every((field) => Object.hasOwn(whole.properties ?? {}, field));
  return kinds.length > 0 && within && kinds.every((kind) => kindsOf(whole).includes(kind));
}

function kindsOf({ properties }: PropSchema): readonly (string | number | boolean)[] {
  return properties?.kind?.enum ?? [];
}

type Signatures = readonly ts.Signature[];

/** A class by its name, a function by its own, and the factories of an object by both: `Run.once`. */
function callablesOf(checker: ts.TypeChecker, symbol: ts.Symbol): readonly [string, Signatures][] {
  const type = checker.getTypeOfSymbol(symbol);
  if (symbol.flags & ts.SymbolFlags.Function) return [[symbol.name, type.getCallSignatures()]];
  if (checker.isArrayType(type)) return [];
  const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
  if (isClass && checker.getPropertyOfType(type, 'isConstruct') !== undefined) return [[symbol.name, type.getConstructSignatures()]];
  return checker.getPropertiesOfType(type).flatMap((property): [string, Signatures][] => {
    const signatures = checker.getTypeOfSymbol(property).getCallSignatures();
    return signatures.length === 0 ? [] : [[`${symbol.name}.${property.name}`, signatures]];
  });
}

/** The parameters of several overloads: one may be left out where any of them has none. */
function parametersOf(
  checker: ts.TypeChecker,
  schemas: TypeSchemas,
  { name: callable, signatures, room }: { readonly name: string; readonly signatures: Signatures; readonly room: string },
): readonly Parameter[] {
  const most = Math.max(...signatures.map((signature) => signature.parameters.length));
  return Array.from({ length: most }, (_, i) => {
    const given = signatures.flatMap((signature) => signature.parameters[i] ?? []);
    const name = given[0]?.name ?? '';
    const types = given.map((parameter) => checker.getTypeOfSymbol(parameter));
    const wish = name === 'props' && !callable.includes('.') ? `${callable}Props` : `${callable}.${name}`;
    const optional = given.length < signatures.length || given.some(isOptional);
    return {
      name,
      ...(optional ? { optional } : {}),
      ...(given.some(isRest) ? { rest: true } : {}),
      schema: { ...schemas.schema(types, wish, room), ...documented(checker, given) },
    };
  });
}

function isOptional(parameter: ts.Symbol): boolean {
  const declaration = parameter.valueDeclaration;
  if (declaration === undefined || !ts.isParameter(declaration)) return false;
  return declaration.questionToken !== undefined || declaration.initializer !== undefined;
}

function isRest(parameter: ts.Symbol): boolean {
  const declaration = parameter.valueDeclaration;
  return declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
}

function sorted<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}
