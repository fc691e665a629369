import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import type { DeploymentSpec, PersistentVolumeClaim } from '../../imports/kubernetes';
import { errorFinding, type Finding } from '../base/finding';
import { Environment } from '../environment/environment';
import { addFindings } from '../kube/construct-findings';
import { mostSurge } from './rollout/rollout';
import type { LeaderWorkerSetSpec } from './workload-manifest';

/** A Deployment or LeaderWorkerSet whose pods may mount claims, the most replicas that it may have, and the pods of each. */
interface ClaimUser {
  readonly workload: ApiObject;
  readonly replicas: number;
  readonly nodes: number;
}

const USERS = new WeakMap<IConstruct, ClaimUser[]>();

/** Has the claims of a service compared with the app's own, once the whole tree stands. */
export function checkClaims(user: ClaimUser): void {
  const { root } = user.workload.node;
  const known = USERS.get(root);
  if (known !== undefined) {
    known.push(user);
    return;
  }
  USERS.set(root, [user]);
  // One validation for the whole tree: one per service would cost services times objects.
  addFindings(root, () => claimFindings(root, USERS.get(root) ?? []));
}

/** Claims that the pods of one node may mount, by cluster, namespace and name, with their access mode. */
function oneNodeClaims(root: IConstruct): ReadonlyMap<string, string> {
  const claims = new Map<string, string>();
  for (const construct of root.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    const object = construct as ApiObject;
    if (object.kind !== 'PersistentVolumeClaim') continue;
    const { accessModes = [] } = (object.toJson() as PersistentVolumeClaim).spec ?? {};
    if (accessModes.length === 0 || accessModes.some((mode) => !mode.startsWith('ReadWriteOnce'))) continue;
    claims.set(key(object, object.name), accessModes.join(', '));
  }
  return claims;
}

/** A second pod that lands on another node never starts: its volume is attached to the first. */
function claimFindings(root: IConstruct, users: readonly ClaimUser[]): readonly Finding[] {
  const claims = oneNodeClaims(root);
  if (claims.size === 0) return [];
  return users.flatMap(({ workload, replicas, nodes }) => {
    const { strategy, template } = podsOf(workload);
    const surge = mostSurge(strategy, replicas) * nodes;
    const live = replicas * nodes;
    if (live + surge < 2 || template.spec?.nodeSelector?.['kubernetes.io/hostname'] !== undefined) return [];
    return (template.spec?.volumes ?? []).flatMap(({ persistentVolumeClaim: claim }) => {
      const mode = claim === undefined ? undefined : claims.get(key(workload, claim.claimName));
      if (mode === undefined) return [];
      const pods = `${live} ${live === 1 ? 'pod' : 'pods'}${surge === 0 ? '' : `, and ${surge} more during a rollout,`}`;
      return [
        errorFinding('MLService.mounts', {
          where: workload.node.scope?.node.path ?? '',
          what: `${pods} mount the claim "${claim?.claimName}", whose access mode is ${mode}: those on another node would wait indefinitely`,
          fix: 'make the claim ReadWriteMany, or keep to one pod at a time: replicas: 1 with rollout: Rollout.recreate()',
        }),
      ];
    });
  });
}

/** A LeaderWorkerSet says the same in other places; its leaders and workers mount the same. */
function podsOf(workload: ApiObject): Pick<DeploymentSpec, 'strategy' | 'template'> {
  const { spec } = workload.toJson() as { readonly spec: DeploymentSpec | LeaderWorkerSetSpec };
  if (!('leaderWorkerTemplate' in spec)) return spec;
  const { rollingUpdateConfiguration: rollingUpdate } = spec.rolloutStrategy;
  return { strategy: { type: 'RollingUpdate', rollingUpdate }, template: spec.leaderWorkerTemplate.leaderTemplate };
}

function key(object: ApiObject, name: string): string {
  return `${Environment.of(object)?.cluster ?? ''}/${object.metadata.namespace}/${name}`;
}
