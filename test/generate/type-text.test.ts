import { declarationText, typeText } from '../../scripts/generate/type-text';

const nameOf = (definitionName: string) => definitionName.toUpperCase();

test.each([
  [{ type: 'string' }, 'string'],
  [{ type: 'integer' }, 'number'],
  [{ type: 'boolean' }, 'boolean'],
  [{ type: 'string', enum: ['a', 'b'] }, "'a' | 'b'"],
  [{ oneOf: [{ type: 'string' }, { type: 'integer' }] }, 'string | number'],
  [{ $ref: '#/definitions/pod' }, 'POD'],
  [{ type: 'array', items: { $ref: '#/definitions/pod' } }, 'readonly POD[]'],
  [{ type: 'array', items: { oneOf: [{ type: 'string' }, { type: 'number' }] } }, 'readonly (string | number)[]'],
  [{ type: 'array', items: { type: 'array', items: { type: 'string' } } }, 'readonly (readonly string[])[]'],
  [{ type: 'object', additionalProperties: { type: 'string' } }, 'Readonly<Record<string, string>>'],
  [{ type: 'object' }, 'Readonly<Record<string, unknown>>'],
  [{}, 'unknown'],
])('the schema %j has the type %s', (schema, expected) => {
  expect(typeText(schema, nameOf)).toBe(expected);
});

test('an interface lists its properties by name, readonly, optional unless required', () => {
  const schema = { required: ['b'], properties: { 'x-y': { type: 'boolean' }, b: { type: 'string' }, a: { type: 'integer' } } };
  expect(declarationText('Thing', schema, nameOf)).toBe(
    ['export interface Thing {', '  readonly a?: number;', '  readonly b: string;', "  readonly 'x-y'?: boolean;", '}'].join('\n'),
  );
});

test('a definition without properties becomes an alias', () => {
  expect(declarationText('Time', { type: 'string' }, nameOf)).toBe('export type Time = string;');
});
