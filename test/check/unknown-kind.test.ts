import { checkObjects } from '../../src/check/check-objects';
import { checkedObject } from '../../src/check/index/checked-object';
import { isServedUnchecked } from '../../src/check/versions/unknown-kind';
import { Schemas } from '../../src/schema/packs/known-schemas';

const schemas = new Schemas();

function said(apiVersion: string, kind: string): string[] {
  const object = checkedObject({ apiVersion, kind, metadata: { name: 'a', namespace: 'b' } }, {});
  return checkObjects([object], { schemas })
    .filter(({ code }) => code === 'api.unknown' || code === 'schema.kind')
    .map(({ code, fix }) => `${code}: ${fix}`);
}

test.each([
  ['v1', 'Deployment', 'write apiVersion: apps/v1'],
  ['batch/v1', 'Deployment', 'write apiVersion: apps/v1'],
  ['apps/v1', 'Deploymnet', 'write kind: Deployment'],
  ['networking.k8s.io/v1', 'HTTPRoute', 'fix the kind or its apiVersion'],
])('%s has no %s: the API server would not know it', (apiVersion, kind, fix) => {
  expect(said(apiVersion, kind)).toEqual([`api.unknown: ${fix}`]);
});

test('what Kubernetes has and this library has no schema of is no mistake', () => {
  expect(said('discovery.k8s.io/v1', 'EndpointSlice')).toEqual(['schema.kind: review its fields by hand']);
  expect(said('v1', 'Node')).toEqual(['schema.kind: review its fields by hand']);
});

test('a kind without a schema is looked for nearby', () => {
  const add = 'if the cluster serves this one, add its CRD: cdk8s-mlops schemas add <crd.yaml>';
  expect(said('kustomize.toolkit.fluxcd.io/v1beta1', 'Kustomization')).toEqual([
    `schema.kind: write apiVersion: kustomize.toolkit.fluxcd.io/v1; ${add}`,
  ]);
  expect(said('kustomize.toolkit.fluxcd.io/v1', 'Kustomizaton')).toEqual([`schema.kind: write kind: Kustomization; ${add}`]);
  expect(said('example.com/v1', 'Widget')).toEqual(['schema.kind: add its CRD: cdk8s-mlops schemas add <crd.yaml>']);
});

test('versions that are served on demand only are left to the version check', () => {
  expect(said('resource.k8s.io/v1beta1', 'ResourceSlice')[0]).toMatch(/^schema.kind: /);
});

test('a kind stands in one list only: it has a schema, or it is served unchecked', () => {
  expect(schemas.kinds().filter(isServedUnchecked)).toEqual([]);
});
