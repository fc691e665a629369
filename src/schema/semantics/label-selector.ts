import type { ValuePath } from '../../base/value-path';
import { type Fields, fieldsAt, listAt } from '../plain-access';
import type { Report } from '../schema-finding';

/** Each operator with the values that it takes. */
export function labelSelectorSemantics(path: ValuePath, selector: unknown, report: Report): void {
  for (const [index, expression] of listAt(selector, 'matchExpressions').entries()) {
    const { operator } = fieldsAt([expression], 0);
    const values = listAt(expression, 'values');
    const at = [...path, 'matchExpressions', index, 'values'];
    const compares = operator === 'In' || operator === 'NotIn';
    if (compares && values.length === 0) report(at, `is empty, and operator ${operator} compares with it`, 'add values');
    if (!compares && values.length > 0) report(at, `may not stand beside operator ${operator}`, 'remove it');
  }
}

/** Whether a label selector selects a set of labels. An empty selector selects everything. */
export function selects(selector: Fields, labels: Fields): boolean {
  const equal = Object.entries(fieldsAt(selector, 'matchLabels')).every(([key, value]) => labels[key] === value);
  return equal && listAt(selector, 'matchExpressions').every((expression) => fits(fieldsAt([expression], 0), labels));
}

function fits({ key, operator, values }: Fields, labels: Fields): boolean {
  const value = labels[key as string];
  const listed = Array.isArray(values) && values.includes(value);
  if (operator === 'In') return value !== undefined && listed;
  if (operator === 'NotIn') return !listed;
  return (operator === 'Exists') === (value !== undefined);
}

/** Whether a selector names nothing, and so selects everything. */
export function isEmptySelector(selector: Fields): boolean {
  return Object.keys(fieldsAt(selector, 'matchLabels')).length === 0 && listAt(selector, 'matchExpressions').length === 0;
}
