import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf } from '../../docs/.vitepress/anchor';
import type { ConstructApi, Doc, Member, PublicApi } from './public-api';

/** The reference as pages of docs/api, by file name. */
export function apiPages(api: PublicApi, root: string): ReadonlyMap<string, string> {
  const context = { links: linksOf(api), refusals: refusalsOf(root) };
  const constructs = api.constructs.map((construct) => [fileOf(construct.name), constructPage(construct, context)] as const);
  const pages: [string, string][] = [
    ['index.md', indexPage(api)],
    ...constructs.map(([file, text]): [string, string] => [file, text]),
    ['factories.md', factoriesPage(api, context)],
    ['functions.md', functionsPage(api, context)],
    ['types.md', typesPage(api, context)],
  ];
  return new Map(pages);
}

interface Context {
  /** Where a name is described: `MLServiceProps` → `ml-service.md`. */
  readonly links: ReadonlyMap<string, string>;
  /** What a code means, from the tables of the pages. */
  readonly refusals: ReadonlyMap<string, string>;
}

const fileOf = (name: string): string =>
  `${name
    .replace(/^KServe/, 'Kserve')
    .replace(/^KubeRay/, 'Kuberay')
    .replace(/^GitOps/, 'Gitops')
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()}.md`;

function linksOf(api: PublicApi): ReadonlyMap<string, string> {
  return new Map([
    ...api.types.map(({ name }) => [name, `types.md#${anchorOf(name)}`] as const),
    ...api.factories.map(({ name }) => [name, `factories.md#${anchorOf(name)}`] as const),
    ...api.constructs.flatMap(({ name, props }) => [
      [name, fileOf(name)] as const,
      ...(props.length > 0 ? [[`${name}Props`, `${fileOf(name)}#props`] as const] : []),
    ]),
  ]);
}

