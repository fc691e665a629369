import type { SchemaNode } from './schema-node';
import type { Walk } from './walk';

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
