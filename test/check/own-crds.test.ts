import { pathText } from '../../src/base/value-path';
import { checkObjects } from '../../src/check/check-objects';
import { readYamlFile } from '../../src/check/input/yaml-file';
import { Schemas } from '../../src/schema/packs/known-schemas';

function crd(scope: string): string {
  return `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: ${scope}
  names: {plural: widgets, kind: Widget}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
`;
}

function said(...documents: readonly string[]): string[] {
  const { objects } = readYamlFile('a.yaml', documents.join('---\n'));
  return checkObjects(objects, { schemas: new Schemas() }).map(({ code, path }) => `${code} ${pathText(path)}`.trim());
}

const widget = (size: string, namespace?: string) =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata: {name: a${namespace === undefined ? '' : `, namespace: ${namespace}`}}\nspec: {size: ${size}}\n`;

test('a CustomResourceDefinition among the objects is what their kind is held against', () => {
  expect(said(widget('"3"', 'b'))).toEqual(['schema.kind']);
  expect(said(widget('"3"', 'b'), crd('Namespaced'))).toEqual(['schema.type spec.size']);
  expect(said(widget('3', 'b'), crd('Namespaced'))).toEqual([]);
});

test('it says whether they live in namespaces; where nobody says it, nothing is missing', () => {
  expect(said(widget('3'))).toEqual(['schema.kind']);
  expect(said(widget('3'), crd('Namespaced'))).toEqual(['namespace.scope metadata.namespace']);
  expect(said(widget('3'), crd('Cluster'))).toEqual([]);
  expect(said(widget('3', 'b'), crd('Cluster'))).toEqual(['namespace.scope metadata.namespace']);
});

test('one that is wrong itself tells nothing of its kind', () => {
  expect(said(widget('"3"', 'b'), crd('Namespaced').replace('plural: widgets, ', ''))).toEqual([
    'schema.required spec.names.plural',
    'schema.kind',
  ]);
});
