// `cdk8s-mlops/check`: for the authors of rules, in a file that `--rules` names.
export type { Finding, FindingSubject, Severity } from './base/finding';
export type { CheckContext } from './check/index/check-context';
export type { CheckedObject } from './check/index/checked-object';
export type { Workload } from './check/index/namespace-index';
export { eachContainer, POD_KINDS } from './check/index/pods';
export { podPolicy } from './check/policy/pod-policy';
export type { PolicyResource, RulePolicy } from './check/policy/rule-policy';
export type { EnforceableRule, Rule, RuleFinding } from './check/rule';
