import type { Construct } from 'constructs';
import { kubeObject } from '../kube-object';
import { type NamedRef, nameOf } from './environment-variables';

/** The ServiceAccount of a workload's pods. */
interface AccountDesign {
  /** Name of the workload, and of its own account. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Annotations of an own account: of the hook that its pods belong to. @default - none */
  readonly annotations?: Readonly<Record<string, string>>;
  /** The account that the user gives. @default - the workload gets its own */
  readonly serviceAccount?: string | NamedRef;
  /** Secrets that the account refers to. @default - none */
  readonly secrets?: readonly string[];
}

/**
 * The name of the account that a workload's pods run as: the given one, else one that belongs to this workload alone.
 *
 * Own accounts keep permissions apart: a role that is bound to one workload's account reaches no other. They mount no token.
 */
export function serviceAccountName(scope: Construct, { name, labels, annotations, serviceAccount, secrets = [] }: AccountDesign): string {
  if (serviceAccount !== undefined) return nameOf(serviceAccount);
  return kubeObject(scope, 'ServiceAccount', {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, labels, ...(annotations === undefined ? {} : { annotations }) },
    automountServiceAccountToken: false,
    ...(secrets.length === 0 ? {} : { secrets: secrets.map((secret) => ({ name: secret })) }),
  }).name;
}
