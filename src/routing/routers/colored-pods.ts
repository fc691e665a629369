import type { Service } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkLabels } from '../../kube/kube-object';
import type { Backend, ResolvedRoute } from '../route/resolved-route';
import type { RouteObject } from './router';

/** The pods of both colors, for routers that need a Service of the route's own over them. */
export interface ColoredPods {
  /** Labels that the pods of both colors have, and no others: `{ 'app.kubernetes.io/name': 'scorer' }`. */
  readonly selector: Readonly<Record<string, string>>;
  /**
   * The label that is `blue` on the pods of one color and `green` on those of the other.
   *
   * Refused: names with a prefix such as `app.kubernetes.io/version`, which haproxy-ingress does not read in a header's rule.
   *
   * @default 'color'
   */
  readonly colorLabel?: string;
  /** The container port that answers, by name or number. */
  readonly port: string | number;
}

/** The port of the route's own Service. Users never see it. */
const PORT = 80;

/** A Service of the route's own, and how an Ingress names it. */
export interface PodsService {
  readonly manifest: RouteObject['manifest'];
  readonly backend: Backend;
}

/** A Service over pods. */
export function podsService(
  { labels }: Pick<ResolvedRoute, 'labels'>,
  name: string,
  selector: Readonly<Record<string, string>>,
  targetPort: string | number,
  annotations?: Readonly<Record<string, string>>,
): PodsService {
  const manifest: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { ...labels }, ...(annotations === undefined ? {} : { annotations: { ...annotations } }) },
    spec: { type: 'ClusterIP', selector: { ...selector }, ports: [{ name: 'http', port: PORT, targetPort, protocol: 'TCP' }] },
  };
  return { manifest: manifest as unknown as RouteObject['manifest'], backend: { name, port: PORT } };
}

/** Refuses a name that would give the route's own Service the name of a color's. */
export function refuseSameService(where: string, { backends }: ResolvedRoute, name: string): void {
  if (![backends.blue.name, backends.green.name].includes(name)) return;
  const what = `the route makes a Service of its own called "${name}", and that is the name of a color's`;
  throw new ConfigError('BlueGreenRoute.name', { where, what, fix: "give the route another name: name: '<route>'" });
}

/** Reads them from typed or plain code (`BlueGreenRoute.via`). */
export function resolveColoredPods(where: string, pods: ColoredPods | undefined): Required<ColoredPods> {
  const { selector, colorLabel = 'color', port } = (pods ?? {}) as Partial<ColoredPods>;
  const refuse = (what: string): never => {
    const fix = `write it like pods: { selector: { 'app.kubernetes.io/name': 'scorer' }, colorLabel: 'color', port: 'http' }`;
    throw new ConfigError('BlueGreenRoute.via', { where, what, fix });
  };
  if (typeof selector !== 'object' || selector === null || Object.keys(selector).length === 0)
    return refuse('pods.selector selects nothing');
  if (Object.hasOwn(selector, colorLabel)) refuse(`pods.selector has the label ${colorLabel}, so it cannot select both colors`);
  checkLabels('BlueGreenRoute.via', where, selector);
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(colorLabel)) refuse(`pods.colorLabel is ${JSON.stringify(colorLabel)}`);
  if (port === undefined || !isPort(port)) return refuse(`pods.port is ${JSON.stringify(port)}`);
  return { selector, colorLabel, port };
}

/** @see https://kubernetes.io/docs/reference/kubernetes-api/service-resources/service-v1/ */
function isPort(port: unknown): boolean {
  if (typeof port === 'number') return Number.isInteger(port) && port >= 1 && port <= 65535;
  return typeof port === 'string' && /^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(port) && /[a-z]/.test(port);
}
