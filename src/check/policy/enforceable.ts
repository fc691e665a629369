import type { EnforceableRule } from '../rule';
import { podImage, podResources } from '../rules/containers';
import { accessWildcard, podToken } from '../rules/credentials';
import { podHostPath, podPrivileged } from '../rules/host-access';
import { cronNever } from '../rules/jobs';
import { podSecurityLevel } from '../rules/pod-security-level';
import { quantityMilli } from '../rules/quantity-milli';
import { disruptionBlocks } from '../rules/scaling';
import { probePort } from '../rules/services';
import { timeGrace, timeProgress } from '../rules/times';

/** The rules of the library that a cluster can enforce, by code: those about one object. `docs/cluster-policies.md` lists them. */
export const ENFORCEABLE_RULES = {
  'access.wildcard': accessWildcard,
  'cron.schedule': cronNever,
  'disruption.blocks': disruptionBlocks,
  'pod.host-path': podHostPath,
  'pod.image': podImage,
  'pod.privileged': podPrivileged,
  'pod.resources': podResources,
  'pod.security-level': podSecurityLevel,
  'pod.token': podToken,
  'quantity.bytes': quantityMilli,
  'reference.probe-port': probePort,
  'time.grace': timeGrace,
  'time.progress': timeProgress,
} as const satisfies Readonly<Record<string, EnforceableRule>>;

/** The code of a rule that a cluster can enforce. */
export type EnforceableCode = keyof typeof ENFORCEABLE_RULES;
