import type { Finding } from '../base/finding';
import { type RouteFinding, titleOf } from '../routing/table/route-finding';
import type { RoutingRow } from '../routing/table/routing-table';
import { findingData } from './report/report-findings';
import { type Positions, whereOf } from './routes-text';

/** The same for machines: nothing is cut, and objects are named with their place. */
export function routesData(
  rows: readonly RoutingRow[],
  traps: readonly RouteFinding[],
  findings: readonly Finding[],
  positions: Positions,
): object {
  return {
    command: 'routes',
    ok: findings.length === 0,
    routes: rows.map(({ objects, ...row }) => ({
      ...row,
      objects: objects.map((object) => ({ object: titleOf(object), where: whereOf(object, positions) })),
    })),
    warnings: traps.map(({ object, ...trap }) => ({ ...trap, object: titleOf(object), where: whereOf(object, positions) })),
    problems: findings.map((finding) => findingData(finding)),
  };
}
