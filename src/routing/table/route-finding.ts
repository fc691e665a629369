import type { Manifest } from '../../manifest/manifest';

/** An object in a directory that does not do what it seems to do. */
export interface RouteFinding {
  readonly code: string;
  /** The object that shows it. */
  readonly object: Manifest;
  readonly what: string;
  readonly fix: string;
}

/** `Ingress team-a/scoring`, for sentences about another object. */
export function titleOf({ kind, metadata }: Manifest): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}
