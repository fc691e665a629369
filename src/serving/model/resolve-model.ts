import { createHash } from 'node:crypto';
import type { Size } from 'cdk8s';
import { LABEL_VALUE } from '../../base/names';
import { sizeQuantity } from '../../base/units';
import { type LabelContext, ownKey } from '../../kube/labels';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import { type ImageReference, parseImage } from '../../kube/pod/image';
import { Mount } from '../../kube/pod/mount';
import { assertModelExists } from './check-model';
import { type Cache, cacheMount, cacheSize, isDownloaded, type Model, modelUri, type ResolvedModel } from './model';

/** Where models are mounted, downloaded and cached, in every container that needs them. */
export const MODEL_DIRECTORY = '/mnt/models';

/** The cache of the Hugging Face libraries, which several revisions and services may share. */
export const HUB_CACHE = `${MODEL_DIRECTORY}/huggingface`;

/** Resolves a model; refuses one that no runtime could find. */
export function resolveModel(where: string, source: Model): ResolvedModel {
  assertModelExists(where, source);
  const uri = modelUri(source);
  const artifact = source.kind === 'ociImage' ? parseImage('MLService.model', where, source.reference) : undefined;
  const revision = revisionOf(source, artifact);
  return { source, uri, revision, path: pathOf(source, uri, revision), mounts: mountsOf(source), tokenEnv: tokenEnv(source), artifact };
}

const CONTENT_HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function revisionOf(model: Model, artifact: ImageReference | undefined): string | undefined {
  switch (model.kind) {
    case 'huggingFace':
      return model.revision;
    case 's3':
    case 'gcs':
      return model.version ?? model.uri.split('/').find((segment) => CONTENT_HASH.test(segment));
    default:
      return artifact?.digest;
  }
}

function pathOf(model: Model, uri: string, revision: string | undefined): string {
  switch (model.kind) {
    case 'bakedIn':
      return model.path;
    case 'pvc':
    case 'ociImage':
      return [MODEL_DIRECTORY, ...model.path.split('/')].filter((part) => part !== '').join('/');
    default: {
      const hash = createHash('sha256')
        .update(`${uri}@${revision ?? ''}`)
        .digest('hex')
        .slice(0, 8);
      const segments = uri.split('/').filter((part) => part !== '');
      // The end is kept because runtimes tell formats apart by it: model.onnx, model.gguf.
      return `${MODEL_DIRECTORY}/${hash}-${segments.at(-1)}`;
    }
  }
}

function mountsOf(model: Model): readonly Mount[] {
  if (model.kind === 'pvc') return [Mount.claim(MODEL_DIRECTORY, model.claim, { name: 'models', readOnly: true })];
  if (model.kind === 'ociImage') return [Mount.image(MODEL_DIRECTORY, model.reference, { name: 'models' })];
  return [];
}

function tokenEnv(model: Model): EnvVariables {
  if (model.kind !== 'huggingFace' || model.token === undefined) return {};
  return { HF_TOKEN: Env.secret(model.token.secret, model.token.key) };
}

/** What an engine is told to load: a repository that it fetches itself, or a path in its file system. */
export type ModelTarget =
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string }
  | { readonly kind: 'path'; readonly path: string };

/** How the weights get into a pod, whatever runtime reads them. */
export interface Weights {
  readonly target: ModelTarget;
  /** Volumes of the model, for the server and for the init container. */
  readonly mounts: readonly Mount[];
  /** What the server needs to fetch by itself. */
  readonly env: EnvVariables;
  /** What is fetched before the server starts. */
  readonly fetchedFirst?: Size;
}

/** The weights of a service: downloaded by an init container, by the runtime itself, or already there. */
export function resolveWeights(
  where: string,
  model: ResolvedModel,
  { modelSize, fetchedBefore, cache }: { readonly modelSize?: Size; readonly fetchedBefore: boolean; readonly cache: Cache },
): Weights {
  const { source, path } = model;
  if (modelSize !== undefined) sizeQuantity('MLService.modelSize', where, modelSize);
  if (!isDownloaded(source) || modelSize === undefined || cache.kind === 'none') {
    return {
      target: { kind: 'path', path },
      mounts: model.mounts,
      env: {},
      ...(modelSize === undefined ? {} : { fetchedFirst: modelSize }),
    };
  }
  const mounts = [cacheMount(MODEL_DIRECTORY, cache, cacheSize(where, modelSize))];
  if (fetchedBefore) return { target: { kind: 'path', path }, mounts, env: {}, fetchedFirst: modelSize };
  const { tokenEnv: env } = model;
  if (source.kind !== 'huggingFace') return { target: { kind: 'path', path }, mounts, env };
  return { target: { kind: 'hub', repository: source.repository, revision: source.revision }, mounts, env };
}

/** What tells people, audits and dashboards which model and image run. */
export interface Provenance {
  readonly annotations: Readonly<Record<string, string>>;
  /**
   * Labels to find running pods by: `kubectl get pods -A -l image.cdk8s-mlops/digest=7d1e0f2a3b4c`. Never part of a selector.
   *
   * A hash is cut to its first 12 digits. A version that no label can hold is an annotation only.
   */
  readonly labels: Readonly<Record<string, string>>;
}

export function provenance(context: LabelContext, { uri, revision }: ResolvedModel, image: ImageReference): Provenance {
  const labels = {
    [ownKey(context, 'model', 'revision')]: labelValue(revision),
    [ownKey(context, 'image', 'digest')]: labelValue(image.digest),
  };
  return {
    annotations: {
      [ownKey(context, 'model', 'source')]: uri,
      ...(revision === undefined ? {} : { [ownKey(context, 'model', 'revision')]: revision }),
    },
    labels: Object.fromEntries(Object.entries(labels).filter((entry): entry is [string, string] => entry[1] !== undefined)),
  };
}

/** Long enough to tell any two apart, and what people copy. */
const SHORT = 12;

function labelValue(version: string | undefined): string | undefined {
  const hash = /^(?:sha256:)?([0-9a-f]{40}|[0-9a-f]{64})$/.exec(version ?? '')?.[1];
  if (hash !== undefined) return hash.slice(0, SHORT);
  return version !== undefined && version.length <= LABEL_VALUE.max && LABEL_VALUE.pattern.test(version) ? version : undefined;
}
