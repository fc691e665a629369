import { relative } from 'node:path';
import ts from 'typescript';
import type { PropSchema } from '../../src/base/prop-schema';
import { alternatives } from './alternatives';
import { documented } from './doc-comment';
import { CONSTRUCT_MEMBERS, KNOWN_CLASSES } from './known-classes';

/** A definition, and the room of `src` whose file it goes into. */
export interface Definition {
  readonly room: string;
  readonly schema: PropSchema;
}

/** Turns types into schemas. Types of objects become definitions with a name, so that types may contain themselves. */
export class TypeSchemas {
  readonly definitions: Record<string, Definition> = {};
  private readonly known = new Map<string, string>();
  private readonly numbers = new Map<ts.Type, number>();

  constructor(
    private readonly checker: ts.TypeChecker,
    /** The folder that holds `src/` and `imports/`. */
    private readonly root: string,
  ) {}

  /** The schema of what any of the types takes. The wish names a definition whose type has no name, and the room is that of its owner. */
  schema(types: readonly ts.Type[], wish: string, room: string): PropSchema {
    const members = [...new Set(types.flatMap((type) => this.members(type)))];
    const tables = members.filter((type) => this.isTable(type));
    // What two kinds have in common is nothing, and the compiler keeps it as an object without fields.
    const full = tables.filter((type) => type.getProperties().length > 0);
    const objects = full.length > 0 ? full : tables;
    const others = members.filter((type) => !tables.includes(type)).map((type) => this.single(type, wish, room));
    return alternatives([...others, ...this.groups(objects, wish).map((group) => this.table(group, wish, room))]);
  }

  /** The room of a declaration: the first folder below `src`. */
  roomOf(symbol: ts.Symbol | undefined): string | undefined {
    const [declaration] = symbol?.declarations ?? [];
    if (declaration === undefined) return undefined;
    return /^src\/([a-z-]+)\//.exec(relative(this.root, declaration.getSourceFile().fileName))?.[1];
  }

  /** The fields of any of several types of objects: a field is required where all of them require it. */
  private fields(types: readonly ts.Type[], name: string, room: string): PropSchema {
    const names = [...new Set(types.flatMap((type) => this.checker.getPropertiesOfType(type).map((property) => property.name)))];
    const required: string[] = [];
    const entries = names
      .filter((field) => !field.startsWith('__'))
      .map((field): [string, PropSchema] => {
        const properties = types.flatMap((type) => this.checker.getPropertyOfType(type, field) ?? []);
        const values = properties.map((property) => this.checker.getTypeOfSymbol(property));
        if (properties.length === types.length && !properties.some(isOptional) && !values.some(takesUndefined)) required.push(field);
        return [field, { ...this.schema(values, `${name}.${field}`, room), ...documented(this.checker, properties) }];
      });
    return {
      type: 'object',
      properties: Object.fromEntries(entries),
      ...(required.length === 0 ? {} : { required }),
      ...(OPEN.has(name) ? {} : { additionalProperties: false }),
    };
  }

  private members(type: ts.Type): readonly ts.Type[] {
    if (type.flags & NOTHING) return [];
    if (type.isUnion()) return type.types.flatMap((member) => this.members(member));
    // The kind of a generic choice: one of its literals, whichever are left.
    const literals = type.isIntersection() ? type.types.filter((part) => part.flags & PLAIN) : [];
    if (literals.length > 0) return literals.slice(0, 1);
    // `Pick<Timeouts, Some>` of a generic: any of them.
    if (type.aliasSymbol?.name === 'Pick' && type.getProperties().length === 0)
      return this.members(type.aliasTypeArguments?.[0] as ts.Type);
    if (!(type.flags & ts.TypeFlags.Instantiable)) return [type];
    const bound = this.checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type ? [type] : this.members(bound);
  }

  private single(type: ts.Type, wish: string, room: string): PropSchema {
    const { flags } = type;
    if (type.isStringLiteral() || type.isNumberLiteral()) return { enum: [type.value] };
    if (flags & ts.TypeFlags.BooleanLiteral) return { enum: [this.checker.typeToString(type) === 'true'] };
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' };
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' };
    if (!(flags & OBJECT) || this.isPassedOn(type)) return {};
    const list = this.checker.isArrayType(type) || this.checker.isTupleType(type);
    if (list) return { type: 'array', items: this.schema(this.checker.getTypeArguments(type as ts.TypeReference), wish, room) };
    if (type.getCallSignatures().length > 0) return { 'x-function': true };
    const index = type.getStringIndexType();
    if (index !== undefined) return { type: 'object', additionalProperties: this.schema([index], wish, room) };
    return this.instance(type, wish, room);
  }

