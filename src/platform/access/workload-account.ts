import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName } from '../../base/names';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';

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

/** An identity at a cloud provider that pods take on through their ServiceAccount, so that no long-lived key stands in a Secret. */
export interface CloudIdentity {
  /** What the provider's admission reads from the ServiceAccount. */
  readonly annotations: Readonly<Record<string, string>>;
  /** What it reads from the pods. */
  readonly podLabels: Readonly<Record<string, string>>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const CloudIdentity = checkedFactories('CloudIdentity', {
  /** An IAM role of AWS: `arn:aws:iam::123456789012:role/trainer`. @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html */
  aws(roleArn: string): CloudIdentity {
    check('CloudIdentity.aws', roleArn, /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/, 'arn:aws:iam::123456789012:role/trainer');
    return { annotations: { 'eks.amazonaws.com/role-arn': roleArn }, podLabels: {} };
  },
  /** A service account of Google Cloud, by its address. @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
  google(email: string): CloudIdentity {
    check('CloudIdentity.google', email, /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/, 'trainer@project.iam.gserviceaccount.com');
    return { annotations: { 'iam.gke.io/gcp-service-account': email }, podLabels: {} };
  },
  /** A managed identity or application of Azure, by its client id. The pods need the label, too. @see https://azure.github.io/azure-workload-identity/ */
  azure(clientId: string): CloudIdentity {
    check('CloudIdentity.azure', clientId, UUID, '00000000-0000-0000-0000-000000000000');
    return { annotations: { 'azure.workload.identity/client-id': clientId }, podLabels: { 'azure.workload.identity/use': 'true' } };
  },
} as const);

function check(code: string, value: string, pattern: RegExp, example: string): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  throw new ConfigError(code, {
    where: `${code}(${JSON.stringify(value)})`,
    what: 'this names no such identity',
    fix: `use for example "${example}"`,
  });
}
