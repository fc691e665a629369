import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { RenderedCharts } from './rendered-charts';

/** What is used of the context that jest 29 and 30 give a matcher. Jest itself is not loaded. */
interface MatcherContext {
  readonly isNot?: boolean;
  readonly testPath?: string;
  readonly utils: { readonly diff: (left: string, right: string, options: object) => string | null };
  /** Tells what `--ci` and `--updateSnapshot` ask for, and counts for the summary. */
  readonly snapshotState?: {
    readonly _updateSnapshot: 'all' | 'new' | 'none';
    added: number;
    matched: number;
    updated: number;
    unmatched: number;
  };
}

export interface MatcherResult {
  /** Whether the chart is as pinned. */
  readonly pass: boolean;
  /** What differs, for people. */
  readonly message: () => string;
}

/**
 * A matcher for jest: pins the YAML of one chart in a file beside the test, `__charts__/prod.scoring.yaml`, that a reviewer reads as YAML.
 *
 * The file is written when it is not there and with `jest -u`; with `jest --ci` it is only compared.
 *
 * ```ts
 * expect.extend({ toMatchChart });
 * expect(renderApp(app)).toMatchChart('prod/scoring');
 * ```
 *
 * @param chart The directory of the chart.
 * @param name Name of the file without `.yaml`, for a second state of the same chart. @default - the directory, with "." for "/"
 */
export function toMatchChart(
  this: MatcherContext,
  rendered: RenderedCharts,
  chart: string,
  name = chart.replaceAll('/', '.'),
): MatcherResult {
  const { testPath, snapshotState: state, isNot } = this;
  if (testPath === undefined || state === undefined || isNot) throw new Error('toMatchChart works in a test of jest, and without `.not`');
  const file = join(dirname(testPath), '__charts__', `${name}.yaml`);
  const text = chartText(rendered.files(chart));
  const pinned = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const shown = relative(process.cwd(), file);
  if (pinned === text) {
    state.matched += 1;
    return { pass: true, message: () => `${shown} is what the chart renders to` };
  }
  if (state._updateSnapshot === 'all' || (state._updateSnapshot === 'new' && pinned === undefined)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    if (pinned === undefined) state.added += 1;
    else state.updated += 1;
    return { pass: true, message: () => `${shown} was written` };
  }
  state.unmatched += 1;
  if (pinned === undefined)
    return { pass: false, message: () => `${shown} does not exist, and --ci writes none: run jest without --ci, and commit it` };
  const difference = this.utils.diff(pinned, text, {
    aAnnotation: shown,
    bAnnotation: `the chart ${chart} now`,
    expand: false,
    contextLines: 3,
  });
  return { pass: false, message: () => `${chart} does not render to ${shown}: run jest -u if that is wanted\n\n${difference}` };
}

/** The files of a chart as one YAML stream, each below its name. */
function chartText(files: Readonly<Record<string, string>>): string {
  return Object.entries(files)
    .map(([name, text]) => `# ${name}\n${text}`)
    .join('---\n');
}

declare global {
  namespace jest {
    // biome-ignore lint/complexity/noBannedTypes: the parameters must be those of @types/jest, which merges with this.
    interface Matchers<R, T = {}> {
      /** Pins the YAML of one chart in `__charts__/<chart>.yaml` beside the test; needs `expect.extend({ toMatchChart })`. */
      toMatchChart(chart: string, name?: string): R;
    }
  }
}
