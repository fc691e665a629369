import type { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { Environment } from '../../environment/environment';
import { warn } from '../../kube/construct-findings';
import { unpinnedReason } from '../../kube/pod/image';
import type { BucketModel, HubModel, Model, ResolvedModel } from './model';

const CODE = 'MLService.model';
const REVISION = 'MLService.modelRevision';
const REPOSITORY = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;
const BUCKET = /^(s3|gs):\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]\/[^\s?#]+$/;
const COMMIT = /^[0-9a-f]{40}$/;

/** Refuses a model that no runtime could find. */
export function assertModelExists(where: string, model: Model): void {
  switch (model.kind) {
    case 'huggingFace':
      checkHub(where, model);
      break;
    case 's3':
    case 'gcs':
      checkBucket(where, model);
      break;
    case 'bakedIn':
      checkAbsolutePath(where, model.path);
      break;
    case 'pvc':
      checkName(CODE, where, model.claim, DNS_SUBDOMAIN);
      checkInnerPath(where, model.path);
      break;
    case 'ociImage':
      checkInnerPath(where, model.path);
  }
}

function checkHub(where: string, { repository, revision, token }: HubModel): void {
  if (!REPOSITORY.test(repository)) {
    const fix = "write org/name, for example Model.huggingFace('mistralai/Mistral-7B-v0.3', { revision: '<40 hex>' })";
    throw new ConfigError(CODE, { where, what: `invalid Hugging Face repository ${JSON.stringify(repository)}`, fix });
  }
  if (token !== undefined) checkName(CODE, where, token.secret, DNS_SUBDOMAIN);
  if (/^[\w./-]+$/.test(revision) && !revision.startsWith('-')) return;
  const fix = `use a commit: Model.huggingFace('${repository}', { revision: '<40 hex>' })`;
  throw new ConfigError(REVISION, { where, what: `model ${repository} has the invalid revision ${JSON.stringify(revision)}`, fix });
}

function checkBucket(where: string, { kind, uri, version }: BucketModel): void {
  const scheme = kind === 's3' ? 's3' : 'gs';
  if (!BUCKET.test(uri) || !uri.startsWith(`${scheme}://`) || uri.split('/').includes('..')) {
    const fix = `write ${scheme}://bucket/prefix, for example Model.${kind}('${scheme}://models/llama/<commit>')`;
    throw new ConfigError(CODE, { where, what: `invalid ${scheme}:// address ${JSON.stringify(uri)}`, fix });
  }
  if (version === undefined) return;
  if (uri.endsWith('/')) {
    const fix = 'name the object, or remove the version and put a content hash into the prefix';
    throw new ConfigError(CODE, { where, what: `${uri} is a prefix, and only single objects have a version`, fix });
  }
  const pattern = kind === 's3' ? /^[\w.+/=-]+$/ : /^[0-9]+$/;
  if (pattern.test(version) && !version.startsWith('-')) return;
  const fix = kind === 's3' ? "use the object's version id" : "use the object's generation, a number in quotes";
  throw new ConfigError(REVISION, { where, what: `invalid version ${JSON.stringify(version)} of ${uri}`, fix });
}

function checkInnerPath(where: string, path: string): void {
  if (!path.split('/').includes('..') && !/[\s:]/.test(path)) return;
  const fix = 'use a path such as "llama/v3"';
  throw new ConfigError(CODE, { where, what: `path ${JSON.stringify(path)} must not have "..", ":" or white space`, fix });
}

function checkAbsolutePath(where: string, path: string): void {
  if (path.startsWith('/') && !path.split('/').includes('..') && !/\s/.test(path)) return;
  const fix = "use the path in the image, for example Model.bakedIn('/models/scorer')";
  throw new ConfigError(CODE, { where, what: `path ${JSON.stringify(path)} must be absolute, without ".." and white space`, fix });
}

/**
 * Refuses a model whose content can change under its name, or warns, as the environment requires. Outside of environments it warns.
 *
 * A claim is pinned by whoever fills it and a baked-in model by the image's digest: neither has its own revision.
 */
export function checkModelPinned(construct: Construct, model: ResolvedModel): void {
  const finding = unpinned(model);
  if (finding === undefined) return;
  if (Environment.of(construct)?.pins === 'required') throw new ConfigError(REVISION, { where: construct.node.path, ...finding });
  warn(construct, REVISION, finding);
}

function unpinned({ source, revision, artifact }: ResolvedModel): { what: string; fix: string } | undefined {
  switch (source.kind) {
    case 'huggingFace': {
      if (COMMIT.test(source.revision)) return undefined;
      const what = `model ${source.repository} has the revision "${source.revision}", which can move`;
      return { what, fix: `pin the commit: Model.huggingFace('${source.repository}', { revision: '<40 hex>' })` };
    }
    case 's3':
    case 'gcs': {
      if (revision !== undefined) return undefined;
      const version = source.kind === 's3' ? 'versionId' : 'generation';
      const fix = `put a commit or content hash into the address ('${source.uri.replace(/\/$/, '')}/<40 or 64 hex>'), or give one object's ${version}`;
      return { what: `the content of ${source.uri} can be replaced`, fix };
    }
    default: {
      const reason = artifact === undefined ? undefined : unpinnedReason(artifact);
      if (artifact === undefined || reason === undefined) return undefined;
      const fix = `pin it: Model.ociImage('${artifact.text.split('@')[0]}@sha256:<digest>')`;
      return { what: `model "${artifact.text}" ${reason}`, fix };
    }
  }
}
