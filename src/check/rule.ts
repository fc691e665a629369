import { legitimateLines, type Severity } from '../base/finding';
import type { ValuePath } from '../base/value-path';
import type { CheckContext } from './index/check-context';
import type { CheckedObject } from './index/checked-object';
import type { RulePolicy } from './policy/rule-policy';

/** What a rule found in an object. */
export interface RuleFinding {
  /** The way to the value. @default - the whole object */
  readonly path?: ValuePath;
  /** A sentence that goes on after the path: `has no digest`. */
  readonly what: string;
  /** The change that fixes this one. @default - that of the rule */
  readonly fix?: string;
}

/** The fix of a rule, and when its findings are legitimate, as one text. */
export function adviceOf(rule: Pick<Rule, 'fix' | 'legitimate'>): string {
  return [rule.fix, ...legitimateLines(rule)].join('; ');
}

/**
 * Something that schemas cannot state.
 *
 * Rules see plain objects, so they hold for YAML that people wrote by hand as for what constructs render.
 */
export interface Rule {
  /** Stable: `room.topic`. It is what people accept, and what reports carry. */
  readonly code: string;
  /** Whether a finding fails `check`. */
  readonly severity: Severity;
  /** What is found, in a few words. */
  readonly title: string;
  /** What goes wrong in a cluster otherwise. */
  readonly reason: string;
  /** The change that fixes it. */
  readonly fix: string;
  /** When a finding is legitimate and is best accepted: `a driver needs it`. @default - not known */
  readonly legitimate?: string;
  /** Where to read on. */
  readonly source?: string;
  /** Kinds that it looks at, as `group/Kind`. @default - every object */
  readonly kinds?: readonly string[];
  /** Looks at one object; `context` holds those that it may refer to. */
  readonly check: (object: CheckedObject, context: CheckContext) => Iterable<RuleFinding>;
  /** The same for an API server, which `RulePolicies` renders. @default - only `check` knows the rule */
  readonly policy?: RulePolicy;
}

/** A rule that a cluster can enforce. */
export interface EnforceableRule extends Rule {
  readonly policy: RulePolicy;
}
