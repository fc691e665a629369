import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import type { Fields, Parameters, PropSchema, PropSchemas } from '../../src/base/prop-schema';
import { NODE } from './known-classes';
import { withoutTwins } from './merge-definitions';
import { TypeShapes } from './type-schemas';

/** What takes whole manifests, which schemas check, or is ours to call. */
const WITHOUT: ReadonlySet<string> = new Set(['kubeObject', 'customObject', 'renderApp', 'World', 'ConfigError', 'FindingsError']);

/** The shapes of everything that callers give to the public classes and factories of a module. */
export function publicShapes(entry: string, options: ts.CompilerOptions): PropSchemas {
  const program = ts.createProgram([entry], options);
  const checker = program.getTypeChecker();
  const shapes = new TypeShapes(checker, resolve(dirname(entry), '..'));
  const source = program.getSourceFile(entry);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} exports nothing`);
  const callables = checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    return symbol.flags & ts.SymbolFlags.Value && !WITHOUT.has(symbol.name) ? callablesOf(checker, symbol) : [];
  });
  const parameters = callables.map(([name, signatures]) => [name, parametersOf(checker, shapes, name, signatures)] as const);
  const made = callables.flatMap(([name, signatures]) => {
    const shape = name.includes('.')
      ? shapes.shape(
          signatures.map((signature) => signature.getReturnType()),
          `${name}.made`,
        )
      : 'data';
    return [shape].flatMap((each) => (typeof each === 'object' && 'any' in each ? each.any : [each])).map((each) => ({ name, each }));
  });
  const makers = makersOf(shapes.definitions, made);
  const parts = { makers, definitions: { Node: NODE, ...shapes.definitions }, instances: sorted(shapes.instances) };
  return withoutTwins({ callables: sorted(Object.fromEntries(parameters)), ...parts });
}

/** The factories of each table: those that make just that, else those that make one of its kinds. */
function makersOf(
  definitions: Readonly<Record<string, Fields>>,
  made: readonly { readonly name: string; readonly each: PropSchema }[],
): Readonly<Record<string, readonly string[]>> {
  const tables = made.flatMap(({ name, each }) => (typeof each === 'object' && 'of' in each ? [{ name, table: each.of }] : []));
  const entries = Object.keys(definitions).map((table) => {
    const exactly = tables.filter((factory) => factory.table === table);
    const some = tables.filter((factory) => isPartOf(definitions[factory.table], definitions[table]));
    return [table, (exactly.length > 0 ? exactly : some).map(({ name }) => name)] as const;
  });
  return Object.fromEntries(entries.filter(([, factories]) => factories.length > 0));
}

/** Whether a table has no kinds and no fields but those of another. */
function isPartOf(part: Fields = {}, whole: Fields = {}): boolean {
  const kinds = kindsOf(part);
  const fields = Object.keys(whole).map((field) => field.replace(/\?$/, ''));
  const within = Object.keys(part).every((field) => fields.includes(field.replace(/\?$/, '')));
  return kinds.length > 0 && within && kinds.every((kind) => kindsOf(whole).includes(kind));
}

function kindsOf({ kind }: Fields): readonly (string | number | boolean)[] {
  return typeof kind === 'object' && 'is' in kind ? kind.is : [];
}

/** A class by its name, a function by its own, and the factories of an object by both: `Run.once`. */
function callablesOf(checker: ts.TypeChecker, symbol: ts.Symbol): [string, readonly ts.Signature[]][] {
  const type = checker.getTypeOfSymbol(symbol);
  if (symbol.flags & ts.SymbolFlags.Function) return [[symbol.name, type.getCallSignatures()]];
  if (checker.isArrayType(type)) return [];
  const isClass = (symbol.flags & ts.SymbolFlags.Class) !== 0;
  if (isClass && checker.getPropertyOfType(type, 'isConstruct') !== undefined) return [[symbol.name, type.getConstructSignatures()]];
  return checker.getPropertiesOfType(type).flatMap((property): [string, readonly ts.Signature[]][] => {
    const signatures = checker.getTypeOfSymbol(property).getCallSignatures();
    return signatures.length === 0 ? [] : [[`${symbol.name}.${property.name}`, signatures]];
  });
}

/** The parameters of several overloads: one may be left out where any of them has none. */
function parametersOf(checker: ts.TypeChecker, shapes: TypeShapes, callable: string, signatures: readonly ts.Signature[]): Parameters {
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
      shape: shapes.shape(types, wish),
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
