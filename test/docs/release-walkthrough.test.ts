import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCli, Project } from '../support/cli';

const PAGE = join(__dirname, '../../docs/release-walkthrough.md');
const BLOCK = /```(\w+)\n([\s\S]*?)```/g;
const PROOF = 'releases/prod.scoring.proof.json';

interface Block {
  readonly language: string;
  readonly text: string;
}

interface Proof {
  readonly routes: readonly {
    readonly requests: readonly { readonly title: string; readonly after: Readonly<Record<string, number>> }[];
  }[];
}

const cli = buildCli();
const page = readFileSync(PAGE, 'utf8');
const blocks = [...page.matchAll(BLOCK)].map(([, language = '', text = '']): Block => ({ language, text }));
const first = (language: string): string => blocks.find((block) => block.language === language)?.text ?? '';

let project: Project;
beforeAll(() => {
  project = new Project({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': first('ts'), 'releases/prod.yaml': first('yaml') });
});
afterAll(() => {
  project.remove();
  cli.remove();
});

/** Runs a command of the page. */
function run(command: string): string {
  const [, ...args] = command.trim().split(' ');
  const { out, err } = project.run(process.execPath, [cli.file, ...args]);
  return `${out}${err}`;
}

const state = (): object => ({ release: project.read('releases/prod.yaml'), dist: project.tree('dist') });

/** One box a step: who is sent where. */
function picture(steps: readonly { readonly title: string; readonly proof: Proof }[]): string {
  const boxes = steps.map(({ title, proof }, number) => {
    const requests = proof.routes.flatMap(({ requests: all }) => all);
    const of = (wanted: string): Readonly<Record<string, number>> => requests.find(({ title: name }) => name === wanted)?.after ?? {};
    const edges = (from: string, shares: Readonly<Record<string, number>>): string[] =>
      Object.entries(shares).map(
        ([key, share]) => `    ${from}${number}([${from}]) -- "${share} %" --> ${colorOf(key)}${number}[${colorOf(key)}]`,
      );
    const lines = [...edges('users', of('without a mark')), ...edges('testers', of('with header x-color: green'))];
    return `  subgraph s${number} ["${title}"]\n    direction LR\n${lines.join('\n')}\n  end\n`;
  });
  return `flowchart TB\n${boxes.join('')}`;
}

function colorOf(key: string): string {
  return /scorer-(blue|green)/.exec(key)?.[1] ?? key;
}

test('every command, diff and picture of the page is what a run gives, and the way back ends where it began', () => {
  project.run(process.execPath, [cli.file, 'render']);
  const titles = page.split('\n').filter((line) => line.startsWith('## '));
  const steps: { title: string; proof: Proof }[] = [];
  const states: object[] = [];
  let output = '';
  let heading = '';
  const rebuilt = page.replace(/^## .*$|```(\w+)\n([\s\S]*?)```/gm, (whole, language: string | undefined, text: string) => {
    if (language === undefined) {
      heading = whole.replace('## ', '');
      return whole;
    }
    if (language === 'sh') {
      output = run(text);
      states.push(state());
      if (output.includes('\nproof: '))
        steps.push({ title: `${heading}: ${text.trim().split(' ').slice(1).join(' ')}`, proof: JSON.parse(project.read(PROOF)) });
      return whole;
    }
    return language === 'diff' || language === 'text' ? `\`\`\`${language}\n${output}\`\`\`` : whole;
  });
  const drawn = rebuilt.replace(/```mermaid\n[\s\S]*?```/, `\`\`\`mermaid\n${picture(steps)}\`\`\``);
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(PAGE, drawn);
  expect(page).toBe(drawn);
  expect(titles).toHaveLength(7);
  expect(states.at(-1)).toEqual(states[0]);
  expect(states[5]).not.toEqual(states[0]);
});
