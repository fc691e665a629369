import { ConfigError } from '../../base/config-error';
import { describeType } from '../../base/preview';

/** A parsed container image reference. */
export interface ImageReference {
  /** As it was given: `ghcr.io/acme/scorer:1.4@sha256:…`. */
  readonly text: string;
  /** Registry and repository: `ghcr.io/acme/scorer`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest?: string;
}

const HOST_PART = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const HOST = new RegExp(`^(?:${HOST_PART}(?:\\.${HOST_PART})*|\\[[a-fA-F0-9:]+\\])(?::[0-9]+)?$`);
const PATH_PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = new RegExp(`^${PATH_PART}(?:/${PATH_PART})*$`);
const LONGEST_PATH = 255;
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/;
const DIGEST = /^sha256:[a-f0-9]{64}$/;

/**
 * Parses an image reference. Throws under `code` for one that no container runtime could pull.
 *
 * @see https://github.com/distribution/reference/blob/main/reference.go
 */
export function parseImage(code: string, where: string, image: string): ImageReference {
  if (typeof image !== 'string') {
    throw new ConfigError(code, {
      where,
      what: `image must be a string, got ${describeType(image)}`,
      fix: "write 'registry/repository:tag@sha256:<digest>'",
    });
  }
  const at = image.indexOf('@');
  const digest = at < 0 ? undefined : image.slice(at + 1);
  const named = at < 0 ? image : image.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const repository = hasTag ? named.slice(0, colon) : named;
  const tag = hasTag ? named.slice(colon + 1) : undefined;
  const wrong = imageProblem(repository, tag, digest);
  if (wrong === undefined) return { text: image, repository, tag, digest };
  throw new ConfigError(code, {
    where,
    what: `image ${JSON.stringify(image)} ${wrong}`,
    fix: 'write registry/repository:tag@sha256:<digest>, for example "ghcr.io/acme/scorer:1.4@sha256:<64 hex digits>"',
  });
}

function imageProblem(repository: string, tag: string | undefined, digest: string | undefined): string | undefined {
  if (repository === '') return 'has no repository';
  if (!isRepository(repository)) return `has the repository ${JSON.stringify(repository)}, which is not a valid repository name`;
  if (tag !== undefined && !TAG.test(tag)) return `has the tag ${JSON.stringify(tag)}, which is not a valid tag`;
  if (digest !== undefined && !DIGEST.test(digest)) return 'has a digest that is not sha256: and 64 hexadecimal digits';
  return undefined;
}

/** A first segment with a dot, a port or a capital letter, or `localhost`, is a registry: the rule that container runtimes use. */
function isRepository(repository: string): boolean {
  const slash = repository.indexOf('/');
  const first = repository.slice(0, Math.max(0, slash));
  const isHost = first === 'localhost' || /[.:A-Z]/.test(first);
  const path = isHost ? repository.slice(slash + 1) : repository;
  return (!isHost || HOST.test(first)) && path.length <= LONGEST_PATH && PATH.test(path);
}

/** Why an image reference can point to different content later, or undefined when it has a digest. */
export function unpinnedReason(image: ImageReference): string | undefined {
  if (image.digest !== undefined) return undefined;
  if (image.tag === undefined) return 'has neither a tag nor a digest, so it means ":latest"';
  if (image.tag === 'latest') return 'has the tag "latest", which moves';
  return 'has no digest, and a tag can be moved';
}
