import { loadAll } from 'js-yaml';
import { type Crd, crdsText, selectCrds } from '../../scripts/generate/crd-documents';

function crd(group: string, kind: string, ...versions: string[]): Crd {
  return { spec: { group, names: { kind }, scope: 'Namespaced', versions: versions.map((name) => ({ name })) } };
}

const crds = [crd('a.io', 'Route', 'v1', 'v1beta1'), crd('b.io', 'Route', 'v1'), crd('a.io', 'Gateway', 'v1')];
const routes = { file: 'a', project: 'a', apiVersion: 'a.io/v1', kinds: ['Route'] };

test('a module gets its kinds of its group, with its version alone', () => {
  expect(selectCrds(crds, routes)).toEqual([crd('a.io', 'Route', 'v1')]);
});

test.each([
  ['a kind that is not there', { ...routes, kinds: ['Rout'] }],
  ['a version that is not there', { ...routes, apiVersion: 'a.io/v2' }],
])('%s is refused', (_, module) => {
  expect(() => selectCrds(crds, module)).toThrow('no CRD of');
});

test('the text holds one document per CRD', () => {
  expect(loadAll(crdsText(crds))).toEqual(crds);
});
