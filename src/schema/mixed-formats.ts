import { isPortName } from './formats';
import { isQuantity, quantityValue } from './quantity';

/** A format of values that are a number or text. */
export interface MixedFormat {
  readonly title: string;
  readonly test: (value: string | number) => boolean;
}

/** Formats of the built-in kinds, checked by Kubernetes in code. */
export const MIXED_FORMATS: Readonly<Record<string, MixedFormat>> = {
  quantity: { title: 'a quantity such as 500m or 2Gi', test: isAmount },
  amount: {
    title: 'a quantity of zero or more, such as 500m or 2Gi',
    test: (value) => isAmount(value) && (quantityValue(value) ?? -1) >= 0,
  },
  'positive-amount': { title: 'a quantity above zero, such as 500m', test: (value) => isAmount(value) && (quantityValue(value) ?? 0) > 0 },
  port: {
    title: 'a port: a number from 1 to 65535, or a name of at most 15 letters, digits and "-"',
    test: (value) => (typeof value === 'number' ? Number.isInteger(value) && value >= 1 && value <= 65535 : isPortName(value)),
  },
  'count-or-percent': {
    title: 'a whole number from 0, or a percentage such as "25%"',
    test: (value) => (typeof value === 'number' ? Number.isInteger(value) && value >= 0 && value < 2 ** 31 : /^[0-9]+%$/.test(value)),
  },
};

function isAmount(value: string | number): boolean {
  return typeof value === 'number' ? Number.isFinite(value) : isQuantity(value);
}
