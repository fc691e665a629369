import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import type { Toleration } from '../../../imports/kubernetes';
import type { ResourceFlavorSpec } from '../../../imports/kueue';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { assertValidManifest } from '../../kube/assert-valid-manifest';
import { checkLabels, customObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';

export interface ResourceFlavorProps {
  /** The flavor's name, one for the whole cluster. @default - the construct's id */
  readonly name?: string;
  /** Labels of the nodes that it stands for; the pods of admitted jobs get them as node selector. At most 8. @default - nodes of any kind */
  readonly nodeLabels?: Readonly<Record<string, string>>;
  /** Taints of those nodes that a job must tolerate by itself to be given this flavor: spot nodes. At most 8. @default - none */
  readonly nodeTaints?: readonly NodeTaint[];
  /** Tolerations that the pods of admitted jobs get. At most 8. @default - none */
  readonly tolerations?: readonly Toleration[];
  /** A Topology of Kueue, for jobs that ask for machines near each other. Refused without `nodeLabels`. @default - none */
  readonly topologyName?: string;
}

/** A taint of a node. */
export interface NodeTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
}

/**
 * A kind of node that quota is given for: on demand, spot, with GPUs of one product. Stands in no namespace.
 *
 * @see https://kueue.sigs.k8s.io/docs/concepts/resource_flavor/
 */
export class ResourceFlavor extends Construct {
  readonly name: string;
  /** The ResourceFlavor. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: ResourceFlavorProps = {}) {
    super(scope, id);
    const where = this.node.path;
    validateProps('ResourceFlavor', where, props);
    this.name = checkName('ResourceFlavor.name', where, props.name ?? id, DNS_SUBDOMAIN);
    const manifest = { apiVersion: 'kueue.x-k8s.io/v1beta2', kind: 'ResourceFlavor', metadata: { name: this.name } };
    const object = { ...manifest, spec: flavorSpec(where, props) };
    assertValidManifest('ResourceFlavor.tolerations', where, object);
    this.resource = customObject(this, 'Resource', object);
  }
}

const MOST = 8;

function flavorSpec(where: string, props: ResourceFlavorProps): PlainSpec<ResourceFlavorSpec> {
  const { nodeLabels = {}, nodeTaints = [], tolerations = [], topologyName } = props;
  checkLabels('ResourceFlavor.nodeLabels', where, nodeLabels);
  for (const [prop, count] of Object.entries({
    nodeLabels: Object.keys(nodeLabels).length,
    nodeTaints: nodeTaints.length,
    tolerations: tolerations.length,
  })) {
    if (count <= MOST) continue;
    throw new ConfigError(`ResourceFlavor.${prop}`, { where, what: `${prop} has ${count} entries`, fix: `keep at most ${MOST}` });
  }
  if (topologyName !== undefined && Object.keys(nodeLabels).length === 0) {
    const what = 'a topology needs to know the nodes, and nodeLabels is empty';
    throw new ConfigError('ResourceFlavor.topologyName', {
      where,
      what,
      fix: "add nodeLabels: { 'cloud.provider.com/node-group': 'gpu' }",
    });
  }
  return {
    ...(Object.keys(nodeLabels).length === 0 ? {} : { nodeLabels: { ...nodeLabels } }),
    ...(nodeTaints.length === 0 ? {} : { nodeTaints: [...nodeTaints] }),
    ...(tolerations.length === 0 ? {} : { tolerations: [...tolerations] }),
    ...(topologyName === undefined ? {} : { topologyName: checkName('ResourceFlavor.topologyName', where, topologyName, DNS_SUBDOMAIN) }),
  };
}
