import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Toleration } from '../../../imports/kubernetes';
import type { ResourceFlavorSpec } from '../../../imports/kueue';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { assertValidManifest } from '../../kube/assert-valid-manifest';
import { type CustomObject, checkLabels, customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';

export interface ResourceFlavorProps {
  /** The flavor's name, unique in the cluster: `'spot'`. @default - the construct's id */
  readonly name?: string;
  /**
   * Labels of its nodes: `{ 'example.com/pool': 'gpu' }`. Pods of admitted jobs get them as node selector. At most 8
   * (`ResourceFlavor.nodeLabels`).
   *
   * @default - nodes of any kind
   */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /**
   * Taints of its nodes that a job must tolerate itself to get this flavor: `[{ key: 'spot', effect: 'NoSchedule' }]`. At most 8
   * (`ResourceFlavor.nodeTaints`).
   *
   * @default - none
   */
  readonly nodeTaints?: readonly NodeTaint[];
  /** Tolerations that pods of admitted jobs get: `[{ key: 'gpu', operator: 'Exists' }]`. At most 8. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** A Kueue Topology, for jobs whose machines must be close to each other. Requires `nodeLabels` (`ResourceFlavor.topologyName`). @default - none */
  readonly topologyName?: string;
}

/** A taint of a node. */
export interface NodeTaint {
  /** The key of the taint: `'nvidia.com/gpu'`. */
  readonly key: string;
  /** The value of the taint. @default - none */
  readonly value?: string;
  /** What happens to pods that do not tolerate it. */
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/**
 * A kind of node that a ClusterQueue has quota for: on demand, spot, or with GPUs of one product. Cluster-scoped.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/
 */
export class ResourceFlavor extends Construct {
  readonly name: string;
  /** The ResourceFlavor. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ResourceFlavorProps = {}) {
    super(scope, id);
    const manifest = flavorManifest(resolveFlavor(this.node.path, id, props));
    assertValidManifest('ResourceFlavor.tolerations', this.node.path, manifest);
    this.resource = customObject(this, 'Resource', manifest);
    this.name = this.resource.name;
  }
}

interface ResolvedFlavor {
  readonly name: string;
  readonly nodeLabels: Readonly<Record<string, string>>;
  readonly nodeTaints: readonly NodeTaint[];
  readonly tolerations: readonly Toleration[];
  readonly topologyName: string | undefined;
}

/** The longest list that Kueue accepts. */
const MOST = 8;

function resolveFlavor(where: string, id: string, props: ResourceFlavorProps): ResolvedFlavor {
  validateProps('ResourceFlavor', where, props);
  const { nodeLabels = {}, nodeTaints = [], tolerations = [], topologyName } = props;
  checkLabels('ResourceFlavor.nodeLabels', where, nodeLabels);
  const counts = { nodeLabels: Object.keys(nodeLabels).length, nodeTaints: nodeTaints.length, tolerations: tolerations.length };
  for (const [prop, count] of Object.entries(counts)) {
    if (count <= MOST) continue;
    const what = `\`${prop}\` has ${count} entries; Kueue accepts ${MOST}`;
    throw new ConfigError(`ResourceFlavor.${prop}`, { where, what, fix: `keep at most ${MOST}` });
  }
  if (topologyName !== undefined) {
    checkName('ResourceFlavor.topologyName', where, topologyName, DNS_SUBDOMAIN);
    if (counts.nodeLabels === 0) {
      const fix = "add nodeLabels: { 'cloud.provider.com/node-group': 'gpu' }";
      throw new ConfigError('ResourceFlavor.topologyName', { where, what: '`topologyName` requires `nodeLabels`', fix });
    }
  }
  return {
    name: checkName('ResourceFlavor.name', where, props.name ?? id, DNS_SUBDOMAIN),
    nodeLabels,
    nodeTaints,
    tolerations,
    topologyName,
  };
}

function flavorManifest({ name, nodeLabels, nodeTaints, tolerations, topologyName }: ResolvedFlavor): CustomObject {
  const spec: PlainSpec<ResourceFlavorSpec> = {
    ...(Object.keys(nodeLabels).length === 0 ? {} : { nodeLabels: { ...nodeLabels } }),
    ...(nodeTaints.length === 0 ? {} : { nodeTaints: [...nodeTaints] }),
    ...(tolerations.length === 0 ? {} : { tolerations: [...tolerations] }),
    ...(topologyName === undefined ? {} : { topologyName }),
  };
  return { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ResourceFlavor', metadata: { name }, spec };
}
