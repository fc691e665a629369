/** What identifies a workload to people and to selectors. */
export interface WorkloadIdentity {
  /** The application, which several workloads may share: the two colors of one model. */
  readonly app: string;
  /** This one workload: its Kubernetes name. */
  readonly instance: string;
  /** The kind of workload: `model-server`, `batch-job`. */
  readonly component: string;
  /** The release, shown to people. Never part of a selector. */
  readonly version?: string;
}

const PREFIX = 'app.kubernetes.io';

/** The label that every object of this library carries. */
export const MANAGED_BY = { key: `${PREFIX}/managed-by`, value: 'cdk8s-mlops' };

/** The recommended labels of Kubernetes. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/ */
export function workloadLabels(identity: WorkloadIdentity): Record<string, string> {
  return {
    [`${PREFIX}/name`]: identity.app,
    [`${PREFIX}/instance`]: identity.instance,
    [`${PREFIX}/component`]: identity.component,
    ...(identity.version === undefined ? {} : { [`${PREFIX}/version`]: identity.version }),
    [MANAGED_BY.key]: MANAGED_BY.value,
  };
}

/**
 * The labels that select the pods of one workload.
 *
 * A selector cannot be changed on a live Deployment, so it holds only the workload's own name and kind: not the app, which may be
 * regrouped, not the version, which changes with every release, and nothing that comes from the construct tree.
 */
export function workloadSelector(identity: WorkloadIdentity): Record<string, string> {
  return { [`${PREFIX}/instance`]: identity.instance, [`${PREFIX}/component`]: identity.component };
}

/** The domain of this library's own label and annotation keys: `model.cdk8s-mlops/revision`. An app replaces it with `labelDomain`. */
export const LABEL_DOMAIN = 'cdk8s-mlops';

/** The first part of an own key: what the label or annotation is about. */
type OwnTopic = 'accept' | 'batch' | 'gitops' | 'image' | 'model' | 'pipeline' | 'security' | 'serving';

/** What the app around a construct decides about labels. Builders take it as data, so that they stay pure. */
export interface LabelContext {
  /** The domain of own keys. */
  readonly domain: string;
  /** Labels of pods for cost reports. Never part of a selector or of a name that a workload's other objects use. */
  readonly costLabels: Readonly<Record<string, string>>;
}

/** The identity of a workload, with what its pods need for their labels. */
export interface PodIdentity extends WorkloadIdentity {
  readonly context: LabelContext;
}

/** A label or annotation key of this library: `ownKey(labels, 'model', 'revision')` is `model.cdk8s-mlops/revision`. */
export function ownKey({ domain }: LabelContext, topic: OwnTopic, name: string): string {
  return `${topic}.${domain}/${name}`;
}
