import type { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { Environment } from '../../environment/environment';
import { parseImage, unpinnedReason } from '../../kube/pod/image';
import { warn } from '../../kube/warning';
import { type BucketModel, type ClaimModel, type HubModel, type ImageModel, type Model, modelUri } from './model';

const CODE = 'MLService.model';
const REPOSITORY = /^[A-Za-z0-9][\w.-]*(\/[A-Za-z0-9][\w.-]*)?$/;
const BUCKET = /^(s3|gs):\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]\/[^\s?#]+$/;

/** Refuses a model that no runtime could find. */
export function refuseBrokenModel(where: string, model: Model): void {
  const { kind } = model;
  if (kind === 'huggingFace') refuseHub(where, model);
  else if (kind === 's3' || kind === 'gcs') refuseBucket(where, model);
  else if (kind === 'pvc') refuseClaim(where, model);
  else if (kind === 'ociImage') refuseArtifact(where, model);
  else if (kind === 'bakedIn') refuseRelativePath(where, model.path);
  else {
    const fix = "use a factory, for example Model.huggingFace('org/name', { revision: '<40 hex>' })";
    throw new ConfigError(CODE, { where, what: `the model is ${JSON.stringify(model)}`, fix });
  }
}

function refuseClaim(where: string, { claim, path }: ClaimModel): void {
  checkName(CODE, where, claim, DNS_SUBDOMAIN);
  refuseInnerPath(where, path);
}

function refuseArtifact(where: string, { reference, path }: ImageModel): void {
  parseImage(CODE, where, reference);
  refuseInnerPath(where, path);
}

function refuseHub(where: string, { repository, revision, token }: HubModel): void {
  if (typeof repository !== 'string' || !REPOSITORY.test(repository)) {
    const fix = "write org/name, for example Model.huggingFace('mistralai/Mistral-7B-v0.3', { revision: '<40 hex>' })";
    throw new ConfigError(CODE, { where, what: `${JSON.stringify(repository)} is no repository of the hub`, fix });
  }
  if (token !== undefined) checkName(CODE, where, token.secret, DNS_SUBDOMAIN);
  if (typeof revision === 'string' && /^[\w./-]+$/.test(revision) && !revision.startsWith('-')) return;
  const fix = `give the commit: Model.huggingFace('${repository}', { revision: '<40 hex>' })`;
  throw new ConfigError('MLService.modelRevision', {
    where,
    what: `model ${repository} has the revision ${JSON.stringify(revision)}`,
    fix,
  });
}

function refuseBucket(where: string, { kind, uri, version }: BucketModel): void {
  const scheme = kind === 's3' ? 's3' : 'gs';
  if (typeof uri !== 'string' || !BUCKET.test(uri) || !uri.startsWith(`${scheme}://`) || uri.split('/').includes('..')) {
    const fix = `write ${scheme}://bucket/prefix, for example Model.${kind}('${scheme}://models/llama/<commit>')`;
    throw new ConfigError(CODE, { where, what: `${JSON.stringify(uri)} is no ${scheme}:// address`, fix });
  }
  if (version === undefined) return;
  if (uri.endsWith('/')) {
    const fix = 'name the object, or leave the version out and put a content hash into the prefix';
    throw new ConfigError(CODE, { where, what: `${uri} is a prefix, and only single objects have a version`, fix });
  }
  const pattern = kind === 's3' ? /^[\w.+/=-]+$/ : /^[0-9]+$/;
  if (pattern.test(version) && !version.startsWith('-')) return;
  const fix = kind === 's3' ? "use the object's version id" : "use the object's generation, a number in quotes";
  throw new ConfigError('MLService.modelRevision', { where, what: `${JSON.stringify(version)} is no version of ${uri}`, fix });
}

function refuseInnerPath(where: string, path: string): void {
  const parts = path.split('/');
  if (!parts.includes('..') && !/[\s:]/.test(path)) return;
  throw new ConfigError(CODE, {
    where,
    what: `path ${JSON.stringify(path)} has "..", ":" or white space`,
    fix: 'use a path such as "llama/v3"',
  });
}

function refuseRelativePath(where: string, path: string): void {
  if (typeof path === 'string' && path.startsWith('/') && !path.split('/').includes('..') && !/\s/.test(path)) return;
  const fix = "use the absolute path in the image, for example Model.bakedIn('/models/scorer')";
  throw new ConfigError(CODE, { where, what: `${JSON.stringify(path)} is no absolute path`, fix });
}

const REVISION = 'MLService.modelRevision';
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
 * Refuses a model that may be another one tomorrow, or warns, as the environment asks for. Outside of every environment it warns.
 *
 * A claim is pinned by whoever fills it and a baked-in model by the image's digest: neither has a revision of its own.
 */
export function checkModelPinned(construct: Construct, model: Model): void {
  const finding = unpinned(model);
  if (finding === undefined) return;
  if (Environment.of(construct)?.pins === 'required') throw new ConfigError(REVISION, { where: construct.node.path, ...finding });
  warn(construct, REVISION, finding);
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
