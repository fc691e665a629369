import { join, relative } from 'node:path';
import * as ts from 'typescript';

/** One documented thing: a prop, a factory, a member. */
export interface Member {
  readonly name: string;
  readonly type: string;
  readonly optional: boolean;
  /** Only some forms of the props have it: the others do not compile with it. */
  readonly partial?: boolean;
  readonly doc: Doc;
}

export interface Doc {
  readonly text: string;
  readonly default?: string;
  readonly see: readonly string[];
  readonly deprecated?: string;
}

export interface ConstructApi {
  readonly name: string;
  readonly extends: string;
  readonly doc: Doc;
  readonly props: readonly Member[];
  readonly members: readonly Member[];
}

export interface FactoryApi {
  readonly name: string;
  readonly doc: Doc;
  readonly functions: readonly Member[];
}

export interface TypeApi {
  readonly name: string;
  readonly doc: Doc;
  /** An alias of something that has no properties: its text. */
  readonly text?: string;
  readonly props: readonly Member[];
}

export interface PublicApi {
  readonly constructs: readonly ConstructApi[];
  readonly factories: readonly FactoryApi[];
  readonly functions: readonly Member[];
  readonly types: readonly TypeApi[];
}

/** Names that cdk8s and constructs give to every construct. */
const INHERITED = /[\\/]node_modules[\\/]/;

