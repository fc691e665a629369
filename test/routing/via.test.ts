import { ApiObject, Chart, Testing } from 'cdk8s';
import { Via } from '../../src/routing/routers/via';

const build = (gateway: unknown): unknown => Via.gatewayApi({ gateway: gateway as never });

test.each<[string, () => unknown, string]>([
  ['no options', () => Via.gatewayApi(undefined as never), '`options` must be an object, got undefined'],
  ['no Gateway', () => build(undefined), '`gateway` is required'],
  ['a Gateway by text', () => build('public'), '`gateway` must be ApiObject or an object, got string "public"'],
  ['a Gateway with a broken name', () => build({ name: 'Public' }), 'name "Public"'],
  ['a Gateway in a broken namespace', () => build({ name: 'public', namespace: 'a.b' }), 'name "a.b"'],
  ['a listener that is no text', () => build({ name: 'public', sectionName: 7 }), '`gateway.sectionName` must be a string, got number 7'],
  ['no options for nginx', () => Via.nginx(undefined as never), '`options` must be an object, got undefined'],
  ['no class', () => Via.nginx({} as never), '`ingressClass` is required'],
  ['an empty class', () => Via.nginx({ ingressClass: '' }), 'name ""'],
  ['TLS without a Secret', () => Via.nginx({ ingressClass: 'nginx', tls: {} as never }), '`tls.secretName` is required'],
])('%s is refused', (_, make, text) => {
  expect(make).toThrow(text);
  expect(make).toThrow(/\[(?:BlueGreenRoute\.via|Via\.\w+)\]$/);
});

test('an object of another kind is no Gateway', () => {
  const chart = new Chart(Testing.app(), 'test', { namespace: 'a' });
  const service = new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } });
  expect(() => build(service)).toThrow('test/service is a Service, not a Gateway');
});
