import type { ServiceSpec } from '../../../imports/kubernetes';
import type { Manifest } from '../../manifest/manifest';
import { backendReferences } from './backend-references';
import { type RouteFinding, titleOf } from './route-finding';

type Labels = Readonly<Record<string, string>>;

interface Pods {
  readonly labels: Labels;
  readonly ports: readonly { readonly name?: string; readonly containerPort?: number }[];
}

/**
 * Whether requests arrive: a Service that no workload has pods for (`routes.no-pods`), a port that the Service or its pods do not have
 * (`routes.no-port`), and a Service that is not here while others of its namespace are (`routes.no-service`).
 */
export function backendFindings(manifests: readonly Manifest[]): readonly RouteFinding[] {
  const services = new Map(manifests.filter(isService).map((service) => [keyOf(service.metadata), service]));
  const namespaces = new Set([...services.values()].map(({ metadata }) => metadata.namespace));
  const pods = podsByNamespace(manifests);
  const found = new Map<string, RouteFinding>();
  for (const object of manifests) {
    for (const reference of backendReferences(object)) {
      const service = services.get(keyOf(reference));
      const trap =
        service === undefined
          ? missing(object, reference, namespaces)
          : serviceTrap(object, service, reference.port, pods.get(service.metadata.namespace ?? '') ?? []);
      if (trap !== undefined) found.set(`${trap.code} ${titleOf(trap.object)} ${trap.what}`, trap);
    }
  }
  return [...found.values()];
}

function isService({ apiVersion, kind }: Manifest): boolean {
  return apiVersion === 'v1' && kind === 'Service';
}

function keyOf({ namespace, name }: { readonly namespace?: string; readonly name: string }): string {
  return `${namespace ?? ''}/${name}`;
}

function missing(
  object: Manifest,
  reference: { namespace: string | undefined; name: string },
  namespaces: ReadonlySet<string | undefined>,
): RouteFinding | undefined {
  if (!namespaces.has(reference.namespace)) return undefined;
  const what = `names Service "${reference.name}", which is not among these manifests`;
  return { code: 'routes.no-service', object, what, fix: 'fix the name, or add the directory that has it' };
}

function serviceTrap(
  object: Manifest,
  service: Manifest,
  port: number | string | undefined,
  pods: readonly Pods[],
): RouteFinding | undefined {
  const { selector, ports = [] } = (service.spec ?? {}) as ServiceSpec;
  // Without a selector its endpoints come from elsewhere, and so do those of a name outside.
  if (selector === undefined || Object.keys(selector).length === 0) return undefined;
  const selected = pods.filter(({ labels }) => Object.entries(selector).every(([key, value]) => labels[key] === value));
  if (selected.length === 0) {
    const text = Object.entries(selector).map(([key, value]) => `${key}=${value}`);
    return {
      code: 'routes.no-pods',
      object: service,
      what: `no workload here has pods with ${text.join(',')}`,
      fix: 'correct the selector, or add the workload',
    };
  }
  const wanted = ports.find((one) => port === undefined || one.port === port || one.name === port);
  if (wanted === undefined) {
    const what = `names port ${port} of Service "${service.metadata.name}", which has ${ports.map((one) => one.port).join(', ') || 'none'}`;
    return { code: 'routes.no-port', object, what, fix: 'name a port that the Service has' };
  }
  const target = wanted.targetPort ?? wanted.port;
  if (typeof target === 'number' || selected.some((one) => one.ports.some(({ name }) => name === target))) return undefined;
  return {
    code: 'routes.no-port',
    object: service,
    what: `no container of its pods has the target port "${target}"`,
    fix: 'name a port of the container',
  };
}

function podsByNamespace(manifests: readonly Manifest[]): ReadonlyMap<string, readonly Pods[]> {
  const found = new Map<string, Pods[]>();
  for (const { metadata, spec } of manifests) {
    for (const template of templatesIn(spec)) {
      const { namespace = '' } = metadata;
      found.set(namespace, [...(found.get(namespace) ?? []), template]);
    }
  }
  return found;
}

/** Templates of pods in any kind of workload: of a Deployment, the leader and the workers of a LeaderWorkerSet. */
function templatesIn(value: unknown, depth = 0): readonly Pods[] {
  if (typeof value !== 'object' || value === null || depth > 6) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const { metadata, spec } = (field ?? {}) as { metadata?: { labels?: Labels }; spec?: { containers?: unknown } };
    const containers = Array.isArray(spec?.containers) ? (spec.containers as { ports?: Pods['ports'] }[]) : undefined;
    const own = /template$/i.test(key) && containers !== undefined;
    const pods = own ? [{ labels: metadata?.labels ?? {}, ports: containers.flatMap(({ ports = [] }) => ports) }] : [];
    return [...pods, ...templatesIn(field, depth + 1)];
  });
}
