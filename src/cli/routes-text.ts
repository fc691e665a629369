import pc from 'picocolors';
import { configErrorText } from '../base/config-error';
import type { FoundManifest, TextProblem } from '../manifest/manifest-text';
import type { Shares } from '../routing/interpreters/shares';
import { type RouteFinding, titleOf } from '../routing/table/route-finding';
import type { RoutingRow } from '../routing/table/routing-table';

/** A directory of templates has a problem in every file; nobody reads more than these. */
const MAX_PROBLEMS = 20;

/** Where objects stand. */
export type Places = ReadonlyMap<object, FoundManifest>;

/** The table: one line for requests without a mark, and one for each thing that is special of a place. */
export function routesText(rows: readonly RoutingRow[]): string {
  if (rows.length === 0) return 'no routes: there is no HTTPRoute, Ingress, IngressRoute or VirtualService here\n';
  const lines = [['HOST', 'PATH', 'ROUTER', 'GOES TO'], ...rows.flatMap(rowLines)];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((cells) => (cells[column] ?? '').length)));
  return lines
    .map(
      (cells) =>
        `${cells
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

function rowLines({
  host,
  path,
  pathType,
  router,
  entrance,
  shares,
  previews,
  copies,
  sticky,
}: RoutingRow): readonly (readonly string[])[] {
  const place = `${path}${pathType === 'Exact' ? ' (exactly)' : pathType === 'Pattern' ? ' (a pattern)' : ''}`;
  const more = (what: string, goes: string): readonly string[] => ['', '', `  ${what}`, goes];
  return [
    [host || '(every host)', place, `${router} ${entrance}`.trim(), shares === undefined ? '(patterns are not tried)' : shareText(shares)],
    ...previews.map((preview) => more(preview.mark, shareText(preview.shares))),
    ...(Object.keys(copies).length === 0 ? [] : [more('copies', shareText(copies))]),
    ...(sticky === undefined ? [] : [more('sticky', `cookie ${sticky}`)]),
  ];
}

/** Shares as people read them: `team-a/blue:80 90 %, team-a/green:80 10 %`. */
export function shareText(shares: Shares): string {
  if (Object.keys(shares).length === 0) return 'nobody';
  return Object.entries(shares)
    .map(([key, share]) => `${key} ${Math.round(share * 100) / 100} %`)
    .join(', ');
}

/** Files that could not be read, the first ones in full. */
export function problemText(problems: readonly TextProblem[]): string {
  const lines = problems
    .slice(0, MAX_PROBLEMS)
    .map(({ file, line, what }) => `${pc.red('error')}  ${file}:${line}: ${what.split('\n')[0]}\n`);
  const rest = problems.length - lines.length;
  return lines.join('') + (rest > 0 ? `${pc.red('error')}  and ${rest} more\n` : '');
}

export function trapText(traps: readonly RouteFinding[], places: Places): string {
  return traps
    .map(
      ({ code, object, what, fix }) =>
        `${pc.yellow('warning')}  ${configErrorText(code, { where: whereOf(object, places), what: `${titleOf(object)}: ${what}`, fix })}\n`,
    )
    .join('');
}

/** File and line of an object. */
export function whereOf(object: object, places: Places): string {
  const { file = '', line = 0 } = places.get(object) ?? {};
  return `${file}:${line}`;
}
