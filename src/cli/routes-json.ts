import type { TextProblem } from '../manifest/manifest-text';
import { type RouteFinding, titleOf } from '../routing/table/route-finding';
import type { RoutingRow } from '../routing/table/routing-table';
import { type Places, whereOf } from './routes-text';

/** The same for machines: nothing is cut, and objects are named with their place. */
export function routesData(
  rows: readonly RoutingRow[],
  traps: readonly RouteFinding[],
  problems: readonly TextProblem[],
  places: Places,
): object {
  return {
    command: 'routes',
    ok: problems.length === 0,
    routes: rows.map(({ objects, ...row }) => ({
      ...row,
      objects: objects.map((object) => ({ object: titleOf(object), where: whereOf(object, places) })),
    })),
    warnings: traps.map(({ object, ...trap }) => ({ ...trap, object: titleOf(object), where: whereOf(object, places) })),
    problems,
  };
}
