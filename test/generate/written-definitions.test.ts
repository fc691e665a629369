import type { Definitions } from '../../scripts/generate/definitions';
import { writtenDefinitions } from '../../scripts/generate/written-definitions';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1';
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';
const text = { type: 'string' };
const upstream: Definitions = {
  [`${META}.ObjectMeta`]: { properties: { name: text, namespace: text, uid: text, generateName: text } },
  [QUANTITY]: { oneOf: [text, { type: 'number' }] },
  Deployment: {
    properties: { apiVersion: text, kind: text, metadata: {}, spec: text, status: text },
    'x-kubernetes-group-version-kind': [{ group: 'apps', version: 'v1', kind: 'Deployment' }],
  },
};

test('a kind fixes its apiVersion and kind, needs a name, and carries no status', () => {
  const { properties, required } = writtenDefinitions(upstream).Deployment ?? {};
  expect(properties).toEqual({
    apiVersion: { type: 'string', enum: ['apps/v1'] },
    kind: { type: 'string', enum: ['Deployment'] },
    metadata: { $ref: `#/definitions/${META}.NamedObjectMeta` },
    spec: text,
  });
  expect(required).toEqual(['apiVersion', 'kind', 'metadata']);
});

test('metadata leaves out what only the server writes; the name is required at the top alone', () => {
  const written = writtenDefinitions(upstream);
  expect(written[`${META}.ObjectMeta`]).toEqual({ properties: { name: text, namespace: text } });
  expect(written[`${META}.NamedObjectMeta`]).toEqual({ properties: { name: text, namespace: text }, required: ['name'] });
});

test('a quantity is a string', () => {
  expect(writtenDefinitions(upstream)[QUANTITY]).toEqual(text);
});
