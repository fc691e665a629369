import type { NamedRuleWithOperations } from '../../../imports/kubernetes';
import { SCHEMA_KINDS } from '../../../imports/schemas';
import { groupKindOf } from '../../schema/pod-template';
import type { EnforceableRule, PolicyResource } from './rule-policy';

/** Built-in kinds as `group/Kind`, with the version that is served. */
const BUILT_IN: ReadonlyMap<string, PolicyResource> = new Map(
  Object.entries(SCHEMA_KINDS)
    .filter(([, pack]) => pack === 'kubernetes')
    .map(([key]) => {
      const slash = key.lastIndexOf('/');
      const [apiVersion, kind] = [key.slice(0, slash), key.slice(slash + 1)];
      return [groupKindOf(apiVersion, kind), { apiVersion, resource: plural(kind) }];
    }),
);

/** What a rule looks at, as an API server names it. Undefined for a kind that is none of Kubernetes' own, whose plural nobody can know. */
export function resourceOf(groupKind: string): PolicyResource | undefined {
  return BUILT_IN.get(groupKind);
}

/** Kubernetes' own guess of a plural, which is right for its own kinds. @see https://pkg.go.dev/k8s.io/apimachinery/pkg/api/meta#UnsafeGuessKindToResource */
function plural(kind: string): string {
  const word = kind.toLowerCase();
  if (word === 'endpoints') return word;
  if (word.endsWith('s')) return `${word}es`;
  return word.endsWith('y') ? `${word.slice(0, -1)}ies` : `${word}s`;
}

/** The resources of a rule, one entry an API version. */
export function matchedResources({ kinds = [], policy }: EnforceableRule): readonly NamedRuleWithOperations[] {
  const byVersion = new Map<string, string[]>();
  const resources = [...kinds.flatMap((kind) => resourceOf(kind) ?? []), ...(policy.resources ?? [])];
  for (const { apiVersion, resource } of resources) byVersion.set(apiVersion, [...(byVersion.get(apiVersion) ?? []), resource]);
  return [...byVersion].sort().map(([apiVersion, names]) => {
    const slash = apiVersion.indexOf('/');
    return {
      apiGroups: [apiVersion.slice(0, Math.max(slash, 0))],
      apiVersions: [apiVersion.slice(slash + 1)],
      operations: ['CREATE', 'UPDATE'],
      resources: [...new Set(names)].sort(),
    };
  });
}
