import { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { kibibytes } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import { type EnvVariables, type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { ImageReference } from '../../kube/pod/image';
import { Mount } from '../../kube/pod/mount';

/** A model repository on the Hugging Face hub. Made by {@link Model.huggingFace}. */
export interface HubModel {
  readonly kind: 'huggingFace';
  /** `org/name`. */
  readonly repository: string;
  readonly revision: string;
  /** The Secret, and its key, that holds a token with read access. */
  readonly token?: { readonly secret: string; readonly key: string };
}

/** A prefix or an object in a bucket. Made by {@link Model.s3} and {@link Model.gcs}. */
export interface BucketModel {
  readonly kind: 's3' | 'gcs';
  readonly uri: string;
  /** Version id (S3) or generation (Google Cloud Storage) of a single object. */
  readonly version?: string;
}

/** The same in S3. Made by {@link Model.s3}. */
export interface S3Model extends BucketModel {
  readonly kind: 's3';
}

/** A directory of a claim that somebody fills. Made by {@link Model.pvc}. */
export interface ClaimModel {
  readonly kind: 'pvc';
  readonly claim: string;
  readonly path: string;
}

/** The content of an OCI artifact. Made by {@link Model.ociImage}. */
export interface ImageModel {
  readonly kind: 'ociImage';
  readonly reference: string;
  readonly path: string;
}

/** A directory or file of the runtime's own image. Made by {@link Model.bakedIn}. */
export interface BakedInModel {
  readonly kind: 'bakedIn';
  readonly path: string;
}

/** Models that each pod fetches before it can serve. */
export type DownloadedModel = HubModel | BucketModel;

/** Models that are there when the pod starts. */
export type ModelInPlace = ClaimModel | ImageModel | BakedInModel;

/** Where the weights come from. Checked by the service that uses it, so that an error names the service. */
export type Model = DownloadedModel | ModelInPlace;

/** Sources of a model. */
export const Model = checkedFactories('Model', {
  /**
   * A repository of the Hugging Face hub: `Model.huggingFace('org/name', { revision: '<40 hex>' })`.
   *
   * `revision` is a commit of 40 hexadecimal digits; a branch or tag is refused where the environment requires pins. `token` names the
   * Secret with a read token (`key` defaults to `token`); its value is never written.
   */
  huggingFace(
    repository: string,
    options: { readonly revision: string; readonly token?: { readonly secret: string | NamedRef; readonly key?: string } },
  ): HubModel {
    const token = options?.token && { secret: nameOf(options.token.secret), key: options.token.key ?? 'token' };
    return { kind: 'huggingFace', repository, revision: options?.revision, token };
  },
  /**
   * A prefix (`s3://bucket/prefix`) or, with `versionId`, one object of an S3 bucket.
   *
   * A prefix counts as pinned when one of its segments is a commit or content hash of 40 or 64 hexadecimal digits.
   */
  s3(uri: string, options: { readonly versionId?: string } = {}): S3Model {
    return { kind: 's3', uri, version: options.versionId };
  },
  /** The same for Google Cloud Storage (`gs://bucket/prefix`), where an object's version is its `generation`. */
  gcs(uri: string, options: { readonly generation?: string } = {}): BucketModel {
    return { kind: 'gcs', uri, version: options.generation };
  },
  /** A directory of a PersistentVolumeClaim, mounted read-only. What is in it is pinned by whoever fills it. `path` defaults to its root. */
  pvc(claim: string | NamedRef, options: { readonly path?: string } = {}): ClaimModel {
    return { kind: 'pvc', claim: nameOf(claim), path: options.path ?? '' };
  },
  /** An OCI artifact mounted as a volume: needs Kubernetes 1.36, or 1.35 with its beta default. `path` is the model's directory inside it. */
  ociImage(reference: string, options: { readonly path?: string } = {}): ImageModel {
    return { kind: 'ociImage', reference, path: options.path ?? '' };
  },
  /** A path in the runtime's image, pinned by the image's digest. */
  bakedIn(path: string): BakedInModel {
    return { kind: 'bakedIn', path };
  },
});

/** A model, checked and parsed. */
export interface ResolvedModel {
  readonly source: Model;
  /** The address in the schemes of KServe: `hf://org/name`. */
  readonly uri: string;
  /** What exactly is served, as far as the model says: a commit, an object version, a content hash, a digest. */
  readonly revision: string | undefined;
  /** The path in the container. A download has its own path per address and revision, so that a shared cache can hold many. */
  readonly path: string;
  /** Read-only volumes of a model that is not downloaded. */
  readonly mounts: readonly Mount[];
  /** The hub's token, for whoever downloads. */
  readonly tokenEnv: EnvVariables;
  /** The reference of a model that is an OCI artifact. */
  readonly artifact: ImageReference | undefined;
}

/** Whether each pod must fetch the model. */
export function isDownloaded(model: Model): model is DownloadedModel {
  return model.kind === 'huggingFace' || model.kind === 's3' || model.kind === 'gcs';
}

/** The model's address for people and tools, in the schemes that KServe uses too. */
export function modelUri(model: Model): string {
  switch (model.kind) {
    case 'huggingFace':
      return `hf://${model.repository}`;
    case 'pvc':
      return `pvc://${model.claim}/${model.path.replace(/^\/+/, '')}`;
    case 'ociImage':
      return `oci://${model.reference}`;
    case 'bakedIn':
      return `file://${model.path}`;
    default:
      return model.uri;
  }
}

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