/** What the entry points of the package export, from the compiler's types and doc comments. */
export function publicApi(root: string, entries: readonly string[]): PublicApi {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, 'tsconfig.json'),
    { noEmit: true, stripInternal: false },
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  );
  if (config === undefined) throw new Error('tsconfig.json cannot be read');
  const program = ts.createProgram(
    entries.map((entry) => join(root, entry)),
    config.options,
  );
  const reader = new Reader(program.getTypeChecker(), root);
  const exported = new Map(
    entries.flatMap((entry) => {
      const source = program.getSourceFile(join(root, entry));
      const module = source && reader.checker.getSymbolAtLocation(source);
      return module === undefined
        ? []
        : reader.checker.getExportsOfModule(module).map((symbol) => [symbol.name, reader.resolve(symbol)] as const);
    }),
  );
  return reader.read([...exported].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** One prop of several forms of props. */
function merged(members: readonly Member[], forms: number): Member {
  const [first] = members;
  if (first === undefined) throw new Error('a prop without a declaration');
  const types = [...new Set(members.flatMap(({ type }) => alternatives(type)))];
  const documented = members.find(({ doc }) => doc.default !== undefined) ?? members.find(({ doc }) => doc.text !== '') ?? first;
  return { ...documented, type: types.join(' | '), optional: members.some(({ optional }) => optional), partial: members.length < forms };
}

/** The members of a union's text, `A | B<C | D>` → `A`, `B<C | D>`. */
function alternatives(type: string): readonly string[] {
  const parts = type.split(' | ');
  const balanced = (text: string) => (text.match(/[<({[]/g) ?? []).length === (text.replaceAll('=>', '').match(/[>)}\]]/g) ?? []).length;
  return parts.every(balanced) ? parts : [type];
}

const order = ({ optional, partial }: Member): number => (optional ? 2 : 0) + (partial === true ? 1 : 0);

class Reader {
  constructor(
    readonly checker: ts.TypeChecker,
    private readonly root: string,
  ) {}

  resolve(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  read(exported: readonly (readonly [string, ts.Symbol])[]): PublicApi {
    const constructs: ConstructApi[] = [];
    const factories: FactoryApi[] = [];
    const functions: Member[] = [];
    const types: TypeApi[] = [];
    for (const [name, symbol] of exported) {
      const declaration = symbol.declarations?.[0];
      if (declaration === undefined) continue;
      if (symbol.flags & ts.SymbolFlags.Class) {
        const base = this.baseOf(symbol);
        if (base === undefined) factories.push(this.factory(name, symbol));
        else constructs.push(this.construct(name, symbol, base));
      } else if (symbol.flags & ts.SymbolFlags.Function) functions.push(this.member(name, symbol, declaration));
      else if (symbol.flags & ts.SymbolFlags.Variable) {
        const type = this.checker.getTypeOfSymbolAtLocation(symbol, declaration);
        const own = type.getProperties().filter((property) => this.isOurs(property));
        const calls = own.filter(
          (property) => this.checker.getTypeOfSymbolAtLocation(property, declaration).getCallSignatures().length > 0,
        );
        if (calls.length > 0) factories.push({ name, doc: this.doc(symbol), functions: this.members(calls, declaration) });
        else functions.push(this.member(name, symbol, declaration));
      } else types.push(this.type(name, symbol));
    }
    return { constructs, factories, functions, types };
  }

  /** The class of cdk8s or constructs that this one is at bottom; undefined for a class of values. */
  private baseOf(symbol: ts.Symbol): string | undefined {
    const type = this.checker.getDeclaredTypeOfSymbol(symbol);
    const [base] = type.isClassOrInterface() ? this.checker.getBaseTypes(type) : [];
    if (base === undefined) return undefined;
    const name = base.symbol.name;
    return ['Construct', 'Chart', 'App'].includes(name) ? name : this.baseOf(base.symbol);
  }

  private construct(name: string, symbol: ts.Symbol, base: string): ConstructApi {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    if (declaration === undefined) throw new Error(`${name} is declared nowhere`);
    const [signature] = this.checker.getTypeOfSymbolAtLocation(symbol, declaration).getConstructSignatures();
    const parameter = signature?.getParameters().at(-1);
    const props =
      parameter === undefined || parameter.name !== 'props'
        ? []
        : this.propsOf(this.checker.getTypeOfSymbolAtLocation(parameter, declaration));
    const instance = this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const statics = this.checker.getTypeOfSymbolAtLocation(symbol, declaration).getProperties();
    const shown = [...instance, ...statics].filter((member) => this.isOurs(member) && this.isPublic(member) && member.name !== 'prototype');
    return { name, extends: base, doc: this.doc(symbol), props, members: this.members(shown, declaration) };
  }

  private factory(name: string, symbol: ts.Symbol): FactoryApi {
    const declaration = symbol.valueDeclaration ?? symbol.declarations?.[0];
    if (declaration === undefined) throw new Error(`${name} is declared nowhere`);
    const statics = this.checker.getTypeOfSymbolAtLocation(symbol, declaration).getProperties();
    const instance = this.checker.getDeclaredTypeOfSymbol(symbol).getProperties();
    const shown = [...statics, ...instance].filter((member) => this.isOurs(member) && this.isPublic(member) && member.name !== 'prototype');
    return { name, doc: this.doc(symbol), functions: this.members(shown, declaration) };
  }

  private type(name: string, symbol: ts.Symbol): TypeApi {
    const declared = this.checker.getDeclaredTypeOfSymbol(symbol);
    const declaration = symbol.declarations?.find((each) => ts.isTypeAliasDeclaration(each) || ts.isInterfaceDeclaration(each));
    const doc = this.doc(symbol);
    if (declaration !== undefined && ts.isTypeAliasDeclaration(declaration) && !ts.isTypeLiteralNode(declaration.type)) {
      return { name, doc, text: declaration.type.getText().replace(/\s+/g, ' '), props: [] };
    }
    return { name, doc, props: this.propsOf(declared) };
  }

  /** Properties of a type; of a union those of all its parts, because each part forbids what only others have. */
  private propsOf(type: ts.Type): readonly Member[] {
    const parts = type.isUnion() ? type.types : [type];
    const found = new Map<string, Member[]>();
    for (const property of parts.flatMap((part) => part.getProperties())) {
      const declaration = property.valueDeclaration ?? property.declarations?.[0];
      if (declaration === undefined) continue;
      const member = this.member(property.name, property, declaration);
      if (member.type !== 'undefined' && member.type !== 'never') found.set(member.name, [...(found.get(member.name) ?? []), member]);
    }
    return [...found.values()].map((members) => merged(members, parts.length)).sort((left, right) => order(left) - order(right));
  }

  private members(symbols: readonly ts.Symbol[], at: ts.Node): readonly Member[] {
    return symbols.map((symbol) => this.member(symbol.name, symbol, symbol.valueDeclaration ?? symbol.declarations?.[0] ?? at));
  }

  private member(name: string, symbol: ts.Symbol, at: ts.Node): Member {
    const type = this.checker.getTypeOfSymbolAtLocation(symbol, at);
    const optional = (symbol.flags & ts.SymbolFlags.Optional) !== 0;
    const own = this.doc(symbol);
    // `{ once }` names a function that has the comment.
    const doc = own.text === '' && type.symbol !== undefined && type.getCallSignatures().length > 0 ? this.doc(type.symbol) : own;
    return { name, type: this.typeText(type, at, optional), optional, doc };
  }

  /** As it was written where that is short; `undefined` of an optional property says nothing new. */
  private typeText(type: ts.Type, at: ts.Node, optional: boolean): string {
    const written = (ts.isPropertySignature(at) || ts.isPropertyDeclaration(at)) && at.type !== undefined ? at.type.getText() : undefined;
    const flags =
      ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope | ts.TypeFormatFlags.OmitParameterModifiers;
    const text = written ?? this.checker.typeToString(optional ? this.checker.getNonNullableType(type) : type, at, flags);
    return text.replace(/import\("[^"]*"\)\./g, '').replace(/\s+/g, ' ');
  }

  private doc(symbol: ts.Symbol): Doc {
    const tags = symbol.getJsDocTags(this.checker);
    const of = (name: string) => tags.filter((tag) => tag.name === name).map((tag) => ts.displayPartsToString(tag.text).trim());
    const [value] = of('default');
    const [deprecated] = of('deprecated');
    // `@see https://…` loses its scheme in the parts of a link.
    const see = this.sources(symbol);
    return {
      text: ts.displayPartsToString(symbol.getDocumentationComment(this.checker)).trim(),
      ...(value === undefined ? {} : { default: value.replace(/^- /, '') }),
      see,
      ...(deprecated === undefined ? {} : { deprecated }),
    };
  }

  private sources(symbol: ts.Symbol): readonly string[] {
    const texts = (symbol.declarations ?? []).flatMap((declaration) =>
      ts.getJSDocCommentsAndTags(declaration).map((each) => each.getFullText()),
    );
    return [...new Set(texts.flatMap((text) => [...text.matchAll(/@see (https?:\S+)/g)].map(([, url = '']) => url)))];
  }

  private isOurs(symbol: ts.Symbol): boolean {
    const file = symbol.declarations?.[0]?.getSourceFile().fileName ?? '';
    return !INHERITED.test(file) && relative(this.root, file).startsWith('src');
  }

  private isPublic(symbol: ts.Symbol): boolean {
    const declaration = symbol.declarations?.[0];
    const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
    const internal = symbol.getJsDocTags(this.checker).some((tag) => tag.name === 'internal');
    return (
      declaration !== undefined && !internal && (ts.getCombinedModifierFlags(declaration) & hidden) === 0 && !symbol.name.startsWith('__')
    );
  }
}
