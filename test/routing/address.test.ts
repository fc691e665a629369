import { checkHostname, checkPath } from '../../src/routing/route/route-address';

test.each(['models.example.com', 'localhost', '*.example.com', `${'a'.repeat(63)}.example.com`])('host name %s is taken', (hostname) => {
  expect(checkHostname('X.hostname', 'here', hostname, 'wildcard')).toBe(hostname);
});

test.each<[unknown, string]>([
  ['Models.example.com', 'no DNS name in lower case'],
  ['models_a.example.com', 'no DNS name'],
  ['models.example.com.', 'no DNS name'],
  ['a.*.example.com', 'no DNS name'],
  ['*', 'no DNS name'],
  ['https://models.example.com', 'no DNS name'],
  ['models.example.com:443', 'no DNS name'],
  [`${'a'.repeat(64)}.example.com`, 'no DNS name'],
  [`${'a.'.repeat(130)}com`, '253 are allowed'],
  ['10.0.0.1', 'is an address'],
  ['', 'names no host'],
  [7, 'names no host'],
])('host name %s is refused', (hostname, reason) => {
  expect(() => checkHostname('X.hostname', 'here', hostname, 'wildcard')).toThrow(reason);
});

test('a wildcard is refused where one host is meant', () => {
  expect(() => checkHostname('X.hostname', 'here', '*.example.com', 'exact')).toThrow('must be one host');
});

test.each(['/', '/v1', '/v1/models', '/a.b_c~d', '/v1/models/m:predict'])('path %s is taken', (path) => {
  expect(checkPath('X.path', 'here', path)).toBe(path);
});

test.each<[unknown, string]>([
  ['v1', 'does not start with "/"'],
  ['', 'does not start with "/"'],
  [undefined, 'does not start with "/"'],
  ['/v1/', 'ends with "/"'],
  ['//v1', 'empty, "." or ".."'],
  ['/a/../b', 'empty, "." or ".."'],
  ['/a/.', 'empty, "." or ".."'],
  ['/a%2fb', 'characters'],
  ['/a b', 'characters'],
  ['/a?b', 'characters'],
  ['/a\nb', 'characters'],
  [`/${'a'.repeat(1024)}`, '1,024 are allowed'],
])('path %s is refused', (path, reason) => {
  expect(() => checkPath('X.path', 'here', path)).toThrow(reason);
});
