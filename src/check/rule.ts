import type { ValuePath } from '../schema/schema-finding';
import type { Severity } from './finding';
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

/** What a rule says to do about what it finds. */
export function adviceOf({ fix, acceptWhere }: Pick<Rule, 'fix' | 'acceptWhere'>): string {
  return acceptWhere === undefined ? fix : `${fix}; where ${acceptWhere}, accept this with the reason`;
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
  /** Where it is no mistake, and is best accepted: `a driver needs it`. Said after the fix. @default - nowhere that one could tell */
  readonly acceptWhere?: string;
  /** Where to read on. */
  readonly source?: string;
  /** Kinds that it looks at, as `group/Kind`. @default - every object */
  readonly kinds?: readonly string[];
  /** Looks at one object; `world` holds those that it may refer to. */
  readonly check: (object: CheckedObject, world: CheckContext) => Iterable<RuleFinding>;
  /** The same for an API server, which `RulePolicies` renders. @default - only `check` knows the rule */
  readonly policy?: RulePolicy;
}
