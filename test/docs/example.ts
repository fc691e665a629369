import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as ts from 'typescript';
import * as check from '../../src/check';
import * as library from '../../src/index';
import { applyOrder } from '../../src/manifest/apply-order';
import { renderApp } from '../../src/render/render-app';
import * as testing from '../../src/testing';
import { type Block, directive, type Page, ROOT } from './markdown';

/** One TypeScript block of a page as a module. */
export interface Example {
  readonly page: Page;
  readonly block: Block;
  /** The module: imports, the setup of the page, the block. */
  readonly source: string;
  /** The same without the block, where the block is a part of a construct's props: what it is compared with. */
  readonly base?: string;
}

const RELEASE_FILE = join(__dirname, 'releases/prod.yaml');

/**
 * What every example may use without saying so. `chart` is in the namespace `team-a`.
 *
 * A page adds to it with `<!-- setup … -->`, which counts until the next one
 * (`<!-- setup: the block above -->` takes the code before it). A block that starts with a prop stands in the place of `…` in
 * the last `<!-- in: new BatchJob(chart, 'x', { ...base, … }) -->`.
 */
const PRELUDE = `
  const app = new GitOpsApp({ outdir: 'dist' });
  const chart = new Chart(app, 'test', { namespace: 'team-a' });
  const release = new Release(${JSON.stringify(RELEASE_FILE)});
`;
const ENVIRONMENT = `const environment = new Environment(app, 'prod', { releaseFile: ${JSON.stringify(RELEASE_FILE)} });\n`;

/** Names that only types have: a module cannot be asked for them. */
const TYPES = { cdk8s: ['ApiObjectMetadata', 'IResolver', 'ResolutionContext'], constructs: ['Construct', 'IConstruct'] };

export function examplesOf(page: Page, types: readonly string[]): readonly Example[] {
  let setup = '';
  let around = '';
  return page.blocks.flatMap((block) => {
    setup = setupOf(page, block) ?? setup;
    if (block.language !== 'ts') return [];
    if (block.file !== undefined) return [{ page, block, source: block.text }];
    around = directive(block, 'in') ?? around;
    if (!/^\w+[:,]/.test(block.text)) return [{ page, block, source: moduleOf(setup, block.text, types) }];
    const fill = (text: string) =>
      moduleOf(
        setup,
        around.replace('…', () => `\n${text}\n`),
        types,
      );
    return [{ page, block, source: fill(block.text), base: fill('') }];
  });
}

function setupOf(page: Page, block: Block): string | undefined {
  const text = directive(block, 'setup');
  if (text !== 'the block above') return text;
  return page.blocks
    .slice(0, page.blocks.indexOf(block))
    .reverse()
    .find(({ language }) => language === 'ts')?.text;
}

function moduleOf(setup: string, code: string, types: readonly string[]): string {
  const imports = [...code.matchAll(/^import [^;]*?;\n/gm)].map(([line]) => line);
  const body = imports.reduce((text, line) => text.replace(line, ''), code).replace(/^export (?=const|function|class|interface)/gm, '');
  const prelude = /\benvironment\b/.test(`${setup}${body}`) ? `${PRELUDE}${ENVIRONMENT}` : PRELUDE;
  const all = `${prelude}${setup}${body}`;
  const imported = new Set(imports.flatMap((line) => [...line.matchAll(/\w+/g)].map(([name]) => name)));
  const used = (names: readonly string[]) =>
    names.filter((name) => !imported.has(name) && new RegExp(`\\b${name}\\b`).test(all)).join(', ');
  const own = [...new Set([...Object.keys(library), ...types])];
  return [
    ...imports,
    `import { ${used([...new Set([...Object.keys(cdk8s), ...TYPES.cdk8s])].filter((name) => !own.includes(name)))} } from 'cdk8s';\n`,
    `import { ${used(own)} } from 'cdk8s-mlops';\n`,
    `import { ${used([...Object.keys(check), ...publicTypes('check')])} } from 'cdk8s-mlops/check';\n`,
    `import { ${used(TYPES.constructs)} } from 'constructs';\n`,
    `export function example(): GitOpsApp {${prelude}{\n${setup}\n{\n${body}\n}}\nreturn app;\n}\n`,
  ].join('');
}

/** Exported names of the library that are types. */
export function publicTypes(entry = 'index'): readonly string[] {
  const source = ts.createSourceFile('entry.ts', ts.sys.readFile(join(ROOT, `src/${entry}.ts`)) ?? '', ts.ScriptTarget.ES2022);
  return source.statements.flatMap((statement) =>
    ts.isExportDeclaration(statement) && statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause)
      ? statement.exportClause.elements.filter((each) => statement.isTypeOnly || each.isTypeOnly).map((each) => each.name.text)
      : [],
  );
}

/** The compiler's errors in each example, as `docs/app.md:12: …`. */
export function compilerErrors(examples: readonly Example[]): readonly string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'tsconfig.dev.json'),
    { noEmit: true, noUnusedLocals: false, noUnusedParameters: false },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined },
  );
  if (config === undefined) throw new Error('tsconfig.dev.json cannot be read');
  const files = new Map(examples.map((example, i) => [join(ROOT, 'test/docs', `example-${i}.ts`), example]));
  const host = ts.createCompilerHost(config.options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => files.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const example = files.get(file);
    return example === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, example.source, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram([...files.keys()], config.options, host);
  return [...files].flatMap(([file, { page, block }]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ messageText, start = 0 }) => {
      const code = source?.text.split('\n')[source.getLineAndCharacterOfPosition(start).line]?.trim();
      return `${page.path}:${block.line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')} at: ${code}`;
    });
  });
}

/** The YAML documents of an example in apply order. */
export function documentsOf(source: string): readonly string[] {
  const { outputText } = ts.transpileModule(source.replace(/^\s*app\.synth\(\);$/m, ''), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const loaded: Record<string, unknown> = { 'cdk8s-mlops': library, 'cdk8s-mlops/check': check, 'cdk8s-mlops/testing': testing, cdk8s };
  const exported: { example?: () => cdk8s.App } = {};
  new Function('require', 'exports', outputText)((name: string) => loaded[name] ?? require(name), exported);
  const app = exported.example?.();
  if (app === undefined) throw new Error('the example makes no app');
  const { charts, tree } = renderApp(app);
  const order = applyOrder([...charts.values()].flat().map(({ manifest }) => manifest));
  const nameOf = (text: string) => `${/^kind: (.*)$/m.exec(text)?.[1]} ${/^ {2}name: (.*)$/m.exec(text)?.[1]}`;
  const position = new Map(order.map((manifest, i) => [`${manifest.kind} ${(manifest.metadata as { name: string }).name}`, i]));
  const texts = [...tree.values()].flatMap((files) => [...files].filter(([name]) => name !== 'kustomization.yaml').map(([, text]) => text));
  return texts
    .filter((text) => /^kind: /m.test(text))
    .sort((left, right) => (position.get(nameOf(left)) ?? 0) - (position.get(nameOf(right)) ?? 0));
}
