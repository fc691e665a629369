import type { Size } from 'cdk8s';
import type { Container } from '../../../imports/kubernetes';
import { sizeQuantity } from '../../base/units';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import type { MLServiceProps } from '../ml-service-props';
import { Cache, cacheMount, cacheSize } from './cache';
import { modelRevision } from './check-model';
import { downloadContainer } from './download';
import { type DownloadedModel, isDownloaded, type Model, modelUri } from './model';
import { MODEL_DIRECTORY, type ModelTarget, modelMounts, modelPath } from './model-location';

/** How the weights get into a pod, whatever runtime reads them. */
export interface Weights {
  /** What the runtime is told to load. */
  readonly target: ModelTarget;
  /** Volumes of the model, for the server and for the init container. */
  readonly mounts: readonly Mount[];
  /** What the server needs to fetch by itself. */
  readonly env: EnvVariables;
  /** What is fetched before the server starts. */
  readonly fetchedFirst?: Size;
}

/** The weights of a service. */
export function weights(where: string, props: MLServiceProps): Weights {
  const { model, modelSize, download, cache = Cache.perPod() } = props;
  if (!isDownloaded(model) || modelSize === undefined || cache.kind === 'none') {
    const target = { kind: 'path', path: modelPath(model) } as const;
    if (modelSize !== undefined) sizeQuantity('MLService.modelSize', where, modelSize);
    return { target, mounts: modelMounts(model), env: {}, ...(modelSize === undefined ? {} : { fetchedFirst: modelSize }) };
  }
  const mounts = [cacheMount(MODEL_DIRECTORY, cache, cacheSize(where, modelSize))];
  if (download !== undefined) return { target: { kind: 'path', path: modelPath(model) }, mounts, env: {}, fetchedFirst: modelSize };
  return { target: hubTarget(model), mounts, env: tokenEnv(model) };
}

/** The init containers of a service that fetches its model first. */
export function fetchContainers(
  where: string,
  { model, download }: MLServiceProps,
  mounts: readonly Mount[],
  disk: Size,
  user: number | undefined,
): readonly Container[] {
  if (download === undefined || !isDownloaded(model)) return [];
  const [uri, revision] = [modelUri(model), modelRevision(model)];
  return [downloadContainer(download, { where, model, uri, revision, tokenEnv: tokenEnv(model), mounts, disk, user })];
}

function hubTarget(model: DownloadedModel): ModelTarget {
  if (model.kind === 'huggingFace') return { kind: 'hub', repository: model.repository, revision: model.revision };
  return { kind: 'path', path: modelPath(model) };
}

function tokenEnv(model: Model): EnvVariables {
  if (model.kind !== 'huggingFace' || model.token === undefined) return {};
  return { HF_TOKEN: Env.secret(model.token.secret, model.token.key) };
}
