import { checkPreview } from '../../src/routing/route/check-preview';
import { Preview } from '../../src/routing/route/route-preview';
import { Via } from '../../src/routing/routers/via';

const nginx = Via.nginx({ ingressClass: 'nginx' });
const check = (preview: unknown): unknown => checkPreview('here', 'models.example.com', nginx, preview as Preview);

test.each([
  Preview.none(),
  Preview.header('x-color'),
  Preview.header('X-Color', 'v1.2~a_b:c/d'),
  Preview.cookie('my_color.a-b'),
  Preview.host({ blue: 'blue.example.com', green: 'green.example.com' }),
])('$kind is taken', (preview) => {
  expect(check(preview)).toBe(preview);
});

test('nothing said is no preview', () => {
  expect(check(undefined)).toEqual(Preview.none());
});

test.each<[string, unknown, string]>([
  ['a header that nginx drops', Preview.header('x_color'), 'no header name'],
  ['a header without a name', Preview.header(''), 'no header name'],
  ['a header value that nginx refuses', Preview.header('x-color', 'a b'), 'cannot be matched'],
  ['an empty header value', Preview.header('x-color', ''), 'cannot be matched'],
  ['a cookie with "="', Preview.cookie('a=b'), 'no cookie name'],
  ['a cookie without a name', { kind: 'cookie' }, 'no cookie name'],
  ['one host for both colors', Preview.host({ blue: 'a.example.com', green: 'a.example.com' }), 'would mean two things'],
  ['the host of the users', Preview.host({ blue: 'models.example.com', green: 'a.example.com' }), 'would mean two things'],
  ['a wildcard host', Preview.host({ blue: '*.example.com', green: 'a.example.com' }), 'must be one host'],
  ['an unknown kind', { kind: 'query' }, 'nginx has no preview by query'],
  ['null', null, 'has no preview by null'],
])('%s is refused', (_, preview, text) => {
  const refusal = expect(() => check(preview));
  refusal.toThrow(text);
  refusal.toThrow('[BlueGreenRoute.preview]');
});

test('the refusal lists what the router can', () => {
  const gateway = Via.gatewayApi({ gateway: { name: 'public' } });
  expect(() => checkPreview('here', 'a.b', gateway, Preview.cookie('c'))).toThrow(
    'fix: use Preview.header(…), Preview.host(…) or Preview.none()',
  );
});
