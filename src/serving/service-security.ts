import type { SecurityProps } from '../kube/pod/security';
import type { Cache } from './model/cache';
import type { Engine } from './runtime/runtime-engine';

/** For images of download tools, which start as root unless told otherwise. */
const DOWNLOAD_USER = 1000;

/** Who the server runs as: known images start as root, which the pod refuses, so they get the user that fits them. */
export function serviceSecurity(engine: Engine, given: SecurityProps = {}, cache?: Cache): SecurityProps {
  const runAsUser = serverUser(engine, given);
  // A shared claim belongs to root until a group of the pod's owns it.
  const fsGroup = given.fsGroup ?? (cache?.kind === 'sharedPvc' ? (runAsUser ?? DOWNLOAD_USER) : undefined);
  return { ...given, runAsUser, fsGroup };
}

/** The user of the init container, when the pod as a whole has none. */
export function downloadUser(engine: Engine, given: SecurityProps = {}): number | undefined {
  return serverUser(engine, given) === undefined ? DOWNLOAD_USER : undefined;
}

function serverUser(engine: Engine, given: SecurityProps): number | undefined {
  return given.runAsUser ?? (given.exceptions?.runAsRoot === undefined ? engine.user : undefined);
}
