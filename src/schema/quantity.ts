/**
 * Amounts as Kubernetes writes them: `500m`, `2Gi`, `1e3`.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
const QUANTITY = /^([+-]?)(\d+\.?\d*|\.\d+)(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\d+)?$/;

const FACTORS: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Whether the API server can read a text as a quantity. */
export function isQuantity(text: string): boolean {
  return QUANTITY.test(text);
}

/** The amount of a quantity; undefined for what is none. Near enough for comparing: fifteen digits. */
export function quantityValue(quantity: unknown): number | undefined {
  if (typeof quantity === 'number') return quantity;
  const [whole, sign, digits = '', unit = ''] = (typeof quantity === 'string' && QUANTITY.exec(quantity)) || [];
  if (whole === undefined) return undefined;
  const factor = FACTORS[unit] ?? (unit === '' ? 1 : 10 ** Number(unit.slice(1)));
  const value = Number(digits) * factor;
  return sign === '-' ? -value : value;
}