  /** Our classes are told by their plain fields, those of other packages by a method: several copies of a class may be loaded. */
  private instance(type: ts.Type, wish: string, room: string): PropSchema {
    const name = typeName(type) ?? (this.isConstruct(type) ? 'Construct' : wish);
    const $ref = `#/$defs/${name}`;
    if (Object.hasOwn(this.definitions, name)) return { $ref };
    const schema = { 'x-class': name, ...documented(this.checker, [type.symbol]) };
    if (!this.isOurs(type) && type.symbol !== undefined) {
      const members = KNOWN_CLASSES[name];
      if (members === undefined) throw new Error(`cannot recognize a ${name}: add it to KNOWN_CLASSES`);
      this.definitions[name] = { room: 'base', schema: { 'x-class': name, 'x-members': members } };
      return { $ref };
    }
    const home = this.roomOf(type.symbol) ?? room;
    this.definitions[name] = { room: home, schema };
    const plain = this.checker.getPropertiesOfType(type).filter((property) => {
      const value = this.checker.getTypeOfSymbol(property);
      const hidden =
        ts.getCombinedModifierFlags(property.declarations?.[0] as ts.Declaration) & ts.ModifierFlags.NonPublicAccessibilityModifier;
      const members = this.members(value);
      return !hidden && members.length > 0 && members.every((member) => this.isTelling(type, member));
    });
    const required = plain.filter((property) => !takesUndefined(this.checker.getTypeOfSymbol(property))).map((property) => property.name);
    const fields = plain.map((property): [string, PropSchema] => [
      property.name,
      this.schema([this.checker.getTypeOfSymbol(property)], name, home),
    ]);
    const own = this.isConstruct(type) ? CONSTRUCT_MEMBERS : {};
    const members = { properties: { ...own, ...Object.fromEntries(fields) }, required: [...Object.keys(own), ...required] };
    this.definitions[name] = { room: home, schema: { ...schema, 'x-members': members } };
    return { $ref };
  }

  /** Whether a field tells something about the object without looking into others. Methods of a class are on its prototype, whoever calls. */
  private isTelling(owner: ts.Type, member: ts.Type): boolean {
    if (member.flags & PLAIN) return true;
    const isMade = owner.symbol?.declarations?.some(ts.isClassDeclaration) || this.isConstruct(owner);
    if (!isMade) return true;
    if (member.getCallSignatures().length > 0) return false;
    if (!this.checker.isArrayType(member)) return false;
    return this.checker
      .getTypeArguments(member as ts.TypeReference)
      .flatMap((item) => this.members(item))
      .every((item) => item.flags & PLAIN);
  }

  private table(types: readonly ts.Type[], wish: string, room: string): PropSchema {
    if (types.length === 0) return { not: {} };
    const key = types.map((type) => this.number(type)).join();
    const known = this.known.get(key);
    if (known !== undefined) return { $ref: `#/$defs/${known}` };
    const own = types.length === 1 ? (types[0] as ts.Type) : undefined;
    const symbol = own?.aliasSymbol ?? own?.symbol;
    const name = this.freeName((own && typeName(own)) ?? wish);
    const home = (own && this.roomOf(symbol)) ?? room;
    this.known.set(key, name);
    this.definitions[name] = { room: home, schema: {} };
    const schema = { ...this.fields(types, name, home), ...(symbol === undefined ? {} : documented(this.checker, [symbol])) };
    this.definitions[name] = { room: home, schema };
    return { $ref: `#/$defs/${name}` };
  }

  private isTable(type: ts.Type): boolean {
    if (!(type.flags & OBJECT) || this.isPassedOn(type) || type.getStringIndexType() !== undefined) return false;
    if (this.checker.isArrayType(type) || this.checker.isTupleType(type) || type.getCallSignatures().length > 0) return false;
    return !type.symbol?.declarations?.some(ts.isClassDeclaration) && !this.isConstruct(type) && !this.canDo(type);
  }

