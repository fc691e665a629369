import { createHash } from 'node:crypto';
import { Mount } from '../../kube/pod/mount';
import { modelRevision } from './check-model';
import { type DownloadedModel, type Model, modelUri } from './model';

/** Where models are mounted, downloaded and cached, in every container that needs them. */
export const MODEL_DIRECTORY = '/mnt/models';

/** The cache of the Hugging Face libraries, which several revisions and services may share. */
export const HUB_CACHE = `${MODEL_DIRECTORY}/huggingface`;

/** What an engine is told to load: a repository that it fetches itself, or a path in its file system. */
export type ModelTarget =
  | { readonly kind: 'hub'; readonly repository: string; readonly revision: string }
  | { readonly kind: 'path'; readonly path: string };

/** The path of a model in the container. One that is downloaded gets a path of its own per address and revision, so that a shared cache can hold many. */
export function modelPath(model: Model): string {
  switch (model.kind) {
    case 'bakedIn':
      return model.path;
    case 'pvc':
    case 'ociImage':
      return [MODEL_DIRECTORY, ...model.path.split('/')].filter((part) => part !== '').join('/');
    default:
      return `${MODEL_DIRECTORY}/${downloadName(model)}`;
  }
}

/** Read-only volumes of models that are not downloaded. */
export function modelMounts(model: Model): readonly Mount[] {
  if (model.kind === 'pvc') return [Mount.claim(MODEL_DIRECTORY, model.claim, { name: 'models', readOnly: true })];
  if (model.kind === 'ociImage') return [Mount.image(MODEL_DIRECTORY, model.reference, { name: 'models' })];
  return [];
}

// The end is kept because runtimes tell formats apart by it: model.onnx, model.gguf.
function downloadName(model: DownloadedModel): string {
  const uri = modelUri(model);
  const hash = createHash('sha256')
    .update(`${uri}@${modelRevision(model) ?? ''}`)
    .digest('hex')
    .slice(0, 8);
  const base = uri
    .split('/')
    .filter((part) => part !== '')
    .at(-1);
  return `${hash}-${base}`;
}
