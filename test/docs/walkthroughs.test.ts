import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCli, Project } from '../support/cli';
import { page, pages, ROOT } from './markdown';
import { type Step, walk } from './walk';

const RELEASE = 'docs/release-walkthrough.md';
const PROOF = 'releases/prod.scoring.proof.json';

interface Proof {
  readonly routes: readonly {
    readonly requests: readonly { readonly title: string; readonly after: Readonly<Record<string, number>> }[];
  }[];
}

const cli = buildCli();
const projects: Project[] = [];
afterAll(() => {
  cli.remove();
  for (const project of projects) project.remove();
});

function freshProject(): Project {
  const project = new Project();
  projects.push(project);
  return project;
}

const walked = pages().filter(({ path, blocks }) => path !== RELEASE && blocks.some(({ file }) => file !== undefined));

test('README and the quick start are walked', () => {
  expect(walked.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md']));
});

test.each(walked.map((one) => [one.path, one] as const))('%s: its files, commands and output are what a run gives', (path, one) => {
  const { text, steps } = walk(one, freshProject(), cli.file);
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(join(ROOT, path), text);
  expect(one.text).toBe(text);
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.filter(({ code }) => code !== 0 && code !== 1)).toEqual([]);
});

/** One box a step: which share of whose requests goes where. */
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

test('the release walkthrough: every command, diff and picture is what a run gives, and the way back ends where it began', () => {
  const one = page(RELEASE);
  const project = freshProject();
  const proofs: { title: string; proof: Proof }[] = [];
  const states: object[] = [];
  const note = ({ heading, command, output }: Step): void => {
    if (!command.startsWith('render')) states.push({ release: project.read('releases/prod.yaml'), dist: project.tree('dist') });
    if (output.includes('\nproof: ')) proofs.push({ title: `${heading}: ${command}`, proof: JSON.parse(project.read(PROOF)) });
  };
  const { text } = walk(one, project, cli.file, note);
  const drawn = text.replace(/```mermaid\n[\s\S]*?```/, `\`\`\`mermaid\n${picture(proofs)}\`\`\``);
  if (process.env.WRITE_DOCS !== undefined) writeFileSync(join(ROOT, RELEASE), drawn);
  expect(one.text).toBe(drawn);
  expect(one.text.match(/^## /gm)).toHaveLength(7);
  expect(states).toHaveLength(9);
  expect(states.at(-1)).toEqual(states[0]);
  expect(states[5]).not.toEqual(states[0]);
});