/** Rows of the manual whose first cell is a list of codes. */
function refusalsOf(root: string): ReadonlyMap<string, string> {
  const meanings = new Map<string, string>();
  for (const file of readdirSync(join(root, 'docs')).filter((each) => each.endsWith('.md') && each !== 'troubleshooting.md')) {
    for (const line of readFileSync(join(root, 'docs', file), 'utf8').split('\n')) {
      const [, cell = '', meaning = ''] = /^\| ((?:`[A-Za-z]*(?:\.[A-Za-z0-9*-]+)+`[^|]*))\| ([^|]*) \|$/.exec(line) ?? [];
      let owner = '';
      for (const [, name = '', rule = ''] of cell.matchAll(/`([A-Za-z]*)((?:\.[A-Za-z0-9-]+)+)`/g)) {
        if (name !== '') owner = name;
        meanings.set(`${owner}${rule}`, meaning.replace(/\]\((?!https?:|#)/g, '](../'));
      }
    }
  }
  return meanings;
}

const HEAD = '<!-- Generated from doc comments: WRITE_DOCS=1 npx jest test/docs/api -->\n';

function indexPage({ constructs, factories, functions, types }: PublicApi): string {
  const first = (text: string) => text.split(/(?<=\.)\s/)[0]?.replace(/\s+/g, ' ') ?? '';
  const rows = constructs.map(({ name, doc }) => `| [${name}](${fileOf(name)}) | ${cell(first(doc.text))} |`);
  return [
    `${HEAD}# API reference`,
    'Every construct and prop, generated from the doc comments of the library.',
    `## Constructs\n\n| construct | is |\n|---|---|\n${rows.join('\n')}`,
    `## Values\n\n- [Factories](factories.md): ${factories.map(({ name }) => `\`${name}\``).join(', ')}\n- [Functions](functions.md): ${functions.map(({ name }) => `\`${name}\``).join(', ')}\n- [Types](types.md): ${types.length} interfaces and unions that props are made of`,
  ]
    .join('\n\n')
    .concat('\n');
}

function constructPage({ name, extends: base, doc, props, members }: ConstructApi, context: Context): string {
  const parts = [
    `${HEAD}# ${name}`,
    docText(doc, name),
    `\`\`\`txt\nnew ${name}(${base === 'App' ? 'props' : 'scope, id, props'}) extends ${base}\n\`\`\``,
  ];
  if (props.length > 0) parts.push('## Props', ...props.map((prop) => propSection(prop, name, context)));
  if (members.length > 0) parts.push('## Members', ...members.map((member) => memberSection(member, context)));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function propSection(prop: Member, owner: string, context: Context): string {
  const code = `${owner}.${prop.name}`;
  const meaning = context.refusals.get(code);
  const facts = [
    `- Type: ${typeText(prop.type, context)}`,
    ...(prop.optional
      ? prop.doc.default === undefined
        ? []
        : [`- Default: ${defaultText(prop.doc.default)}`]
      : [prop.partial === true ? '- Required in the forms of the props that have it' : '- Required']),
    ...(meaning === undefined || meaning === '' ? [] : [`- Refused: ${meaning.replace(/^refused: /, '')} (\`${code}\`)`]),
    ...prop.doc.see.map((url) => `- See <${url}>`),
  ];
  return [`### ${prop.name}`, docText(prop.doc, owner), facts.join('\n')].filter((part) => part !== '').join('\n\n');
}

function memberSection({ name, type, doc }: Member, context: Context): string {
  return [`### ${name}`, docText(doc, ''), `- Type: ${typeText(type, context)}`, ...doc.see.map((url) => `- See <${url}>`)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function factoriesPage({ factories }: PublicApi, context: Context): string {
  const sections = factories.flatMap(({ name, doc, functions }) => [
    `## ${name}`,
    docText(doc, ''),
    ...functions.map((each) => {
      const facts = [
        `- Type: ${typeText(each.type, context)}`,
        ...refusal(`${name}.${each.name}`, context),
        ...each.doc.see.map((url) => `- See <${url}>`),
      ];
      return [`### ${name}.${each.name}`, docText(each.doc, ''), facts.join('\n')].filter((part) => part !== '').join('\n\n');
    }),
  ]);
  return `${[`${HEAD}# Factories`, 'Values that props take are made by these.', ...sections].filter((part) => part !== '').join('\n\n')}\n`;
}

function refusal(code: string, { refusals }: Context): readonly string[] {
  const meaning = refusals.get(code);
  return meaning === undefined || meaning === '' ? [] : [`- Refused: ${meaning} (\`${code}\`)`];
}

function functionsPage({ functions }: PublicApi, context: Context): string {
  const sections = functions.flatMap(({ name, type, doc }) => [
    `## ${name}`,
    docText(doc, ''),
    `- Type: ${typeText(type, context)}`,
    ...doc.see.map((url) => `- See <${url}>`),
  ]);
  return `${[`${HEAD}# Functions and constants`, ...sections].filter((part) => part !== '').join('\n\n')}\n`;
}

function typesPage({ types, constructs }: PublicApi, context: Context): string {
  const shown = new Set(constructs.map(({ name }) => `${name}Props`));
  const sections = types
    .filter(({ name }) => !shown.has(name))
    .flatMap(({ name, doc, text, props }) => [
      `## ${name}`,
      docText(doc, ''),
      ...(text === undefined ? [] : [`- Is: ${typeText(text, context)}`]),
      props
        .map((prop) => `- \`${prop.name}\`${prop.optional ? '' : ' (required)'}: ${typeText(prop.type, context)}${inline(prop.doc)}`)
        .join('\n'),
    ]);
  const rest = constructs.filter(({ props }) => props.length > 0).map(({ name }) => `[${name}Props](${fileOf(name)}#props)`);
  return `${[`${HEAD}# Types`, `Props of constructs: ${rest.join(', ')}.`, ...sections].filter((part) => part !== '').join('\n\n')}\n`;
}

function inline(doc: Doc): string {
  const text = docText({ ...doc, text: doc.text.replace(/\s+/g, ' ') }, '');
  const value = doc.default === undefined ? '' : ` Default: ${defaultText(doc.default)}.`;
  const see = doc.see.map((url) => ` See <${url}>.`).join('');
  return `${text === '' ? '' : `. ${text}`}${value}${see}`;
}

/** A comment of code as text of a page: links to symbols become code. */
function docText({ text, deprecated }: Doc, owner: string): string {
  const plain = text
    .replace(/\{@link ([^}|]+)(?:\|[^}]*)?\}/g, (_, name: string) => `\`${name.trim()}\``)
    .replace(/<Construct>/g, owner === '' ? '<Construct>' : owner)
    .replace(/^(#+) /gm, '\\$1 ');
  return deprecated === undefined ? plain : `**Deprecated**: ${deprecated}\n\n${plain}`;
}

const defaultText = (text: string): string =>
  /^(?:['"[{\d]|true|false|[A-Z]\w*\.\w+\()/.test(text) && !text.includes('\n') && !text.includes('`')
    ? `\`${text}\``
    : text.replace(/\s+/g, ' ');

/** A type in code, with links to the names in it that have a section. */
function typeText(type: string, { links }: Context): string {
  const names = [...new Set(type.match(/\b[A-Z]\w+\b/g) ?? [])].filter((name) => links.has(name));
  const more = names.map((name) => `[${name}](${links.get(name)})`).join(', ');
  return `\`${type}\`${more === '' ? '' : ` (${more})`}`;
}

const cell = (text: string): string => text.replaceAll('|', '\\|');
