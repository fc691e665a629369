import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { kubeObject } from '../kube/kube-object';
import { nameOf } from '../kube/pod/environment-variables';
import type { Model } from '../serving/model/model';
import { modelUri } from '../serving/model/model';
import type { ServicePlan } from '../serving/service-plan';
import type { OperatedProps } from './operated-props';

/** The key of a Secret that the storage initializer takes for a token of the hub. */
export const HUB_TOKEN_KEY = 'HF_TOKEN';

/**
 * The address that KServe's storage initializer fetches from.
 *
 * @see https://kserve.github.io/website/docs/model-serving/storage/overview
 */
export function storageUri(code: string, where: string, model: Model): string {
  if ((model.kind === 's3' || model.kind === 'gcs') && model.version !== undefined) {
    const fix = 'put a content hash into the prefix instead, or use MLService with download';
    throw new ConfigError(`${code}.model`, {
      where,
      what: `KServe fetches the newest version of ${model.uri}, whatever version is given`,
      fix,
    });
  }
  return model.kind === 'huggingFace' ? `${modelUri(model)}:${model.revision}` : modelUri(model);
}

/** The account of the pods. The storage initializer looks for credentials among its Secrets, not in the pod. */
export function storageAccount(
  scope: Construct,
  code: string,
  { identity, labels }: ServicePlan,
  { model, serviceAccount }: Pick<OperatedProps, 'serviceAccount'> & { readonly model: Model },
): string {
  const where = scope.node.path;
  const token = model.kind === 'huggingFace' ? model.token : undefined;
  if (token !== undefined && token.key !== HUB_TOKEN_KEY) {
    const fix = `name the key ${HUB_TOKEN_KEY} in the Secret, and give token: { secret: '${token.secret}', key: '${HUB_TOKEN_KEY}' }`;
    throw new ConfigError(`${code}.model`, { where, what: `KServe reads the key ${HUB_TOKEN_KEY} of a Secret, not "${token.key}"`, fix });
  }
  if (serviceAccount === undefined) {
    const secrets = token === undefined ? {} : { secrets: [{ name: token.secret }] };
    const metadata = { name: identity.instance, labels };
    const manifest = { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false, ...secrets } as const;
    return kubeObject(scope, 'ServiceAccount', manifest).name;
  }
  if (token === undefined) return nameOf(serviceAccount);
  const fix = 'leave serviceAccount out, or leave token out and list the Secret in that account';
  throw new ConfigError(`${code}.model`, { where, what: 'KServe finds the token through the account, which is given by you', fix });
}
