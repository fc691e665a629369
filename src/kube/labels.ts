/** What identifies a workload to people and to selectors. */
export interface WorkloadIdentity {
  /** The application, which several workloads may share: the two colors of one model. */
  readonly app: string;
  /** This one workload: its Kubernetes name. */
  readonly instance: string;
  /** What kind of workload it is: `model-server`, `batch-job`. */
  readonly component: string;
  /** The release, shown to people. Never part of a selector. */
  readonly version?: string;
}

const PREFIX = 'app.kubernetes.io';

/** The recommended labels of Kubernetes. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function workloadLabels(identity: WorkloadIdentity): Record<string, string> {
  return {
    [`${PREFIX}/name`]: identity.app,
    [`${PREFIX}/instance`]: identity.instance,
    [`${PREFIX}/component`]: identity.component,
    ...(identity.version === undefined ? {} : { [`${PREFIX}/version`]: identity.version }),
    [`${PREFIX}/managed-by`]: 'cdk8s-mlops',
  };
}

/**
 * The labels that select the pods of one workload.
 *
 * A selector cannot be changed on a live Deployment, so it holds nothing but the workload's own name and kind: not the app, which may be
 * regrouped, not the version, which changes with every release, and nothing that comes from the construct tree.
 */
export function workloadSelector(identity: WorkloadIdentity): Record<string, string> {
  return { [`${PREFIX}/instance`]: identity.instance, [`${PREFIX}/component`]: identity.component };
}
