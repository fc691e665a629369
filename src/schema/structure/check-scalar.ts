import type { SchemaNode } from '../packs/schema-node';
import { valueText } from '../schema-finding';
import { TEXT_FORMATS } from './formats';
import { goPattern } from './go-pattern';
import type { Walk } from './walk';

/** Length, pattern and format of a text. */
export function checkText(walk: Walk, node: SchemaNode, text: string): void {
  if (node.minLength !== undefined || node.maxLength !== undefined) checkLength(walk, node, text);
  if (node.pattern !== undefined && goPattern(node.pattern)?.test(text) === false) {
    walk.report('schema.pattern', `is ${valueText(text)}, which does not match ${node.pattern}`, 'write a value that matches');
  }
  if (node.format === undefined) return;
  const format = TEXT_FORMATS[node.format];
  if (format === undefined || format.test(text)) return;
  walk.report('schema.format', `is ${valueText(text)}, which is not ${format.title}`, `write ${format.title}`);
}

function checkLength(walk: Walk, { minLength = 0, maxLength = Number.POSITIVE_INFINITY }: SchemaNode, text: string): void {
  // Code points, as Go counts; a text has at most as many as JavaScript's own length says.
  const length = text.length > maxLength || text.length < minLength * 2 ? [...text].length : text.length;
  if (length < minLength) {
    const what = text === '' ? 'is empty' : `has ${length} characters, and at least ${minLength} are asked for`;
    walk.report('schema.length', what, text === '' ? 'give it a value, or remove it' : 'write a longer text');
  }
  if (length > maxLength) walk.report('schema.length', `has ${length} characters, and ${maxLength} are allowed`, 'write a shorter text');
}

const WIDTHS: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 };

/** Range of a number, also the one that its width gives. */
export function checkNumber(walk: Walk, node: SchemaNode, value: number): void {
  const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY, format, multipleOf } = node;
  const width = format === undefined ? undefined : WIDTHS[format];
  if (value < minimum || (node.exclusiveMinimum && value === minimum)) {
    const bound = node.exclusiveMinimum ? `more than ${minimum}` : `at least ${minimum}`;
    walk.report('schema.range', `is ${value}, and ${bound} is asked for`, `write ${bound}`);
  }
  if (value > maximum || (node.exclusiveMaximum && value === maximum)) {
    const bound = node.exclusiveMaximum ? `less than ${maximum}` : `at most ${maximum}`;
    walk.report('schema.range', `is ${value}, and ${bound} is allowed`, `write ${bound}`);
  }
  if (width !== undefined && (value < -width || value >= width)) {
    walk.report('schema.range', `is ${value}, which does not fit in ${format}`, 'write a smaller number');
  }
  if (multipleOf !== undefined && !Number.isInteger(value / multipleOf)) {
    walk.report('schema.range', `is ${value}, which is no multiple of ${multipleOf}`, `write a multiple of ${multipleOf}`);
  }
}
