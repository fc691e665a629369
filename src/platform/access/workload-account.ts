import { Construct } from 'constructs';
import type { ServiceAccount } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { checkName } from '../../base/names';
import { checkedFactories, validateProps } from '../../base/validate-props';
import { kubeObject } from '../../kube/kube-object';
import { workloadLabels } from '../../kube/labels';

export interface WorkloadAccountProps {
  /** The account's name: `'trainer'`. A DNS label (`WorkloadAccount.name`). @default - the construct's id */
  readonly name?: string;
  /** Identity of the pods at a cloud provider: `CloudIdentity.aws('arn:aws:iam::123456789012:role/trainer')`. @default - none */
  readonly identity?: CloudIdentity;
  /** The account's namespace: `'team-a'`. @default - the chart's */
  readonly namespace?: string;
  /** Label `app.kubernetes.io/name`: `'ranking'`. @default - the name */
  readonly app?: string;
}

/**
 * The identity of pods: a ServiceAccount. Give it to a workload with `serviceAccount: account`.
 *
 * Its token for the Kubernetes API is not mounted, unless the workload sets `mountServiceAccountToken`. Tokens for a cloud provider do not
 * depend on that.
 */
export class WorkloadAccount extends Construct {
  readonly name: string;
  /** Labels that its pods need for the cloud identity: `podLabels: account.podLabels`. Empty except for Azure. */
  readonly podLabels: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: WorkloadAccountProps = {}) {
    super(scope, id);
    const account = resolveAccount(this.node.path, id, props);
    this.name = account.name;
    this.podLabels = account.identity?.podLabels ?? {};
    kubeObject(this, 'Resource', accountManifest(account));
  }
}

interface ResolvedAccount extends Pick<WorkloadAccountProps, 'identity' | 'namespace'> {
  readonly name: string;
  readonly app: string;
}

function resolveAccount(where: string, id: string, props: WorkloadAccountProps): ResolvedAccount {
  validateProps('WorkloadAccount', where, props);
  const name = checkName('WorkloadAccount.name', where, props.name ?? id);
  return { name, app: props.app ?? name, identity: props.identity, namespace: props.namespace };
}

function accountManifest({ name, app, identity, namespace }: ResolvedAccount): ServiceAccount {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: workloadLabels({ app, instance: name, component: 'workload-account' }),
    ...(identity === undefined ? {} : { annotations: identity.annotations }),
  };
  return { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false };
}

/** An identity at a cloud provider that pods get through their ServiceAccount, without a long-lived key in a Secret. */
export interface CloudIdentity {
  /** Annotations of the ServiceAccount that the provider reads. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Labels of the pods that the provider reads. */
  readonly podLabels: Readonly<Record<string, string>>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Identities by cloud provider. */
export const CloudIdentity = checkedFactories('CloudIdentity', {
  /** An IAM role of AWS: `arn:aws:iam::123456789012:role/trainer`. @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html */
  aws(roleArn: string): CloudIdentity {
    check('CloudIdentity.aws', roleArn, /^arn:aws[a-z-]*:iam::[0-9]{12}:role\/[\w+=,.@/-]+$/, 'arn:aws:iam::123456789012:role/trainer');
    return { annotations: { 'eks.amazonaws.com/role-arn': roleArn }, podLabels: {} };
  },
  /** A service account of Google Cloud: `trainer@project.iam.gserviceaccount.com`. @see https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
  google(email: string): CloudIdentity {
    check('CloudIdentity.google', email, /^[a-z0-9-]+@[a-z0-9.-]+\.gserviceaccount\.com$/, 'trainer@project.iam.gserviceaccount.com');
    return { annotations: { 'iam.gke.io/gcp-service-account': email }, podLabels: {} };
  },
  /** A managed identity or application of Azure, by client id. The pods also need the label. @see https://azure.github.io/azure-workload-identity/ */
  azure(clientId: string): CloudIdentity {
    check('CloudIdentity.azure', clientId, UUID, '00000000-0000-0000-0000-000000000000');
    return { annotations: { 'azure.workload.identity/client-id': clientId }, podLabels: { 'azure.workload.identity/use': 'true' } };
  },
} as const);

function check(code: string, value: string, pattern: RegExp, example: string): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  throw new ConfigError(code, {
    where: `${code}(${JSON.stringify(value)})`,
    what: 'not an identity of this provider',
    fix: `use for example "${example}"`,
  });
}
