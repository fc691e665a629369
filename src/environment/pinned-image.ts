import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { parseImage, unpinnedReason } from '../kube/pod/image';
import { warn } from '../kube/warning';
import { Environment } from './environment';

/**
 * Refuses an image that may mean something else tomorrow, or warns, as the environment asks for.
 *
 * ExternalEndpoint of every environment it warns.
 */
export function checkPinned(code: string, construct: Construct, image: string): void {
  const where = construct.node.path;
  const reason = unpinnedReason(parseImage(code, where, image));
  if (reason === undefined) return;
  const finding = { what: `image "${image}" ${reason}`, fix: `pin it, for example "${image.split('@')[0]}@sha256:<digest>"` };
  if (Environment.of(construct)?.pins === 'required') throw new ConfigError(code, { where, ...finding });
  warn(construct, code, finding);
}
