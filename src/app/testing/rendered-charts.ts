import { ConfigError } from '../../base/config-error';
import type { Finding } from '../../base/finding';
import type { ReleaseFile } from '../../environment/release-file';
import { useReleaseTexts } from '../../environment/release-texts';
import type { Manifest } from '../../manifest/manifest';
import type { Rendered } from '../../render/render-app';
import type { GitOpsApp } from '../gitops-app';

/** An app, or the function that makes it. Release files in memory need the function: an app reads them while it is made. */
export type AppUnderTest = GitOpsApp | (() => GitOpsApp);

export interface RenderAppOptions {
  /**
   * Release files in memory, by path: as YAML text, or as data.
   *
   * @default - release files are read from disk
   */
  readonly releases?: Readonly<Record<string, string | Partial<ReleaseFile>>>;
}

/** What an app renders to, chart by chart. */
export class RenderedCharts {
  /** The directory of each chart, sorted: `prod/scoring`. */
  readonly charts: readonly string[];
  /** Warnings of constructs. */
  readonly warnings: readonly Finding[];

  constructor(private readonly rendered: Rendered) {
    this.charts = [...rendered.tree.keys()];
    this.warnings = rendered.warnings;
  }

  /** The files of a chart by name, as `render` writes them. Refused: a directory that no chart has (`testing.chart`). */
  files(chart: string): Readonly<Record<string, string>> {
    return Object.fromEntries(this.known(chart, this.rendered.tree.get(chart)));
  }

  /** The objects of a chart. */
  objects(chart: string): readonly Manifest[] {
    return this.known(chart, this.rendered.charts.get(chart)).map(({ manifest }) => manifest);
  }

  private known<Value>(chart: string, value: Value | undefined): Value {
    if (value !== undefined) return value;
    const fix = this.charts.length === 0 ? 'add a Chart to the app' : `use one of ${this.charts.join(', ')}`;
    throw new ConfigError('testing.chart', { where: JSON.stringify(chart), what: 'no chart renders to this directory', fix });
  }
}

/** Renders an app in memory: nothing is written. Throws what `render` refuses. */
export function renderApp(app: AppUnderTest, options: RenderAppOptions = {}): RenderedCharts {
  return withApp(app, options, (made) => new RenderedCharts(made.render()));
}

/** Makes an app and does something with it while its release files are in memory. */
export function withApp<Result>(app: AppUnderTest, { releases = {} }: RenderAppOptions, act: (app: GitOpsApp) => Result): Result {
  const texts = Object.entries(releases).map(([path, file]) => [path, typeof file === 'string' ? file : JSON.stringify(file)] as const);
  const end = useReleaseTexts(new Map(texts));
  try {
    return act(typeof app === 'function' ? app() : app);
  } finally {
    end();
  }
}
