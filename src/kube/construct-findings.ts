import type { Construct } from 'constructs';
import { type Finding, findingText } from '../base/finding';
import { validateArguments } from '../base/validate-props';

const WARNINGS = new WeakMap<Construct, Finding[]>();
const NONE: readonly Finding[] = [];

/** Adds a warning to a construct: it renders and works, and a reviewer should know. `render` and `check` print it; it never stops them. */
export function warn(construct: Construct, code: string, props: Pick<Finding, 'what' | 'fix'>): void {
  validateArguments('warn', [construct, code, props]);
  const known = warningsOf(construct);
  if (known.some((warning) => warning.code === code && warning.what === props.what)) return;
  const { what, fix } = props;
  WARNINGS.set(construct, [...known, { code, severity: 'warning', where: construct.node.path, what, fix }]);
}

/** The warnings of one construct, each once. */
export function warningsOf(construct: Construct): readonly Finding[] {
  return WARNINGS.get(construct) ?? NONE;
}

/** The findings behind the strings that a construct's validations returned. */
const BEHIND = new WeakMap<Construct, Map<string, Finding>>();

/** Adds a validation to a construct. cdk8s validations return strings; the findings behind them are kept for `validationFindings`. */
export function addFindings(construct: Construct, find: () => readonly Finding[]): void {
  construct.node.addValidation({
    validate: () => {
      const behind = BEHIND.get(construct) ?? new Map<string, Finding>();
      BEHIND.set(construct, behind);
      return find().map((finding) => {
        const text = findingText(finding);
        behind.set(text, finding);
        return text;
      });
    },
  });
}

/** What the validations of a construct find: those of this library, of cdk8s and of the user. */
export function validationFindings(construct: Construct): readonly Finding[] {
  return construct.node.validate().map((text) => BEHIND.get(construct)?.get(text) ?? foreignFinding(construct, text));
}

function foreignFinding(construct: Construct, text: string): Finding {
  const fix = 'fix what the validation of this construct reports';
  return { code: 'render.validation', severity: 'error', where: construct.node.path, what: text, fix };
}
