import { accessWildcard } from '../rules/access-wildcard';
import { cronNever } from '../rules/cron-never';
import { disruptionBlocks } from '../rules/disruption-blocks';
import { podHostPath } from '../rules/pod-host-path';
import { podImage } from '../rules/pod-image';
import { podPrivileged } from '../rules/pod-privileged';
import { podResources } from '../rules/pod-resources';
import { podSecurityLevel } from '../rules/pod-security-level';
import { podToken } from '../rules/pod-token';
import { probePort } from '../rules/probe-port';
import { quantityMilli } from '../rules/quantity-milli';
import { timeGrace } from '../rules/time-grace';
import { timeProgress } from '../rules/time-progress';
import type { EnforceableRule } from './rule-policy';

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
