import pc from 'picocolors';
import { type Finding, findingText, foldFindings } from '../base/finding';
import type { FoundManifest } from '../manifest/manifest-text';
import type { Shares } from '../routing/interpreters/shares';
import { type RouteFinding, titleOf } from '../routing/table/route-finding';
import type { RoutingRow } from '../routing/table/routing-table';

/** The files of objects. */
export type Positions = ReadonlyMap<object, FoundManifest>;

/** The table: one line for regular requests of a host and path, then one for each preview, copy and cookie. */
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
  const place = `${path}${pathType === 'Exact' ? ' (exact)' : pathType === 'Pattern' ? ' (pattern)' : ''}`;
  const more = (what: string, goes: string): readonly string[] => ['', '', `  ${what}`, goes];
  return [
    [
      host || '(every host)',
      place,
      `${router} ${entrance}`.trim(),
      shares === undefined ? '(patterns are not evaluated)' : shareText(shares),
    ],
    ...previews.map((preview) => more(preview.mark, shareText(preview.shares))),
    ...(Object.keys(copies).length === 0 ? [] : [more('copies', shareText(copies))]),
    ...(sticky === undefined ? [] : [more('sticky', `cookie ${sticky}`)]),
  ];
}

/** Shares as people read them: `team-a/blue:80 90 %, team-a/green:80 10 %`. */
export function shareText(shares: Shares): string {
  if (Object.keys(shares).length === 0) return 'none';
  return Object.entries(shares)
    .map(([key, share]) => `${key} ${Math.round(share * 100) / 100} %`)
    .join(', ');
}

/** Files that cannot be read, and what in the routes does not work as it looks. */
export function routeFindingsText(findings: readonly Finding[]): string {
  const { shown, more } = foldFindings(findings);
  const rest = more === undefined ? '' : `${more}; --json lists all\n`;
  return shown.map((finding) => `${markOf(finding)}  ${findingText(finding)}\n`).join('') + rest;
}

function markOf({ severity }: Finding): string {
  return severity === 'error' ? pc.red('error') : pc.yellow('warning');
}

/** A trap as a finding, at the object that shows it. */
export function trapFinding({ code, object, what, fix }: RouteFinding, positions: Positions): Finding {
  const where = titleOf(object);
  const { file, line = 0 } = positions.get(object) ?? {};
  const subject = { manifest: { ...object } as Readonly<Record<string, unknown>>, file, positionOf: () => ({ line, column: 1 }) };
  return { code, severity: 'warning', where: whereOf(object, positions), what: `${where}: ${what}`, fix, subject };
}

/** File and line of an object. */
export function whereOf(object: object, positions: Positions): string {
  const { file = '', line = 0 } = positions.get(object) ?? {};
  return `${file}:${line}`;
}
