import type { Rule } from './rule';
import { acceptReason } from './rules/accept-reason';
import { accessWildcard } from './rules/access-wildcard';
import { apiRemoved } from './rules/api-removed';
import { cronNever } from './rules/cron-never';
import { cronTimes } from './rules/cron-times';
import { disruptionBlocks } from './rules/disruption-blocks';
import { identityOwners } from './rules/identity-owners';
import { identityTwice } from './rules/identity-twice';
import { jobReruns } from './rules/job-reruns';
import { limitRange } from './rules/limit-range';
import { nameDerived } from './rules/name-derived';
import { namespaceScope } from './rules/namespace-scope';
import { networkCutsRoute } from './rules/network-cuts-route';
import { orderCrd } from './rules/order-crd';
import { orderCycle } from './rules/order-cycle';
import { orderWave } from './rules/order-wave';
import { podHostPath } from './rules/pod-host-path';
import { podImage } from './rules/pod-image';
import { podPrivileged } from './rules/pod-privileged';
import { podReadiness } from './rules/pod-readiness';
import { podResources } from './rules/pod-resources';
import { podSecurityLevel } from './rules/pod-security-level';
import { podToken } from './rules/pod-token';
import { probePort } from './rules/probe-port';
import { quantityMilli } from './rules/quantity-milli';
import { queueNeverAdmitted } from './rules/queue-never-admitted';
import { quotaMissingRequest } from './rules/quota-missing-request';
import { quotaName } from './rules/quota-name';
import { quotaPods } from './rules/quota-pods';
import { referenceBackend } from './rules/reference-backend';
import { referenceDelivery } from './rules/reference-delivery';
import { referenceGateway } from './rules/reference-gateway';
import { referenceKey } from './rules/reference-key';
import { referencePod } from './rules/reference-pod';
import { referenceQueue } from './rules/reference-queue';
import { scaleConflict } from './rules/scale-conflict';
import { scaleReplicas } from './rules/scale-replicas';
import { scaleTargetRule } from './rules/scale-target';
import { secretPlain } from './rules/secret-plain';
import { selectorShared } from './rules/selector-shared';
import { servicePods } from './rules/service-pods';
import { servicePort } from './rules/service-port';
import { timeDelivery } from './rules/time-delivery';
import { timeGrace } from './rules/time-grace';
import { timeProgress } from './rules/time-progress';

/** Every rule of the library, by code; `docs/check.md` lists them. */
export const RULES: readonly Rule[] = [
  acceptReason,
  accessWildcard,
  apiRemoved,
  cronNever,
  cronTimes,
  disruptionBlocks,
  identityTwice,
  nameDerived,
  namespaceScope,
  networkCutsRoute,
  podHostPath,
  podImage,
  podPrivileged,
  podReadiness,
  podResources,
  podSecurityLevel,
  podToken,
  probePort,
  quantityMilli,
  referenceBackend,
  referenceDelivery,
  referenceGateway,
  referencePod,
  scaleReplicas,
  scaleTargetRule,
  scaleConflict,
  secretPlain,
  selectorShared,
  servicePods,
  servicePort,
  timeGrace,
  timeProgress,
  jobReruns,
  orderCrd,
  orderCycle,
  orderWave,
  timeDelivery,
  limitRange,
  queueNeverAdmitted,
  quotaName,
  quotaPods,
  quotaMissingRequest,
  referenceQueue,
  referenceKey,
  identityOwners,
];
