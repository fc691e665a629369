import { hostFit } from '../../../src/routing/interpreters/routed-request';

test.each<[string | undefined, string, number | undefined, number | undefined]>([
  ['a.example.com', 'a.example.com', 1000, 1000],
  ['a.example.com', 'b.example.com', undefined, undefined],
  ['*.example.com', 'a.example.com', 13, 13],
  ['*.example.com', 'a.b.example.com', 13, undefined],
  ['*.example.com', 'example.com', undefined, undefined],
  ['*.example.com', '.example.com', undefined, undefined],
  ['', 'a.example.com', 0, 0],
  [undefined, 'a.example.com', 0, 0],
])('%s on %s', (pattern, host, anyLabels, oneLabel) => {
  expect(hostFit(pattern, host, 'any-labels')).toBe(anyLabels);
  expect(hostFit(pattern, host, 'one-label')).toBe(oneLabel);
});
