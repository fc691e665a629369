import type { Manifest } from '../../manifest/manifest';
import { bestPaths, type IngressPath, ingressPaths } from './ingress-path';
import { headerOf, type RoutedRequest } from './routed-request';
import { answers, type Shares, serviceKey, sharesOf } from './shares';

const PREFIX = 'haproxy-ingress.github.io/';
const PAIR = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;

interface Group {
  readonly label: string;
  readonly value: string;
  readonly weight: number;
  readonly key: string;
  /** Pods of the group, as far as the manifests tell; 1 when they do not. */
  readonly pods: number;
}

/**
 * Where haproxy-ingress (jcmoraisjr) sends a request, read from Ingresses, Services and workloads as the YAML has them, ours or not.
 *
 * Covers: groups of pods by label behind one Service, written `team-a/scorer:80[color=green]`; mode `deploy` by group, mode `pod` by pod;
 * pods of no group get nothing; weights from 0 to 256; header and cookie before the balance, only with label names without a prefix; and that
 * a user with an affinity cookie stays, at weight 0 too.
 *
 * @see https://haproxy-ingress.github.io/docs/configuration/keys/#blue-green
 */
export function haproxyIngressShares(manifests: readonly Manifest[], request: RoutedRequest): Shares {
  const [path] = bestPaths(ingressPaths(manifests), request);
  if (path === undefined) return answers(404);
  const key = serviceKey(path.ingress.metadata.namespace, path.service, path.port);
  const read = reader(path, manifests);
  const groups = groupsOf(read('blue-green-balance') ?? read('blue-green-deploy'), path, key, manifests);
  if (groups === undefined) return { [key]: 100 };
  const bound = groups.find((group) => group.key === request.boundTo && group.pods > 0);
  if (read('affinity') === 'cookie' && bound !== undefined) return { [bound.key]: 100 };
  const asked = askedGroup(groups, read, request);
  if (asked !== undefined) return { [asked.key]: 100 };
  const byPod = read('blue-green-mode') === 'pod';
  const parts = groups
    .filter(({ pods }) => pods > 0)
    .map((group): [string, number] => [group.key, group.weight * (byPod ? group.pods : 1)]);
  return parts.some(([, weight]) => weight > 0) ? sharesOf(parts) : answers(503);
}

type Read = (name: string) => string | undefined;

/** An annotation stands on the Ingress or on its Service; the Service's wins. */
function reader({ ingress, service }: IngressPath, manifests: readonly Manifest[]): Read {
  const object = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === service && metadata.namespace === ingress.metadata.namespace,
  );
  return (name) => object?.metadata.annotations?.[`${PREFIX}${name}`] ?? ingress.metadata.annotations?.[`${PREFIX}${name}`];
}

/** Undefined without a balance, or with one that the controller would not take. */
function groupsOf(
  balance: string | undefined,
  path: IngressPath,
  key: string,
  manifests: readonly Manifest[],
): readonly Group[] | undefined {
  if (balance === undefined || balance === '') return undefined;
  const groups = balance.split(',').map((entry): Group | undefined => {
    const [label, value, weight, ...others] = entry.split('=');
    if (label === undefined || value === undefined || weight === undefined || others.length > 0 || !/^-?[0-9]+$/.test(weight))
      return undefined;
    const pods = podCount(manifests, path.ingress.metadata.namespace, { [label]: value }) ?? 1;
    return { label, value, weight: Math.min(256, Math.max(0, Number(weight))), key: `${key}[${label}=${value}]`, pods };
  });
  return groups.some((group) => group === undefined) ? undefined : (groups as Group[]);
}

/** The group that the request names by header or cookie. A name that no group has is no choice. */
function askedGroup(groups: readonly Group[], read: Read, request: RoutedRequest): Group | undefined {
  const marks: readonly (readonly [string | undefined, (name: string) => string | undefined])[] = [
    [read('blue-green-cookie'), (name) => request.cookies?.[name]],
    [read('blue-green-header'), (name) => headerOf(request, name)],
  ];
  for (const [pair, readValue] of marks) {
    if (pair === undefined || !PAIR.test(pair)) continue;
    const [name = '', label] = pair.split(':');
    const value = readValue(name);
    const group = groups.find((one) => one.label === label && one.value === value && one.pods > 0);
    if (group !== undefined) return group;
  }
  return undefined;
}

type Labels = Readonly<Record<string, string>>;

/** How many pods with these labels the workloads of a namespace run. Undefined when the manifests have no such workload. */
function podCount(manifests: readonly Manifest[], namespace: string | undefined, selector: Labels): number | undefined {
  const counts = manifests.flatMap(({ metadata, spec }) => {
    const { replicas = 1, template } = (spec ?? {}) as { replicas?: number; template?: { metadata?: { labels?: Labels } } };
    const labels = template?.metadata?.labels;
    if (labels === undefined || metadata.namespace !== namespace) return [];
    return Object.entries(selector).every(([key, value]) => labels[key] === value) ? [replicas] : [];
  });
  return counts.length === 0 ? undefined : counts.reduce((sum, count) => sum + count, 0);
}
