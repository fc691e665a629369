import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { envList, nameOf } from '../../kube/pod/environment-variables';
import type { Initializer, TrainJobOptions } from './train-job-engine';
import type { InitializerSpec, TrainJobSpec } from './train-job-spec';

const URI = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/.+$/;
const LONGEST_URI = 2048;

/** What the runtime fetches before the nodes start. */
export function initializers(where: string, { dataset, model }: TrainJobOptions): Pick<TrainJobSpec, 'initializer'> {
  if (dataset === undefined && model === undefined) return {};
  return {
    initializer: {
      ...(dataset === undefined ? {} : { dataset: initializer(where, dataset) }),
      ...(model === undefined ? {} : { model: initializer(where, model) }),
    },
  };
}

function initializer(where: string, { uri, env, secret }: Initializer): InitializerSpec {
  if (typeof uri !== 'string' || uri.length > LONGEST_URI || !URI.test(uri)) {
    const what = `${JSON.stringify(uri)} is no URI with a scheme, of at most ${LONGEST_URI} characters`;
    throw new ConfigError('BatchJob.uri', { where, what, fix: "write scheme://path: 'hf://acme/corpus', 's3://bucket/path'" });
  }
  const variables = envList('BatchJob.env', where, env);
  return {
    storageUri: uri,
    ...(variables.length === 0 ? {} : { env: variables }),
    ...(secret === undefined ? {} : { secretRef: { name: checkName('BatchJob.secret', where, nameOf(secret), DNS_SUBDOMAIN) } }),
  };
}
