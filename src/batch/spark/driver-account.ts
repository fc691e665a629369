import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import type { NamedRef } from '../../kube/pod/environment-variables';

/** Refuses an account whose pods get no token: the driver calls the API with it, and the operator has no word to mount it all the same. */
export function refuseTokenless(where: string, account: string | NamedRef): void {
  if (!Construct.isConstruct(account)) return;
  const tokenless = account.node
    .findAll()
    .some((object) => ApiObject.isApiObject(object) && object.kind === 'ServiceAccount' && isTokenless(object));
  if (!tokenless) return;
  throw new ConfigError('BatchJob.serviceAccount', {
    where,
    what: `the pods of the ServiceAccount ${account.node.path} get no token, and the driver could not make its executors`,
    fix: "use an account with automountServiceAccountToken: true: kubeObject(chart, 'spark', { kind: 'ServiceAccount', … })",
  });
}

function isTokenless(account: ApiObject): boolean {
  return account.toJson().automountServiceAccountToken === false;
}
