import type { ApiObject } from 'cdk8s';
import { errorFinding, type Finding } from '../../base/finding';
import { isClusterScoped } from '../../kube/cluster-scoped';
import { groupKindOf } from '../health/health-rules';
import type { AppProject, GroupKind } from './app-project';
import type { ArgoDestination } from './argo-source';

/** What an Application uses. */
export interface ProjectUse {
  /** The Application's path. */
  readonly where: string;
  readonly repoUrl: string;
  readonly destination: ArgoDestination;
  /** The Application's own namespace. */
  readonly namespace: string;
  readonly objects: readonly ApiObject[];
}

/** What an Application uses that its project does not allow: Argo CD would refuse the sync. */
export function projectFindings(project: AppProject, use: ProjectUse): readonly Finding[] {
  const { where, repoUrl, namespace, objects } = use;
  const finding = (rule: string, what: string, entry: string): Finding =>
    errorFinding('ArgoApplication.project', {
      where,
      what: `project "${project.name}" ${what}`,
      fix: rule.startsWith('denied') ? `remove ${entry} from its ${rule}` : `add ${entry} to its ${rule}`,
    });
  const { sourceRepos, sourceNamespaces = [] } = project.props;
  return [
    ...(sourceRepos.some((pattern) => matches(pattern, repoUrl)) ? [] : [finding('sourceRepos', `does not allow ${repoUrl}`, repoUrl)]),
    ...(namespace === project.namespace || sourceNamespaces.some((pattern) => matches(pattern, namespace))
      ? []
      : [finding('sourceNamespaces', `does not allow Applications in ${namespace}`, namespace)]),
    ...deniedNamespaces(project, use).map((denied) =>
      finding('destinations', `does not allow the namespace "${denied}" of this destination`, `{ namespace: "${denied}" }`),
    ),
    ...deniedKinds(project, objects).map(({ object, rule, kind }) =>
      finding(rule, `does not allow ${object.node.path}, a ${object.kind}`, `{ group: "${kind.group}", kind: "${kind.kind}" }`),
    ),
  ];
}

function deniedNamespaces(project: AppProject, { destination, objects }: ProjectUse): readonly string[] {
  const { server, name } = destination;
  const places = project.props.destinations.filter((place) => {
    if (server !== undefined) return place.server !== undefined && matches(place.server, server);
    return place.name !== undefined && matches(place.name, name ?? '');
  });
  const used = objects
    .filter((object) => !isClusterScoped(object.apiVersion, object.kind))
    .map((object) => object.metadata.namespace ?? destination.namespace ?? '');
  return [...new Set(used)].sort().filter((namespace) => !places.some((place) => matches(place.namespace, namespace)));
}

interface DeniedKind {
  readonly object: ApiObject;
  readonly rule: string;
  readonly kind: GroupKind;
}

/** One object for each kind that is not allowed. */
function deniedKinds(project: AppProject, objects: readonly ApiObject[]): readonly DeniedKind[] {
  const denied = new Map<string, DeniedKind>();
  for (const object of objects) {
    const kind = groupKindOf(object);
    const key = `${kind.group}/${kind.kind}`;
    const rule = denied.has(key) ? undefined : brokenRule(project, object, kind);
    if (rule !== undefined) denied.set(key, { object, rule, kind });
  }
  return [...denied.values()].sort((left, right) => (left.object.node.path < right.object.node.path ? -1 : 1));
}

/** The list of the project that refuses an object: it denies its kind, or does not allow it. */
function brokenRule(project: AppProject, object: ApiObject, kind: GroupKind): string | undefined {
  const { clusterResources = [], namespaceResources, deniedClusterResources = [], deniedNamespaceResources = [] } = project.props;
  const names = (entry: GroupKind & { readonly name?: string }): boolean =>
    matches(entry.group, kind.group) && matches(entry.kind, kind.kind) && (entry.name === undefined || matches(entry.name, object.name));
  if (isClusterScoped(object.apiVersion, object.kind)) {
    if (deniedClusterResources.some(names)) return 'deniedClusterResources';
    return clusterResources.some(names) ? undefined : 'clusterResources';
  }
  if (deniedNamespaceResources.some(names)) return 'deniedNamespaceResources';
  return namespaceResources === undefined || namespaceResources.some(names) ? undefined : 'namespaceResources';
}

/** The patterns of Argo CD: `*` is any text, `?` any character, a leading `!` negates. */
function matches(pattern: string, text: string): boolean {
  if (pattern.startsWith('!')) return !matches(pattern.slice(1), text);
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(text);
}
