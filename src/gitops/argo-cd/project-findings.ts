import type { ApiObject } from 'cdk8s';
import { configErrorText } from '../../base/config-error';
import { isClusterScoped } from '../../kube/cluster-scoped';
import { groupKindOf } from '../health/health-rules';
import type { AppProject, GroupKind } from './app-project';
import type { ArgoApplication, ArgoApplicationProps } from './argo-application';

/** What an Application does that its project does not allow: Argo CD would refuse the sync. */
export function projectFindings(
  application: ArgoApplication,
  props: ArgoApplicationProps,
  project: AppProject,
  objects: readonly ApiObject[],
): readonly string[] {
  const finding = (rule: string, what: string, entry: string): string =>
    configErrorText('ArgoApplication.project', {
      where: application.node.path,
      what: `the project ${project.name} ${what}`,
      fix: rule.startsWith('denied') ? `take ${entry} out of its ${rule}` : `add ${entry} to its ${rule}`,
    });
  const { sourceRepos, sourceNamespaces = [] } = project.props;
  const { repoUrl } = props.source;
  return [
    ...(sourceRepos.some((pattern) => matches(pattern, repoUrl)) ? [] : [finding('sourceRepos', `does not allow ${repoUrl}`, repoUrl)]),
    ...(application.namespace === project.namespace || sourceNamespaces.some((pattern) => matches(pattern, application.namespace))
      ? []
      : [finding('sourceNamespaces', `allows no Applications in ${application.namespace}`, application.namespace)]),
    ...deniedNamespaces(props, project, objects).map((namespace) =>
      finding('destinations', `does not allow the namespace "${namespace}" of this destination`, `{ namespace: "${namespace}" }`),
    ),
    ...deniedKinds(project, objects).map(({ object, rule, kind }) =>
      finding(rule, `does not allow ${object.node.path}, a ${object.kind}`, `{ group: "${kind.group}", kind: "${kind.kind}" }`),
    ),
  ];
}

function deniedNamespaces(props: ArgoApplicationProps, project: AppProject, objects: readonly ApiObject[]): readonly string[] {
  const { server, name } = props.destination;
  const places = project.props.destinations.filter((place) => {
    if (server !== undefined) return place.server !== undefined && matches(place.server, server);
    return place.name !== undefined && matches(place.name, name ?? '');
  });
  const used = objects
    .filter((object) => !isClusterScoped(object.apiVersion, object.kind))
    .map((object) => object.metadata.namespace ?? props.destination.namespace ?? '');
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

/** The list of the project that an object breaks: one that does not name its kind, or one that denies it. */
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

/** The patterns of Argo CD: `*` is any text, `?` any character; `!` in front turns it round. */
function matches(pattern: string, text: string): boolean {
  if (pattern.startsWith('!')) return !matches(pattern.slice(1), text);
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${expression}$`).test(text);
}
