import type { IngressSpec, Service } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkLabels } from '../kube/kube-object';
import { COLOURS } from './colours';
import { ingressObject, previewIngress } from './ingress-object';
import { checkedIngressOptions, type IngressOptions, refuseOwnedAnnotations } from './ingress-options';
import { haproxyIngressShares } from './interpreter/haproxy-ingress';
import type { RouteObject, Router } from './router';
import type { RoutingSpec } from './routing-spec';

/** The pods of both colours, which this one controller tells apart by a label and not by Services. */
export interface ColouredPods {
  /** Labels that the pods of both colours have, and no others: `{ 'app.kubernetes.io/name': 'scorer' }`. */
  readonly selector: Readonly<Record<string, string>>;
  /**
   * The label that is `blue` on the pods of one colour and `green` on those of the other.
   *
   * Refused: names with a prefix such as `app.kubernetes.io/version`, which the controller does not read in a header's rule.
   *
   * @default 'colour'
   */
  readonly colourLabel?: string;
  /** The container port that answers, by name or number. */
  readonly port: string | number;
}

export interface HaproxyIngressOptions extends IngressOptions {
  /** The pods behind the route's own Service. */
  readonly pods: ColouredPods;
}

/** haproxy-ingress (jcmoraisjr): one Service over the pods of both colours, and one annotation with their shares, which is all that a switch changes. */
export type HaproxyIngressRouter = Router<'header' | 'host', 'request', 'all' | 'split', never>;

const PREFIX = 'haproxy-ingress.github.io';

/** The port of the route's own Service. Users never see it. */
const PORT = 80;

/** @see https://haproxy-ingress.github.io/docs/configuration/keys/#blue-green */
export function haproxyIngress(options: HaproxyIngressOptions): HaproxyIngressRouter {
  const checked = checkedIngressOptions('Via.haproxyIngress', options);
  const pods = checkedPods('Via.haproxyIngress', options.pods);
  return {
    title: 'haproxy-ingress',
    previews: ['header', 'host'],
    timeouts: ['request'],
    traffics: ['all', 'split'],
    stickies: [],
    after: [],
    pods,
    refuse: refuseForHaproxy,
    objects: (spec) => [
      { id: 'Service', manifest: service(spec, pods) },
      ingressObject(spec, checked, {
        id: 'Resource',
        name: spec.name,
        annotations: { ...spec.annotations, ...balance(spec, pods.colourLabel), ...timeout(spec) },
        hosts: [[spec.hostname, { name: spec.name, port: PORT }]],
      }),
      ...previewIngress(spec, checked, { ...spec.annotations, ...timeout(spec) }),
    ],
    // The Service holds annotations too, and the workloads say how many pods a group has.
    reads: ({ kind, spec }) =>
      kind === 'Ingress' ? (spec as IngressSpec)?.ingressClassName === checked.ingressClassName : WORKLOADS.has(kind),
    shares: haproxyIngressShares,
  };
}

const WORKLOADS: ReadonlySet<string> = new Set(['Service', 'Deployment', 'StatefulSet', 'DaemonSet']);

function service({ name, labels }: RoutingSpec, { selector, port }: ColouredPods): RouteObject['manifest'] {
  const manifest: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, labels: { ...labels } },
    spec: { type: 'ClusterIP', selector: { ...selector }, ports: [{ name: 'http', port: PORT, targetPort: port, protocol: 'TCP' }] },
  };
  return manifest as unknown as RouteObject['manifest'];
}

/** Shares by group: how many pods a colour has does not matter. Both are written, also the one of 0. */
function balance({ weights, preview }: RoutingSpec, label: string): Record<string, string> {
  return {
    [`${PREFIX}/blue-green-mode`]: 'deploy',
    [`${PREFIX}/blue-green-balance`]: COLOURS.map((colour) => `${label}=${colour}=${weights[colour]}`).join(','),
    ...(preview.kind === 'header' ? { [`${PREFIX}/blue-green-header`]: `${preview.name}:${label}` } : {}),
  };
}

function timeout({ timeouts: { request } }: RoutingSpec): Record<string, string> {
  return request === undefined ? {} : { [`${PREFIX}/timeout-server`]: `${request}s` };
}

function refuseForHaproxy(where: string, spec: RoutingSpec): void {
  refuseOwnedAnnotations(
    where,
    spec.annotations,
    /^haproxy-ingress\.github\.io\/(blue-green-|affinity|session-cookie-|timeout-server$|server-alias)/,
  );
  const { preview } = spec;
  if (preview.kind !== 'header' || preview.value === undefined) return;
  const what = `with haproxy-ingress the header ${preview.name} names a colour; its value cannot be ${JSON.stringify(preview.value)}`;
  throw new ConfigError('BlueGreenRoute.preview', { where, what, fix: `use Preview.header('${preview.name}')` });
}

function checkedPods(where: string, pods: ColouredPods | undefined): Required<ColouredPods> {
  const { selector, colourLabel = 'colour', port } = (pods ?? {}) as Partial<ColouredPods>;
  const refuse = (what: string): never => {
    const fix = `write it like pods: { selector: { 'app.kubernetes.io/name': 'scorer' }, colourLabel: 'colour', port: 'http' }`;
    throw new ConfigError('BlueGreenRoute.via', { where, what, fix });
  };
  if (typeof selector !== 'object' || selector === null || Object.keys(selector).length === 0)
    return refuse('pods.selector selects nothing');
  if (Object.hasOwn(selector, colourLabel)) refuse(`pods.selector has the label ${colourLabel}, so it cannot select both colours`);
  checkLabels('BlueGreenRoute.via', where, selector);
  if (!/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(colourLabel)) refuse(`pods.colourLabel is ${JSON.stringify(colourLabel)}`);
  const usable =
    typeof port === 'number'
      ? Number.isInteger(port) && port >= 1 && port <= 65535
      : /^[a-z0-9]([-a-z0-9]{0,13}[a-z0-9])?$/.test(`${port}`);
  if (port === undefined || !usable) return refuse(`pods.port is ${JSON.stringify(port)}`);
  return { selector, colourLabel, port };
}
