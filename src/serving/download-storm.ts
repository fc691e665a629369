import { Size } from 'cdk8s';
import type { Construct } from 'constructs';
import { ConfigError, type ConfigErrorProps } from '../base/config-error';
import { kibibytes, sizeQuantity } from '../base/units';
import { Environment } from '../environment/environment';
import { warn } from '../kube/warning';
import type { MLServiceProps } from './ml-service-props';

const CODE = 'MLService.cache';

/** What one rollout of one service may fetch from a public hub, where the environment says nothing else. */
const DEFAULT_LIMIT = Size.gibibytes(500);

/**
 * Finds services whose every pod fetches the model from a public hub: a rollout, or the loss of a node pool, fetches it once a pod, from an
 * address that the hub throttles (3,000 requests in 5 minutes for those without an account).
 *
 * Refused above the environment's limit; below it a warning, unless the cache of each pod was asked for.
 */
export function checkDownloadStorm(construct: Construct, props: MLServiceProps, pods: number): void {
  const { model, modelSize, cache } = props;
  if (model.kind !== 'huggingFace' || modelSize === undefined || (cache !== undefined && cache.kind !== 'perPod') || pods < 2) return;
  const environment = Environment.of(construct);
  const limit = environment?.downloadLimit ?? DEFAULT_LIMIT;
  const total = Size.kibibytes(kibibytes(modelSize) * pods);
  const finding = stormText(construct.node.path, modelSize, pods, total);
  if (environment !== undefined && kibibytes(total) > kibibytes(limit)) {
    const what = `${finding.what}; the environment allows ${sizeQuantity(CODE, construct.node.path, limit)}`;
    throw new ConfigError(CODE, { where: construct.node.path, what, fix: `${finding.fix}, or raise downloadLimit of the environment` });
  }
  if (cache === undefined) warn(construct, CODE, { ...finding, fix: `${finding.fix}, or say cache: Cache.perPod()` });
}

function stormText(where: string, modelSize: Size, pods: number, total: Size): Pick<ConfigErrorProps, 'what' | 'fix'> {
  const [each, all] = [modelSize, total].map((size) => sizeQuantity(CODE, where, size));
  return {
    what: `every pod downloads the model from the hub: ${pods} pods × ${each} = ${all} a rollout`,
    fix: "share it with cache: Cache.sharedPvc({ claim: '<ReadWriteMany claim>' }), or ship it as Model.ociImage",
  };
}
