import type { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { warn } from '../kube/construct-findings';
import { type ImageReference, parseImage, unpinnedReason } from '../kube/pod/image';
import { Environment } from './environment';

/**
 * Refuses an image whose content can change under its name, or warns, as the environment requires. Outside of environments it warns.
 *
 * @param image a parsed reference, or text that is parsed here under the same code
 */
export function checkPinned(code: string, construct: Construct, image: string | ImageReference): void {
  const where = construct.node.path;
  const reference = typeof image === 'object' && image !== null ? image : parseImage(code, where, image);
  const reason = unpinnedReason(reference);
  if (reason === undefined) return;
  const { text } = reference;
  const finding = { what: `image "${text}" ${reason}`, fix: `pin it, for example "${text.split('@')[0]}@sha256:<digest>"` };
  if (Environment.of(construct)?.pins === 'required') throw new ConfigError(code, { where, ...finding });
  warn(construct, code, finding);
}
