import { ConfigError } from '../../base/config-error';
import { DNS_SUBDOMAIN } from '../../base/names';
import { shown } from '../../base/shown';
import { isObject } from '../../kube/prop-shapes';
import { oneByOne, type PolicyAction } from './binding-spec';
import { ENFORCEABLE_RULES, type EnforceableCode } from './enforceable';
import { resourceOf } from './matched-resources';
import type { EnforceableRule } from './rule-policy';

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
  return isObject(chosen) && 'rule' in chosen;
}

function settledRule(where: string, choice: RuleChoice, common: PolicyAction | undefined): SettledRule {
  const rule = typeof choice.rule === 'string' ? ruleOfCode(where, choice.rule) : ownRule(where, choice.rule);
  const { acceptable = true } = choice;
  if (typeof acceptable !== 'boolean') throw refusal(where, `acceptable of ${rule.code} is ${shown(acceptable)}`, 'use true or false');
  // As in `check`, where an error stops a render and a warning is printed.
  const action = choice.action ?? common ?? (rule.severity === 'error' ? 'deny' : 'warn');
  const actions = oneByOne(action);
  if (actions !== undefined) return { rule, actions, acceptable };
  const fix = "use 'deny', 'warn', 'audit', ['deny', 'audit'] or ['warn', 'audit']";
  throw new ConfigError('RulePolicies.action', { where, what: `the action of ${rule.code} is ${shown(action)}`, fix });
}

function ruleOfCode(where: string, code: string): EnforceableRule {
  if (Object.hasOwn(ENFORCEABLE_RULES, code)) return ENFORCEABLE_RULES[code as EnforceableCode];
  const fix = `use one of ${Object.keys(ENFORCEABLE_RULES).join(', ')}, or a rule of your own`;
  throw refusal(where, `${shown(code)} is no rule that a cluster can enforce`, fix);
}

const IDENTIFIER = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
/** Names that the policy itself gives. */
const TAKEN: readonly string[] = ['findings', 'acceptance'];

/** A rule of a user's, which may come from JavaScript. */
function ownRule(where: string, rule: EnforceableRule): EnforceableRule {
  const { code, title, fix, kinds = [], policy } = rule ?? {};
  if (![code, title, fix].every((text) => typeof text === 'string' && text.trim() !== ''))
    throw refusal(where, `${shown(rule)} is no rule`, 'give it code, title and fix; docs/check.md shows one');
  if (!DNS_SUBDOMAIN.pattern.test(code))
    throw refusal(
      where,
      `the code ${shown(code)} is no ${DNS_SUBDOMAIN.title}`,
      'the code ends the name of the policy: use one like "acme.owner"',
    );
  if (typeof policy?.findings !== 'string' || policy.findings.trim() === '')
    throw refusal(where, `${code} has no policy`, 'give it policy: { findings: … }, the rule in CEL');
  for (const name of Object.keys(policy.variables ?? {})) {
    if (!IDENTIFIER.test(name) || TAKEN.includes(name))
      throw refusal(
        where,
        `${code} has the variable ${shown(name)}`,
        `use a name of letters, digits and "_"; ${TAKEN.join(' and ')} are taken`,
      );
  }
  const unknown = kinds.find((kind) => resourceOf(kind) === undefined);
  if ((kinds.length === 0 || unknown !== undefined) && (policy.resources ?? []).length === 0)
    throw refusal(
      where,
      unknown === undefined ? `${code} looks at every kind` : `${code} looks at ${unknown}, whose plural is not known`,
      "name what the cluster looks at: resources: [{ apiVersion: 'apps/v1', resource: 'deployments' }]",
    );
  return rule;
}

function refusal(where: string, what: string, fix: string): ConfigError {
  return new ConfigError('RulePolicies.rules', { where, what, fix });
}
