import { Chart } from 'cdk8s';
import { BlueGreenRoute } from '../routing/blue-green-route';
import type { Delivery } from './delivery';

/**
 * Routes whose colors stand in the same chart, where Flux applies everything at once: a color that never gets ready could go live.
 *
 * Argo CD applies the route a wave later, and a chart of its own is applied once the chart of the colors is ready.
 */
export function unorderedRoutes({ tool, chart }: Delivery): readonly BlueGreenRoute[] {
  if (tool !== 'Flux') return [];
  return chart.node
    .findAll()
    .filter((construct): construct is BlueGreenRoute => BlueGreenRoute.is(construct))
    .filter((route) => route.node.dependencies.some((color) => color !== route && Chart.of(color) === chart));
}
