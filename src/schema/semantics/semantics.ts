import type { Finding, FindingSubject } from '../../base/finding';
import type { Fields } from '../plain-access';
import { groupKindOf } from '../pod-template';
import { type Report, type Semantics, schemaFinding } from '../schema-finding';
import { admissionBindingSemantics, admissionPolicySemantics } from './admission';
import { cronSemantics, jobSemantics } from './job';
import { ingressSemantics, networkPolicySemantics, serviceSemantics } from './network';
import { podSemantics } from './pod-semantics';
import { limitRangeSemantics, quotaSemantics } from './resource-limits';
import { accessSemantics, configSemantics, namespaceSemantics } from './small-kinds';
import { claimSemantics, storageClassSemantics, volumeSemantics } from './storage';
import { autoscalerSemantics, workloadSemantics } from './workload';

const OF_KIND: Readonly<Record<string, readonly Semantics[]>> = {
  '/ConfigMap': [configSemantics],
  '/LimitRange': [limitRangeSemantics],
  '/Namespace': [namespaceSemantics],
  '/PersistentVolume': [volumeSemantics],
  '/PersistentVolumeClaim': [claimSemantics],
  '/Pod': [podSemantics],
  '/ResourceQuota': [quotaSemantics],
  '/Secret': [configSemantics],
  '/Service': [serviceSemantics],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicy': [admissionPolicySemantics],
  'admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding': [admissionBindingSemantics],
  'apps/DaemonSet': [workloadSemantics, podSemantics],
  'apps/Deployment': [workloadSemantics, podSemantics],
  'apps/ReplicaSet': [workloadSemantics, podSemantics],
  'apps/StatefulSet': [workloadSemantics, podSemantics],
  'autoscaling/HorizontalPodAutoscaler': [autoscalerSemantics],
  'batch/CronJob': [cronSemantics, jobSemantics, podSemantics],
  'batch/Job': [jobSemantics, podSemantics],
  'networking.k8s.io/Ingress': [ingressSemantics],
  'networking.k8s.io/NetworkPolicy': [networkPolicySemantics],
  'rbac.authorization.k8s.io/ClusterRole': [accessSemantics],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [accessSemantics],
  'rbac.authorization.k8s.io/Role': [accessSemantics],
  'rbac.authorization.k8s.io/RoleBinding': [accessSemantics],
  'storage.k8s.io/StorageClass': [storageClassSemantics],
};

/**
 * What the API server would refuse in an object whose every field is right by itself.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/v1.36.0/pkg/apis (`validation` packages)
 */
export function semanticFindings(object: Fields, subject: FindingSubject): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (path, what, fix) => findings.push(schemaFinding(subject, 'schema.rule', path, what, fix));
  for (const check of OF_KIND[groupKindOf(object.apiVersion as string, object.kind as string)] ?? []) check(object, report);
  return findings;
}
