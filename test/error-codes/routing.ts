import { Duration } from 'cdk8s';
import type { Case } from './case';

/** One change of sound props for each documented code. */
export const ROUTING: readonly Case[] = [
  ['BlueGreenRoute.annotations', 'BlueGreenRoute', 'annotations', { a: -1 }],
  ['BlueGreenRoute.blue', 'BlueGreenRoute', 'blue', { name: '', port: -1 }],
  ['BlueGreenRoute.green', 'BlueGreenRoute', 'green.port', 0],
  ['BlueGreenRoute.hostname', 'BlueGreenRoute', 'hostname', ''],
  ['BlueGreenRoute.inactive', 'BlueGreenRoute by haproxy-ingress', 'inactive.replicas', 0],
  ['BlueGreenRoute.live', 'BlueGreenRoute', 'live', ''],
  ['BlueGreenRoute.name', 'BlueGreenRoute', 'name', ''],
  ['BlueGreenRoute.path', 'BlueGreenRoute', 'path', ''],
  ['BlueGreenRoute.preview', 'BlueGreenRoute', 'preview.name', ''],
  ['BlueGreenRoute.release', 'BlueGreenRoute', 'release', { live: '' }],
  ['BlueGreenRoute.sticky', 'BlueGreenRoute by nginx', 'sticky.name', ''],
  ['BlueGreenRoute.timeouts', 'InferencePool', 'route.timeouts.request', Duration.millis(0)],
  ['BlueGreenRoute.traffic', 'BlueGreenRoute by Istio', 'traffic.to', 'blue'],
  ['BlueGreenRoute.via', 'BlueGreenRoute', 'via', undefined],
  ['InferencePool.endpointPicker', 'InferencePool', 'endpointPicker.port', 0],
  ['InferencePool.name', 'InferencePool', 'name', ''],
  ['InferencePool.route', 'InferencePool', 'route.path', ''],
  ['InferencePool.service', 'InferencePool', 'service', undefined],
];
