import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { Command } from 'commander';
import { anchorOf } from '../../docs/.vitepress/anchor';
import { pages, ROOT } from './markdown';
import { commandsOf } from './walk';

const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const generated = existsSync(join(ROOT, 'docs/api')) ? readdirSync(join(ROOT, 'docs/api')).map((file) => `docs/api/${file}`) : [];
const all = [...pages().map(({ path }) => path), ...generated, 'CHANGELOG.md'];

/** What npm publishes: a link from there must not lead out of it. */
const PUBLISHED = /^(?:docs\/.*\.md|README\.md|CHANGELOG\.md|LICENSE)$/;

/** A page without its code, where brackets are no links. */
const prose = (text: string): string =>
  text
    .replace(/^ *```[\s\S]*?^ *```$/gm, '')
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));

function anchors(path: string): readonly string[] {
  const headings = [
    ...read(path)
      .replace(/^ *```[\s\S]*?^ *```$/gm, '')
      .matchAll(/^#{1,6} (.*)$/gm),
  ].map(([, heading = '']) => anchorOf(heading));
  return headings.map((anchor, i) => {
    const before = headings.slice(0, i).filter((other) => other === anchor).length;
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function deadLinks(path: string): readonly string[] {
  return [...prose(read(path)).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = '']) => {
    if (/^https?:/.test(target)) return [];
    const [file = '', anchor] = target.split('#');
    const wanted = file === '' ? path : normalize(join(dirname(path), file));
    if (!existsSync(join(ROOT, wanted))) return [`${target}: no such file`];
    if (PUBLISHED.test(path) && !PUBLISHED.test(wanted) && wanted !== 'docs/api/') return [`${target}: not in the package`];
    if (anchor !== undefined && !anchors(wanted).includes(anchor)) return [`${target}: no such heading`];
    return [];
  });
}

test.each(all)('%s has no dead link', (path) => {
  expect(deadLinks(path)).toEqual([]);
});

test('docs/index.md links every page', () => {
  const linked = [...read('docs/index.md').matchAll(/\]\(([^)#]+\.md)/g)].map(([, file]) => `docs/${file}`);
  const wanted = all.filter((path) => path.startsWith('docs/') && path !== 'docs/index.md' && !path.startsWith('docs/api/'));
  expect(wanted.filter((path) => !linked.includes(path))).toEqual([]);
});

describe('shell blocks', () => {
  const { scripts } = JSON.parse(read('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
  const program = new Command('cdk8s-mlops');
  beforeAll(async () => {
    const verbs = [...read('src/cli/main.ts').matchAll(/await import\('\.\/([\w-]+)'\)\)\.(\w+)\(\)/g)];
    expect(verbs.length).toBeGreaterThan(8);
    for (const [, file = '', factory = ''] of verbs) {
      const module = (await import(`../../src/cli/${file}`)) as Record<string, () => Command>;
      program.addCommand(module[factory]?.() ?? new Command());
    }
  });

  const blocks = pages().flatMap(({ path, blocks: own }) =>
    own.filter(({ language }) => language === 'sh').map((block) => [`${path}:${block.line}`, block.text] as const),
  );

  test.each(blocks)('%s: every command exists, with its options and arguments', (_, text) => {
    for (const line of text.matchAll(/npm run (?:-s )?([\w:]+)/g)) expect(Object.keys(scripts)).toContain(line[1]);
    for (const command of commandsOf(text)) expect(mistakes(command)).toEqual([]);
  });

  /** What the command line would refuse. */
  function mistakes(text: string): readonly string[] {
    const words = text.split(' ').filter((word) => word !== '' && word !== '|');
    let command = program;
    for (let next = find(command, words[0]); next !== undefined; next = find(command, words[0])) {
      command = next;
      words.shift();
    }
    if (command === program) return [`no command "${words[0]}"`];
    const { operands, unknown } = command.parseOptions(words);
    const known = command.registeredArguments.some(({ variadic }) => variadic)
      ? Number.POSITIVE_INFINITY
      : command.registeredArguments.length;
    return [...unknown.map((word) => `no option ${word}`), ...operands.slice(known).map((word) => `no argument ${word}`)];
  }

  const find = (command: Command, name = ''): Command | undefined => command.commands.find((one) => one.name() === name);
});
