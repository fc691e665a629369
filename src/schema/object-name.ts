import { LONGEST_NAMES } from '../base/derived-names';
import { DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN, type NameRule, PATH_SEGMENT } from '../base/names';

/** Kinds whose names the API server holds to a rule of their own, as `group/Kind`. All others may have any DNS name. */
const RULES: Readonly<Record<string, NameRule>> = {
  '/Namespace': DNS_LABEL,
  '/Service': DNS_1035_LABEL,
  'apps/StatefulSet': DNS_LABEL,
  'batch/CronJob': { ...DNS_SUBDOMAIN, max: LONGEST_NAMES['batch/CronJob'].max },
  'rbac.authorization.k8s.io/ClusterRole': PATH_SEGMENT,
  'rbac.authorization.k8s.io/ClusterRoleBinding': PATH_SEGMENT,
  'rbac.authorization.k8s.io/Role': PATH_SEGMENT,
  'rbac.authorization.k8s.io/RoleBinding': PATH_SEGMENT,
};

/**
 * The rule that an API server has for the names of a kind.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
 */
export function objectNameRule(group: string, kind: string): NameRule {
  return RULES[`${group}/${kind}`] ?? DNS_SUBDOMAIN;
}
