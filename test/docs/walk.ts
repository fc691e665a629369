import { spawnSync } from 'node:child_process';
import type { Project } from '../support/cli';
import type { Page } from './markdown';

/** Lines of a page's shell blocks that set the stage for a person and change nothing here. */
const STAGE =
  /^(?:npm (?:init|install|ci|test|run)|npx (?:jest|cdk8s|projen|tsc)|FUZZ_RUNS=|WRITE_DOCS=|git|mkdir|cd|kubectl|flux|argocd|kustomize|gh|#)(?:[ 0-9]|$)/;

export interface Step {
  /** The heading above the command. */
  readonly heading: string;
  readonly command: string;
  readonly code: number | null;
  readonly output: string;
}

export interface Walk {
  /** The page as the run gives it: outputs, diffs and rendered files in the place of those that are there. */
  readonly text: string;
  readonly steps: readonly Step[];
}

/**
 * Does what a page tells its reader, in order: writes the files that it names in bold, runs its `cdk8s-mlops` commands, and puts what they print
 * into the `text` and `diff` blocks below them, and what they render into the blocks called `dist/…`.
 */
export function walk(page: Page, project: Project, cli: string, after: (step: Step) => void = () => undefined): Walk {
  const steps: Step[] = [];
  let heading = '';
  const text = page.text.replace(
    /^## (.*)$|^(\*\*`([^`\n]+)`\*\*.*\n\n)?```(\w+)\n([\s\S]*?)```$/gm,
    (whole, title: string | undefined, head: string | undefined, file: string | undefined, language: string, code: string) => {
      if (title !== undefined) {
        heading = title;
        return whole;
      }
      if (file?.startsWith('dist/')) return `${head}\`\`\`${language}\n${project.read(file)}\`\`\``;
      if (file !== undefined) project.write(file, code);
      if (file !== undefined || !['sh', 'diff', 'text'].includes(language)) return whole;
      if (language !== 'sh') return `\`\`\`${language}\n${steps.at(-1)?.output ?? 'nothing was run'}\`\`\``;
      for (const command of commandsOf(code)) {
        const step = { heading, command, ...run(project, cli, command) };
        steps.push(step);
        after(step);
      }
      return whole;
    },
  );
  return { text, steps };
}

/** The commands of a shell block that this library has; anything else must be known to change nothing here. */
export function commandsOf(code: string): readonly string[] {
  const lines = code.replace(/\\\n\s*/g, ' ').split('\n');
  return lines.flatMap((line) => {
    const command = /^(?:npx )?cdk8s-mlops(?: (.*?))?(?:\s+#.*)?$/.exec(line.trim())?.[1];
    if (command !== undefined) return [command];
    if (line.trim() !== '' && !STAGE.test(line.trim())) throw new Error(`a shell block runs "${line}"`);
    return [];
  });
}

function run(project: Project, cli: string, command: string): { readonly code: number | null; readonly output: string } {
  const { CDK8S_OUTDIR: _, ...inherited } = process.env;
  const result = spawnSync(process.execPath, [cli, ...command.split(' ')], {
    cwd: project.folder,
    encoding: 'utf8',
    env: { ...inherited, NO_COLOR: '1' },
  });
  return { code: result.status, output: `${result.stdout}${result.stderr}` };
}
