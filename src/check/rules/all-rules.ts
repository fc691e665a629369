import type { Rule } from '../rule';
import { apiRemoved } from '../versions/api-removed';
import { acceptReason } from './accept-reason';
import { networkCutsRoute, referenceBackend, referenceGateway } from './backends';
import { podImage, podResources } from './containers';
import { accessWildcard, podToken, secretPlain } from './credentials';
import { orderCrd, orderCycle, orderWave } from './delivery-order';
import { podHostPath, podPrivileged } from './host-access';
import { identityOwners, identityTwice, namespaceScope } from './identity';
import { cronNever, cronTimes, jobReruns } from './jobs';
import { limitRange } from './limit-ranges';
import { nameDerived } from './name-derived';
import { podSecurityLevel } from './pod-security-level';
import { quantityMilli } from './quantity-milli';
import { queueNeverAdmitted, quotaMissingRequest, quotaName, quotaPods } from './quotas';
import { referenceDelivery, referenceKey, referencePod, referenceQueue } from './references';
import { disruptionBlocks, scaleConflict, scaleReplicas, scaleTargetRule } from './scaling';
import { podReadiness, probePort, selectorShared, servicePods, servicePort } from './services';
import { timeDelivery, timeGrace, timeProgress } from './times';

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
