import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import { Mount } from '../../kube/pod/mount';

/** Each pod downloads into scratch space of its own. */
export interface PerPodCache {
  readonly kind: 'perPod';
}

/** Pods share what the first one downloaded. */
export interface SharedCache {
  readonly kind: 'sharedPvc';
  readonly claim: string;
}

/** Nothing is downloaded. */
export interface NoCache {
  readonly kind: 'none';
}

/** Where downloaded models are kept. */
export type Cache = PerPodCache | SharedCache | NoCache;

/** Places for downloaded models. */
export const Cache = checkedFactories('Cache', {
  /** Scratch space on the node's disk that ends with the pod. Every pod downloads the model again. */
  perPod(): PerPodCache {
    return { kind: 'perPod' };
  },
  /** A claim that several pods may write (`ReadWriteMany`), so that a model is downloaded once. Its size is the claim's own. */
  sharedPvc(options: { readonly claim: string | NamedRef }): SharedCache {
    return { kind: 'sharedPvc', claim: nameOf(options.claim) };
  },
  /** For models that are not downloaded. */
  none(): NoCache {
    return { kind: 'none' };
  },
} as const);

const GIB = 1024 * 1024;

/**
 * Room for a downloaded model: its size and a tenth, at least 1 GiB more, in whole MiB.
 *
 * Downloads keep unfinished parts and metadata beside the finished files, and a full emptyDir evicts the pod.
 */
export function cacheSize(where: string, modelSize: Size): Size {
  const size = kibibytes(modelSize);
  if (!(size > 0)) {
    const fix = 'give the size of the files that are downloaded, for example Size.gibibytes(16)';
    throw new ConfigError('MLService.modelSize', { where, what: `a model of ${size} KiB is not above zero`, fix });
  }
  return Size.mebibytes(Math.ceil((size + Math.max(size / 10, GIB)) / 1024));
}

/** The volume that downloaded models are written to. */
export function cacheMount(path: string, cache: PerPodCache | SharedCache, sizeLimit: Size): Mount {
  return cache.kind === 'sharedPvc'
    ? Mount.claim(path, cache.claim, { name: 'models' })
    : Mount.scratch(path, { name: 'models', sizeLimit });
}
