import { ConfigError } from '../../base/config-error';
import { DNS_SUBDOMAIN } from '../../base/names';
import { preview } from '../../base/preview';
import type { EnforceableRule } from '../rule';
import { oneByOne, type PolicyAction } from './binding-spec';
import { ENFORCEABLE_RULES, type EnforceableCode } from './enforceable';
import { resourceOf } from './policy-spec';

/** A rule for the cluster with what is special about it. */
export interface RuleChoice {
  /** The code of a rule of the library, or a rule of your own. */
  readonly rule: EnforceableCode | EnforceableRule;
  /** What happens to a request that breaks it. @default - that of all rules */
  readonly action?: PolicyAction;
  /**
   * Whether objects may accept the findings, as in `check`, by the annotation `accept.cdk8s-mlops/<code>` with a reason.
   *
   * Whoever may change an object may annotate it. What nobody may decide alone is not acceptable.
   *
   * @default true
   */
  readonly acceptable?: boolean;
}

/** A rule of the library by its code, a rule of your own, or one of them with what is special about it. */
export type ChosenRule = EnforceableCode | EnforceableRule | RuleChoice;

/** A choice with all that it leaves out. */
export interface SettledRule {
  readonly rule: EnforceableRule;
  readonly actions: NonNullable<ReturnType<typeof oneByOne>>;
  readonly acceptable: boolean;
}

/** What a user chose, each rule once and sound. */
export function settledRules(where: string, chosen: readonly ChosenRule[], action: PolicyAction | undefined): readonly SettledRule[] {
  const settled = chosen.map((each) => settledRule(where, isChoice(each) ? each : { rule: each }, action));
  if (settled.length === 0) throw refusal(where, 'no rule is chosen', "name some: rules: ['pod.image'], or leave rules out for all");
  const codes = settled.map(({ rule }) => rule.code);
  const twice = codes.find((code, index) => codes.indexOf(code) !== index);
  if (twice !== undefined) throw refusal(where, `${twice} is chosen twice`, 'name it once');
  return settled;
}

function isChoice(chosen: ChosenRule): chosen is RuleChoice {
  return typeof chosen === 'object' && 'rule' in chosen;
}

function settledRule(
  where: string,
  { rule: chosen, action, acceptable = true }: RuleChoice,
  common: PolicyAction | undefined,
): SettledRule {
  const rule = typeof chosen === 'string' ? ENFORCEABLE_RULES[chosen] : chosen;
  if (typeof chosen !== 'string') refuseUnsound(where, chosen);
  // As in `check`, where an error stops a render and a warning is printed.
  const wanted = action ?? common ?? (rule.severity === 'error' ? 'deny' : 'warn');
  const actions = oneByOne(wanted);
  if (actions !== undefined) return { rule, actions, acceptable };
  const fix = "use 'deny', 'warn', 'audit', ['deny', 'audit'] or ['warn', 'audit']";
  throw new ConfigError('RulePolicies.action', { where, what: `the action of ${rule.code} is ${preview(wanted)}`, fix });
}

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Names that the policy itself gives. */
const TAKEN: readonly string[] = ['findings', 'acceptance'];

/** Refuses a rule of a user's that no policy can be made of. */
function refuseUnsound(where: string, { code, title, fix, kinds = [], policy }: EnforceableRule): void {
  if ([title, fix, policy.findings].some((text) => text.trim() === ''))
    throw refusal(
      where,
      `title, fix or findings of ${preview(code)} are empty`,
      'write them: they are what people read when they are refused',
    );
  if (!DNS_SUBDOMAIN.pattern.test(code)) {
    const fix = 'the code ends the name of the policy: use one like "acme.owner"';
    throw refusal(where, `the code ${preview(code)} is not ${DNS_SUBDOMAIN.title}`, fix);
  }
  const odd = Object.keys(policy.variables ?? {}).find((name) => !IDENTIFIER.test(name) || TAKEN.includes(name));
  if (odd !== undefined) {
    const fix = `use a name of letters, digits and "_"; ${TAKEN.join(' and ')} are taken`;
    throw refusal(where, `${code} has the variable ${preview(odd)}`, fix);
  }
  const unknown = kinds.find((kind) => resourceOf(kind) === undefined);
  if ((kinds.length > 0 && unknown === undefined) || (policy.resources ?? []).length > 0) return;
  const what = unknown === undefined ? `${code} looks at every kind` : `${code} looks at ${unknown}, whose plural is not known`;
  throw refusal(where, what, "name what the cluster looks at: resources: [{ apiVersion: 'apps/v1', resource: 'deployments' }]");
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('RulePolicies.rules', { where, what, fix });
}
