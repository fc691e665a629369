import { type CrdImport, cdk8sImport } from '../../scripts/generate/cdk8s-import';

function crdImport(file: string, kind: string): CrdImport {
  const plural = `${kind.toLowerCase()}s`;
  const schema = {
    openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties: { size: { type: 'integer' } } } } },
  };
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.shop.io` },
    spec: {
      group: 'shop.io',
      names: { kind, plural },
      scope: 'Namespaced',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
  return { file, group: 'shop.io', text: JSON.stringify(crd) };
}

test('two imports of one API group stand side by side', () => {
  const texts = cdk8sImport([crdImport('shop', 'Basket'), crdImport('shop-stock', 'Shelf')]);
  expect([...texts.keys()]).toEqual(['shop', 'shop-stock']);
  expect(texts.get('shop')).toContain('export class Basket extends ApiObject');
  expect(texts.get('shop-stock')).toContain('export class Shelf extends ApiObject');
}, 60_000);
