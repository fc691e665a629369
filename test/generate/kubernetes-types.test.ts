import type { BuiltInObject, Deployment, ObjectMeta, PodSpec } from '../../imports/kubernetes';
import { kubernetesTypes } from '../../scripts/generate/kubernetes-types';

const META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';

test('the text holds the union of kinds and the types they need', () => {
  const node = { 'x-kubernetes-group-version-kind': [{ group: '', version: 'v1', kind: 'Node' }], properties: { status: {} } };
  const text = kubernetesTypes({ 'core.v1.Node': node, 'core.v1.Unused': {}, [META]: { properties: { name: { type: 'string' } } } });
  expect(text.trim()).toBe(`/** Any object of a built-in kind. */
export type BuiltInObject =
  | Node;

export interface NamedObjectMeta {
  readonly name: string;
}

export interface Node {
  readonly apiVersion: 'v1';
  readonly kind: 'Node';
  readonly metadata: NamedObjectMeta;
}`);
});

// The compiler checks what follows (`npm run types`); at run time only the literals exist.
const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web:1' }] } };
const spec = { selector: { matchLabels: { app: 'web' } }, template };
const deployment: Deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec };

test('a kind narrows the union of built-in objects', () => {
  const object: BuiltInObject = deployment;
  const replicas = object.kind === 'Deployment' ? object.spec?.replicas : undefined;
  expect(replicas).toBeUndefined();
});

test('what the API server would refuse does not compile', () => {
  const refused: readonly Partial<Deployment>[] = [
    // @ts-expect-error a Deployment has one apiVersion
    { apiVersion: 'apps/v1beta1' },
    // @ts-expect-error a misspelt field
    { spec: { ...spec, replica: 2 } },
    // @ts-expect-error a number of replicas is not text
    { spec: { ...spec, replicas: '2' } },
    // @ts-expect-error the selector is required
    { spec: { template } },
    // @ts-expect-error an object has a name
    { metadata: { namespace: 'prod' } },
    // @ts-expect-error only the server writes a status
    { status: {} },
  ];
  // @ts-expect-error only the server writes a uid
  const metadata: ObjectMeta = { uid: '1' };
  // @ts-expect-error a quantity is text, so that 0.1 stays 0.1
  const limits: PodSpec = { containers: [{ name: 'web', resources: { limits: { cpu: 1 } } }] };
  expect([refused.length, metadata, limits]).toHaveLength(3);
});
