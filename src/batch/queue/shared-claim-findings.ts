import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { PodSpec } from '../../../imports/kubernetes';
import { errorFinding, type Finding } from '../../base/finding';
import { clusterOf, type QueueDemand } from './queue-demand';

/** Access modes that let only one node, or one pod, mount a volume. */
const ONE_NODE: ReadonlySet<string> = new Set(['ReadWriteOnce', 'ReadWriteOncePod']);

/** Jobs whose pods mount one claim from several nodes, while its access mode allows one node. All other pods would wait indefinitely. */
export function claimFindings(root: IConstruct, demands: readonly QueueDemand[]): readonly Finding[] {
  const claims = oneNodeClaims(root);
  if (claims.size === 0) return [];
  return demands.flatMap((demand) =>
    [...podsByClaim(demand)].flatMap(([claim, pods]) => {
      const mode = claims.get(`${clusterOf(demand.construct)}/${demand.object.metadata.namespace}/${claim}`);
      if (mode === undefined || pods < 2) return [];
      const what = `${pods} pods mount the claim "${claim}" at once, but its access mode ${mode} allows one node: the others would wait indefinitely`;
      const fix = "create the claim with accessMode: 'ReadWriteMany', or keep the pods on one node with affinity";
      return [errorFinding('BatchJob.claim', { where: demand.construct.node.path, what, fix })];
    }),
  );
}

/** How many pods mount each claim at once, except pods that are kept on one node. */
function podsByClaim({ pods }: QueueDemand): ReadonlyMap<string, number> {
  const mounted = new Map<string, number>();
  for (const { template, count } of pods) {
    if (template.spec === undefined || onOneNode(template.spec)) continue;
    const claims = new Set(
      template.spec.volumes?.flatMap(({ persistentVolumeClaim: claim }) => (claim === undefined ? [] : [claim.claimName])),
    );
    for (const claim of claims) mounted.set(claim, (mounted.get(claim) ?? 0) + count);
  }
  return mounted;
}

function onOneNode({ affinity, nodeSelector }: PodSpec): boolean {
  return affinity?.podAffinity !== undefined || nodeSelector?.['kubernetes.io/hostname'] !== undefined;
}

/** Access modes of the claims that only one node can mount, by cluster, namespace and name. */
function oneNodeClaims(root: IConstruct): ReadonlyMap<string, string> {
  const claims = new Map<string, string>();
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct) || construct.kind !== 'PersistentVolumeClaim') continue;
    const object = construct as ApiObject;
    const modes: readonly string[] = object.toJson().spec?.accessModes ?? [];
    const [mode] = modes;
    if (mode === undefined || !modes.every((each) => ONE_NODE.has(each))) continue;
    claims.set(`${clusterOf(object)}/${object.metadata.namespace}/${object.name}`, mode);
  }
  return claims;
}
