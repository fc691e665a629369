import { relative } from 'node:path';
import ts from 'typescript';
import type { Fields, PropSchema } from '../../src/base/prop-schema';
import { alternatives } from './alternatives';
import { CONSTRUCT, RECOGNIZED_BY } from './known-classes';

/** Turns types into shapes. Types of objects become definitions with a name, so that types may hold themselves. */
export class TypeShapes {
  readonly definitions: Record<string, Fields> = {};
  readonly instances: Record<string, Fields> = {};
  private readonly known = new Map<string, string>();
  private readonly numbers = new Map<ts.Type, number>();

  constructor(
    private readonly checker: ts.TypeChecker,
    /** The folder that holds `src/` and `imports/`. */
    private readonly root: string,
  ) {}

  /** The shape of what any of the types takes. The wish names a definition whose type has no name. */
  shape(types: readonly ts.Type[], wish: string): PropSchema {
    const members = [...new Set(types.flatMap((type) => this.members(type)))];
    const tables = members.filter((type) => this.isTable(type));
    // What two kinds have in common is nothing, and the compiler keeps it as an object without fields.
    const full = tables.filter((type) => type.getProperties().length > 0);
    const objects = full.length > 0 ? full : tables;
    const others = members.filter((type) => !tables.includes(type)).map((type) => this.single(type, wish));
    return alternatives([...others, ...this.groups(objects, wish).map((group) => this.table(group, wish))]);
  }

  /** The fields of any of several types of objects: a field is needed where all of them need it. */
  private fields(types: readonly ts.Type[], name: string): Fields {
    const names = new Set(types.flatMap((type) => this.checker.getPropertiesOfType(type).map((property) => property.name)));
    const entries = [...names]
      .filter((field) => !field.startsWith('__'))
      .map((field): [string, PropSchema] => {
        const properties = types.flatMap((type) => this.checker.getPropertyOfType(type, field) ?? []);
        const values = properties.map((property) => this.checker.getTypeOfSymbol(property));
        const needed = properties.length === types.length && !properties.some(isOptional) && !values.some(takesUndefined);
        return [needed ? field : `${field}?`, this.shape(values, `${name}.${field}`)];
      });
    return Object.fromEntries(entries);
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

  private single(type: ts.Type, wish: string): PropSchema {
    const { flags } = type;
    if (type.isStringLiteral() || type.isNumberLiteral()) return { is: [type.value] };
    if (flags & ts.TypeFlags.BooleanLiteral) return { is: [this.checker.typeToString(type) === 'true'] };
    if (flags & ts.TypeFlags.StringLike) return 'text';
    if (flags & ts.TypeFlags.NumberLike) return 'number';
    if (!(flags & OBJECT) || this.isPassedOn(type)) return 'data';
    const list = this.checker.isArrayType(type) || this.checker.isTupleType(type);
    if (list) return { list: this.shape(this.checker.getTypeArguments(type as ts.TypeReference), wish) };
    if (type.getCallSignatures().length > 0) return 'function';
    const index = type.getStringIndexType();
    if (index !== undefined) return { map: this.shape([index], wish) };
    return this.instance(type, wish);
  }

  /** What a class makes is told by its plain fields, and what another package makes by a method: several copies of a class may be loaded. */
  private instance(type: ts.Type, wish: string): PropSchema {
    const instance = typeName(type) ?? (this.isConstruct(type) ? 'Construct' : wish);
    if (!this.isOurs(type) && type.symbol !== undefined) {
      const fields = RECOGNIZED_BY[instance];
      if (fields === undefined) throw new Error(`nothing says how to recognize a ${instance}: add it to RECOGNIZED_BY`);
      this.instances[instance] = fields;
      return { instance };
    }
    const plain = this.checker.getPropertiesOfType(type).filter((property) => {
      const value = this.checker.getTypeOfSymbol(property);
      const hidden =
        ts.getCombinedModifierFlags(property.declarations?.[0] as ts.Declaration) & ts.ModifierFlags.NonPublicAccessibilityModifier;
      const members = this.members(value);
      return !hidden && members.length > 0 && members.every((member) => this.isTelling(type, member));
    });
    const fields = plain.map((property): [string, PropSchema] => {
      const value = this.checker.getTypeOfSymbol(property);
      return [takesUndefined(value) ? `${property.name}?` : property.name, this.shape([value], instance)];
    });
    this.instances[instance] = { ...(this.isConstruct(type) ? CONSTRUCT : {}), ...Object.fromEntries(fields) };
    return { instance };
  }

  /** Whether a field says something of the object without looking into others. Methods of a class stand on its prototype, whoever calls. */
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

  private table(types: readonly ts.Type[], wish: string): PropSchema {
    if (types.length === 0) return { any: [] };
    const key = types.map((type) => this.number(type)).join();
    const known = this.known.get(key);
    if (known !== undefined) return { of: known };
    const own = types.length === 1 ? typeName(types[0] as ts.Type) : undefined;
    const name = this.freeName(own ?? wish);
    this.known.set(key, name);
    this.definitions[name] = {};
    this.definitions[name] = this.fields(types, name);
    return { of: name };
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
    // The props of a construct are one table, however many combinations compile: it says of each what is wrong.
    return [...kinds.values(), ...(wish.includes('.') ? toldApart(others) : [others])];
  }

  /** Parts of a manifest: the schema of the object knows more of them than their types. */
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
      const name = i === 1 ? wish : `${wish}#${i}`;
      if (!Object.hasOwn(this.definitions, name)) return name;
    }
  }
}

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

/** The name that a type was declared with; none for what TypeScript's own helpers made of it. */
function typeName(type: ts.Type): string | undefined {
  const name = type.aliasSymbol?.name ?? type.symbol?.name;
  const symbol = type.aliasSymbol ?? type.symbol;
  const library = symbol?.declarations?.some((declaration) => declaration.getSourceFile().hasNoDefaultLib);
  return name === undefined || name.startsWith('__') || library || type.aliasTypeArguments !== undefined ? undefined : name;
}

/** Types that each need a field that the others do not; one that needs no more than another goes with it. */
function toldApart(types: readonly ts.Type[]): readonly (readonly ts.Type[])[] {
  const groups: ts.Type[][] = [];
  for (const type of types) {
    const near = groups.find((group) => group.some((other) => needsNoMore(type, other) || needsNoMore(other, type)));
    if (near === undefined) groups.push([type]);
    else near.push(type);
  }
  return groups;
}

function needsNoMore(type: ts.Type, other: ts.Type): boolean {
  const needed = (of: ts.Type) =>
    of
      .getProperties()
      .filter((property) => !isOptional(property))
      .map(({ name }) => name);
  return needed(type).every((name) => needed(other).includes(name));
}