  /** An object with methods of its own, which some factory made. */
  private canDo(type: ts.Type): boolean {
    return type.getProperties().some((property) => this.checker.getTypeOfSymbol(property).getCallSignatures().length > 0);
  }

  /** A class that is a construct, or what a construct is asked to have besides. */
  private isConstruct(type: ts.Type): boolean {
    const node = type.getProperty('node');
    return node !== undefined && this.checker.getTypeOfSymbol(node).symbol?.name === 'Node';
  }

  /** Types by their literal `kind`, each group to become one table; those without stay few and apart, or become one. */
  private groups(types: readonly ts.Type[], wish: string): readonly (readonly ts.Type[])[] {
    const kinds = new Map<string, ts.Type[]>();
    const others: ts.Type[] = [];
    for (const type of types) {
      const kind = type.getProperty('kind');
      const value = kind === undefined ? undefined : this.checker.getTypeOfSymbol(kind);
      if (value?.isStringLiteral()) kinds.set(value.value, [...(kinds.get(value.value) ?? []), type]);
      else others.push(type);
    }
    // The props of a construct are one table, however many combinations compile: it tells for each what is wrong.
    return [...kinds.values(), ...(wish.includes('.') ? toldApart(others) : [others])];
  }

  /** Parts of a manifest: the schema of the object knows more about them than their types. */
  private isPassedOn(type: ts.Type): boolean {
    return this.fileOf(type).startsWith('imports/');
  }

  private isOurs(type: ts.Type): boolean {
    return this.fileOf(type).startsWith('src/');
  }

  private fileOf(type: ts.Type): string {
    const [declaration] = (type.symbol ?? type.aliasSymbol)?.declarations ?? [];
    return declaration === undefined ? 'src/' : relative(this.root, declaration.getSourceFile().fileName);
  }

  private number(type: ts.Type): number {
    if (!this.numbers.has(type)) this.numbers.set(type, this.numbers.size);
    return this.numbers.get(type) as number;
  }

  private freeName(wish: string): string {
    for (let i = 1; ; i++) {
      const name = i === 1 ? wish : `${wish}-${i}`;
      if (!Object.hasOwn(this.definitions, name)) return name;
    }
  }
}

/** Types of which only the named fields count: anything with a name is a reference, a data set or a construct. */
const OPEN: ReadonlySet<string> = new Set(['NamedRef']);

const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void | ts.TypeFlags.Never;
const OBJECT = ts.TypeFlags.Object | ts.TypeFlags.Intersection;
const PLAIN = ts.TypeFlags.StringLike | ts.TypeFlags.NumberLike | ts.TypeFlags.BooleanLike;

function isOptional(property: ts.Symbol): boolean {
  return (property.flags & ts.SymbolFlags.Optional) !== 0;
}

function takesUndefined(type: ts.Type): boolean {
  const loose = ts.TypeFlags.Undefined | ts.TypeFlags.Unknown | ts.TypeFlags.Any;
  return (type.flags & loose) !== 0 || (type.isUnion() && type.types.some(takesUndefined));
}

/** The name that a type was declared with; none for what TypeScript's own utility types made of it. */
function typeName(type: ts.Type): string | undefined {
  const name = type.aliasSymbol?.name ?? type.symbol?.name;
  const symbol = type.aliasSymbol ?? type.symbol;
  const library = symbol?.declarations?.some((declaration) => declaration.getSourceFile().hasNoDefaultLib);
  return name === undefined || name.startsWith('__') || library || type.aliasTypeArguments !== undefined ? undefined : name;
}

/** Types that each require a field that the others do not; one that requires no more than another goes with it. */
function toldApart(types: readonly ts.Type[]): readonly (readonly ts.Type[])[] {
  const groups: ts.Type[][] = [];
  for (const type of types) {
    const near = groups.find((group) => group.some((other) => requiresNoMore(type, other) || requiresNoMore(other, type)));
    if (near === undefined) groups.push([type]);
    else near.push(type);
  }
  return groups;
}

function requiresNoMore(type: ts.Type, other: ts.Type): boolean {
  const required = (of: ts.Type) =>
    of
      .getProperties()
      .filter((property) => !isOptional(property))
      .map(({ name }) => name);
  return required(type).every((name) => required(other).includes(name));
}
