import type { Manifest } from '../../manifest/manifest';
import type { IngressRouteSpec, TraefikServiceSpec } from '../routers/traefik-objects';
import { backendReferences } from './backend-references';
import type { RoutingGroup } from './routing-groups';

/** Objects that matter for every route: Services and workloads. */
const ALWAYS = '(every host)';

/**
 * The objects of a group that can matter for one host: those of the host, of patterns of hosts, and, because nginx lets a canary of one host
 * take from another, those that share a Service with them. So a table of a thousand hosts is not a thousand readings of everything.
 */
export function objectsByHost({ dialect, manifests }: RoutingGroup): (host: string) => readonly Manifest[] {
  const sets = new DisjointSets();
  const keys = manifests.map((manifest) => {
    const hosts = dialect.entries([manifest]).map(({ host }) => (/^$|^[*~]/.test(host) ? ALWAYS : `host ${host}`));
    const links = [...hosts, ...sharedServices(manifest)];
    const own = links.length === 0 ? [ALWAYS] : links;
    for (const key of own) sets.join(own[0] as string, key);
    return own[0] as string;
  });
  const members = new Map<string, Manifest[]>();
  manifests.forEach((manifest, position) => {
    const root = sets.rootOf(keys[position] as string);
    const known = members.get(root);
    if (known === undefined) members.set(root, [manifest]);
    else known.push(manifest);
  });
  const always = sets.rootOf(ALWAYS);
  return (host) => {
    const root = sets.rootOf(/^$|^[*~]/.test(host) ? ALWAYS : `host ${host}`);
    const own = root === always ? [] : (members.get(root) ?? []);
    return [...own, ...(members.get(always) ?? [])];
  };
}

/** What an object shares with others of other hosts: the Services of an Ingress, the TraefikServices of a route. */
function sharedServices(manifest: Manifest): readonly string[] {
  const { kind, metadata, spec } = manifest;
  if (kind === 'Ingress') return backendReferences(manifest).map(({ namespace, name }) => `service ${namespace}/${name}`);
  const { routes = [] } = (spec ?? {}) as Partial<IngressRouteSpec>;
  const { weighted, mirroring } = (spec ?? {}) as TraefikServiceSpec;
  const key = ({ namespace = metadata.namespace, name }: { readonly namespace?: string; readonly name: string }): string =>
    `traefik ${namespace}/${name}`;
  if (kind === 'IngressRoute')
    return routes.flatMap(({ services = [] }) => services.filter((one) => one.kind === 'TraefikService').map(key));
  if (kind !== 'TraefikService') return [];
  const backends = [...(weighted?.services ?? []), ...(mirroring === undefined ? [] : [mirroring])];
  return [key(metadata), ...backends.filter((one) => one.kind === 'TraefikService').map(key)];
}

/** Texts that belong together, directly or through others. */
class DisjointSets {
  private readonly parents = new Map<string, string>();

  join(left: string, right: string): void {
    this.parents.set(this.rootOf(left), this.rootOf(right));
  }

  rootOf(key: string): string {
    let root = key;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root)) root = next;
    // The way is shortened for the next question.
    for (let step = key; step !== root; ) {
      const next = this.parents.get(step) ?? root;
      this.parents.set(step, root);
      step = next;
    }
    return root;
  }
}
