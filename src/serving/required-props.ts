import { ConfigError } from '../base/config-error';
import type { MLServiceProps } from './ml-service-props';
import { refuseBrokenModel } from './model/check-model';
import { isDownloaded } from './model/model';
import { refuseUnscrapedQueue } from './scale/keda';

/** What the compiler asks for in combination, asked again for callers without a compiler. */
export function refuseMissingProps(where: string, props: MLServiceProps): void {
  if (typeof props.runtime.image !== 'string') {
    const fix = "add it to the runtime: image: 'registry/repository:tag@sha256:<digest>'";
    throw new ConfigError('MLService.image', { where, what: 'the runtime has no image', fix });
  }
  refuseBrokenModel(where, props.model);
  refuseUnscrapedQueue(where, props);
  if (isDownloaded(props.model)) refuseIncompleteDownload(where, props);
  else refuseDownloadOfPresent(where, props);
}

function refuseIncompleteDownload(where: string, { model, runtime, modelSize, cache, download }: MLServiceProps): void {
  const refuse = (prop: string, what: string, fix: string) => {
    throw new ConfigError(`MLService.${prop}`, { where, what, fix });
  };
  if (modelSize === undefined) refuse('modelSize', 'nobody said how large the download is', 'add modelSize: Size.gibibytes(16)');
  // The compiler knows that there is no such cache here; a plain JavaScript caller does not.
  if ((cache as { readonly kind: string } | undefined)?.kind === 'none') {
    refuse('cache', 'a downloaded model has to be kept somewhere', "use Cache.perPod() or Cache.sharedPvc({ claim: '…' })");
  }
  if (download !== undefined && typeof download.image !== 'string') {
    refuse('download', 'the download has no image', "add download: { image: '<image with the tool>@sha256:<digest>' }");
  }
  const fetchesItself = model.kind === 'huggingFace' && (runtime.kind === 'vllm' || runtime.kind === 'tgi');
  if (fetchesItself || download !== undefined) return;
  refuse(
    'download',
    `the runtime ${runtime.kind} does not fetch from ${model.kind}`,
    "add download: { image: '<image with the tool>@sha256:<digest>' }",
  );
}

function refuseDownloadOfPresent(where: string, { model, modelSize, cache, download }: MLServiceProps): void {
  const kept = cache !== undefined && cache.kind !== 'none';
  const sized = modelSize !== undefined && model.kind !== 'ociImage';
  const prop = sized ? 'modelSize' : kept ? 'cache' : download !== undefined ? 'download' : undefined;
  if (prop === undefined) return;
  const what = `a model of the kind ${model.kind} is not downloaded, so ${prop} would mean nothing`;
  throw new ConfigError(`MLService.${prop}`, { where, what, fix: `remove ${prop}` });
}
