import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { Environment } from '../environment/environment';
import { parseImage, unpinnedReason } from '../kube/image';
import { warn } from '../kube/warning';
import { type Model, modelUri } from './model';

const CODE = 'MLService.modelRevision';
const COMMIT = /^[0-9a-f]{40}$/;
const CONTENT_HASH = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

/** What exactly is served, as far as the model itself says: a commit, an object version, a content hash, a digest. */
export function modelRevision(model: Model): string | undefined {
  switch (model.kind) {
    case 'huggingFace':
      return model.revision;
    case 's3':
    case 'gcs':
      return model.version ?? model.uri.split('/').find((segment) => CONTENT_HASH.test(segment));
    case 'ociImage':
      return parseImage('MLService.model', modelUri(model), model.reference).digest;
    default:
      return undefined;
  }
}

/**
 * Refuses a model that may be another one tomorrow, or warns, as the environment asks for. ExternalEndpoint of every environment it warns.
 *
 * A claim is pinned by whoever fills it and a baked-in model by the image's digest: neither has a revision of its own.
 */
export function checkModelPinned(construct: Construct, model: Model): void {
  const finding = unpinned(model);
  if (finding === undefined) return;
  if (Environment.of(construct)?.pins === 'required') throw new ConfigError(CODE, { where: construct.node.path, ...finding });
  warn(construct, CODE, finding);
}

function unpinned(model: Model): { what: string; fix: string } | undefined {
  switch (model.kind) {
    case 'huggingFace': {
      if (COMMIT.test(model.revision)) return undefined;
      const what = `model ${model.repository} has the revision "${model.revision}", which can move`;
      return { what, fix: `pin the commit: Model.huggingFace('${model.repository}', { revision: '<40 hex>' })` };
    }
    case 's3':
    case 'gcs': {
      if (modelRevision(model) !== undefined) return undefined;
      const version = model.kind === 's3' ? 'versionId' : 'generation';
      const fix = `put a commit or content hash into the address ('${model.uri.replace(/\/$/, '')}/<40 or 64 hex>'), or give one object's ${version}`;
      return { what: `nothing keeps the content of ${model.uri} from being replaced`, fix };
    }
    case 'ociImage': {
      const reason = unpinnedReason(parseImage('MLService.model', modelUri(model), model.reference));
      const fix = `pin it: Model.ociImage('${model.reference.split('@')[0]}@sha256:<digest>')`;
      return reason === undefined ? undefined : { what: `model "${model.reference}" ${reason}`, fix };
    }
    default:
      return undefined;
  }
}
