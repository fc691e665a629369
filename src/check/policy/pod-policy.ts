import { validateArguments } from '../../base/validate-props';
import { cel } from './cel';
import type { RulePolicy } from './rule-policy';

/**
 * What a policy about pods starts from: `variables.pod`, the spec of the pod wherever the kind keeps it, and `variables.containers`.
 *
 * `dyn` keeps Kubernetes from warning, in the status of the policy, that a Pod has no `spec.template`.
 */
const POD = {
  pod: cel`
    dyn(object).?spec.?jobTemplate.?spec.?template.?spec
      .or(dyn(object).?spec.?template.?spec)
      .or(dyn(object).?spec).orValue({})`,
  containers: 'variables.pod.?initContainers.orValue([]) + variables.pod.?containers.orValue([])',
};

/**
 * Controllers that make pods, or what makes pods, from a workload.
 *
 * An acceptance stands on the Deployment, and its pods do not carry it. And pods of a Deployment that is older than the policy go on to be
 * made when a node fails. Where all controllers share one user, without `--use-service-account-credentials`, pods are looked at on their own.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/#controller-roles
 */
const WORKLOAD_CONTROLLERS: readonly string[] = [
  'system:serviceaccount:kube-system:cronjob-controller',
  'system:serviceaccount:kube-system:daemon-set-controller',
  'system:serviceaccount:kube-system:deployment-controller',
  'system:serviceaccount:kube-system:job-controller',
  'system:serviceaccount:kube-system:replicaset-controller',
  'system:serviceaccount:kube-system:statefulset-controller',
];

/**
 * A policy about the pods that workloads make: it has `variables.pod`, the spec of the pod, and `variables.containers`, those that stand in Git.
 *
 * It looks at the workload that somebody sends, and not again at the pods that Kubernetes makes from it.
 */
export function podPolicy(policy: RulePolicy): RulePolicy {
  validateArguments('podPolicy', [policy]);
  return shippedPodPolicy(policy);
}

/** The same for the rules of the library, which the compiler has checked: they are made when the library is loaded. */
export function shippedPodPolicy(policy: RulePolicy): RulePolicy {
  return { reads: ['spec'], makers: WORKLOAD_CONTROLLERS, ...policy, variables: { ...POD, ...policy.variables } };
}

/** The same for what nobody may do in a debug container either, which `kubectl debug` adds to a pod that runs. */
export function livePodPolicy(policy: RulePolicy): RulePolicy {
  const containers = `${POD.containers} + variables.pod.?ephemeralContainers.orValue([])`;
  return shippedPodPolicy({
    ...policy,
    variables: { containers, ...policy.variables },
    resources: [{ apiVersion: 'v1', resource: 'pods/ephemeralcontainers' }],
  });
}
