/** Objects that a policy looks at, as an API server names them. */
export interface PolicyResource {
  /** `apps/v1`; `v1` for the core group. */
  readonly apiVersion: string;
  /** In the plural, with a subresource if any: `deployments`, `pods/ephemeralcontainers`. */
  readonly resource: string;
}

/**
 * A rule as an API server can hold it against every object that is sent to it: in CEL, in a ValidatingAdmissionPolicy.
 *
 * It sees one object and the cluster's user who sends it, no other objects.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/
 */
export interface RulePolicy {
  /** CEL that gives a list of texts, one a finding: empty where all is right. It sees `object`, and {@link variables} as `variables.<name>`. */
  readonly findings: string;
  /** CEL by name, in the order in which one builds on another. @default - none */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * The fields of the object that the findings depend on: an update that leaves them alone is let through.
   *
   * Who wants to remove a finalizer or a label from an object that is older than the policy can do so.
   *
   * @default - every update is looked at
   */
  readonly reads?: readonly string[];
  /**
   * Users whose objects are not looked at: controllers that make them from an object that has been looked at, and so may have been accepted.
   *
   * @default - none
   */
  readonly makers?: readonly string[];
  /** Further resources, and those of custom kinds. @default - the built-in kinds of the rule */
  readonly resources?: readonly PolicyResource[];
  /** What `check` finds and the policy does not, in a few words. @default - nothing */
  readonly leaves?: string;
}
