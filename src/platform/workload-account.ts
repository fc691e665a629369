import { Construct } from 'constructs';
import { checkName } from '../base/names';
import { validateProps } from '../base/validate-props';
import { kubeObject } from '../kube/kube-object';
import { workloadLabels } from '../kube/labels';
import { requireProps } from '../kube/required-props';
import type { CloudIdentity } from './cloud-identity';

export interface WorkloadAccountProps {
  /** The account's name. Refused when it is no DNS label (`WorkloadAccount.name`). @default - the construct's id */
  readonly name?: string;
  /** Who the pods are at a cloud provider: `CloudIdentity.aws('arn:aws:iam::123456789012:role/trainer')`. @default - nobody */
  readonly identity?: CloudIdentity;
  /** @default - the chart's namespace */
  readonly namespace?: string;
  /** The application that it belongs to, for the label `app.kubernetes.io/name`. @default - the name */
  readonly app?: string;
}

/**
 * Who pods are: a ServiceAccount. `serviceAccount: account` gives it to a workload.
 *
 * Its token for the Kubernetes API is not mounted; workloads that call it say so themselves (`mountServiceAccountToken`). Tokens for a
 * cloud provider do not depend on that.
 */
export class WorkloadAccount extends Construct {
  readonly name: string;
  /** Labels that pods with this account need for their cloud identity: `podLabels: account.podLabels`. Empty but for Azure. */
  readonly podLabels: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: WorkloadAccountProps = {}) {
    super(scope, id);
    requireProps('WorkloadAccount', this.node.path, props, {});
    validateProps('WorkloadAccount', this.node.path, props);
    this.name = checkName('WorkloadAccount.name', this.node.path, props.name ?? id);
    this.podLabels = props.identity?.podLabels ?? {};
    const annotations = props.identity === undefined ? {} : { annotations: props.identity.annotations };
    const labels = workloadLabels({ app: props.app ?? this.name, instance: this.name, component: 'workload-account' });
    const namespace = props.namespace === undefined ? {} : { namespace: props.namespace };
    const metadata = { name: this.name, ...namespace, labels, ...annotations };
    kubeObject(this, 'Resource', { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
  }
}
