import type { Size } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { EnvVariables } from '../../kube/pod/environment-variables';
import { cacheSize, isDownloaded, type Model, modelUri } from '../../serving/model/model';
import { MODEL_DIRECTORY, type Weights } from '../../serving/model/resolve-model';
import type { OperatedProps } from '../operated-server';

/** The key of a Secret that the storage initializer reads as a token of the hub. */
const HUB_TOKEN_KEY = 'HF_TOKEN';

/** How KServe brings a model into the pods. */
interface ResolvedStorage {
  /** The address that KServe's storage initializer fetches from. @see https://kserve.github.io/website/docs/model-serving/storage/overview */
  readonly uri: string;
  /** What the pods find, when KServe fetches. */
  readonly weights: (env: EnvVariables) => Weights;
  /** Disk of the pod that KServe fills. */
  readonly fetchedToDisk: Size | undefined;
  /** Secrets of the pods' account: the storage initializer looks for credentials there, not in the pod. */
  readonly secrets: readonly string[];
}

/** Resolves the storage of a KServe service; refuses what KServe cannot fetch, and a model size that is missing or has no effect. */
export function resolveKServeStorage(
  code: string,
  where: string,
  { model, modelSize, serviceAccount }: Pick<OperatedProps, 'serviceAccount'> & { readonly model: Model; readonly modelSize?: Size },
): ResolvedStorage {
  const refuse = (prop: string, what: string, fix: string): never => {
    throw new ConfigError(`${code}.${prop}`, { where, what, fix });
  };
  const downloaded = isDownloaded(model);
  if (downloaded && modelSize === undefined) {
    refuse('modelSize', '`modelSize` is required for a downloaded model', 'add modelSize: Size.gibibytes(16)');
  }
  if (!downloaded && modelSize !== undefined) {
    refuse('modelSize', `modelSize has no effect: a ${model.kind} model is not downloaded`, 'remove modelSize');
  }
  if ((model.kind === 's3' || model.kind === 'gcs') && model.version !== undefined) {
    const fix = 'put a content hash into the prefix instead, or use MLService with download';
    refuse('model', `KServe fetches the newest version of ${model.uri}, whatever version is given`, fix);
  }
  const token = model.kind === 'huggingFace' ? model.token : undefined;
  if (token !== undefined && token.key !== HUB_TOKEN_KEY) {
    const fix = `name the key ${HUB_TOKEN_KEY} in the Secret, and use token: { secret: '${token.secret}', key: '${HUB_TOKEN_KEY}' }`;
    refuse('model', `KServe reads the key ${HUB_TOKEN_KEY} of a Secret, not "${token.key}"`, fix);
  }
  if (token !== undefined && serviceAccount !== undefined) {
    const fix = 'remove serviceAccount, or remove token and list the Secret in that account';
    refuse('model', 'KServe finds the token through the ServiceAccount, which you provide', fix);
  }
  return {
    uri: model.kind === 'huggingFace' ? `${modelUri(model)}:${model.revision}` : modelUri(model),
    weights: (env) => ({
      target: { kind: 'path', path: MODEL_DIRECTORY },
      mounts: [],
      env,
      ...(modelSize === undefined ? {} : { fetchedFirst: modelSize }),
    }),
    fetchedToDisk: modelSize === undefined ? undefined : cacheSize(where, modelSize),
    secrets: token === undefined ? [] : [token.secret],
  };
}
