import { batch } from '../../examples/batch/app';
import { blueGreen } from '../../examples/blue-green/app';
import { dataPipeline } from '../../examples/data-pipeline/app';
import { platform } from '../../examples/platform/app';
import { routers } from '../../examples/routers/app';
import { serving } from '../../examples/serving/app';
import { tenants } from '../../examples/tenants/app';
import type { GitOpsApp } from '../../src/app/gitops-app';
import { yamlDocument, yamlStream } from '../../src/manifest/yaml-text';
import type { RenderedObject } from '../../src/render/rendered-object';
import { installCrds } from './install-crds';
import { dryRun, kubectl } from './kubectl';

/**
 * Applies every object of every example to a real API server, without storing it.
 *
 * KUBECONFIG names the cluster: one to throw away, because namespaces and CRDs are created in it. With CDK8S_MLOPS_SCHEMAS the CRDs are
 * upstream's, see `install-crds.ts`.
 */
const EXAMPLES: Readonly<Record<string, () => GitOpsApp>> = {
  batch,
  'blue-green': blueGreen,
  'data-pipeline': dataPipeline,
  platform,
  routers,
  serving,
  tenants,
};

jest.setTimeout(300_000);

beforeAll(() => {
  if (process.env.KUBECONFIG === undefined) throw new Error('KUBECONFIG names no cluster');
  installCrds(Object.values(EXAMPLES).flatMap((example) => objectsOf(example).map(({ manifest }) => manifest)));
});

function objectsOf(example: () => GitOpsApp): readonly RenderedObject[] {
  return [...example().render().charts.values()].flat();
}

/** Objects in a namespace can be tried only where that namespace is. */
function createNamespaces(objects: readonly RenderedObject[]): void {
  const names = new Set(objects.flatMap(({ identity }) => (identity.namespace === undefined ? [] : [identity.namespace])));
  for (const name of names) {
    const result = kubectl(['create', 'namespace', name]);
    if (!result.ok && !result.err.includes('AlreadyExists')) throw new Error(result.err);
  }
}

test.each(Object.entries(EXAMPLES))('the API server takes every object of %s', (_, example) => {
  const objects = objectsOf(example);
  createNamespaces(objects);
  const { ok, out, err } = dryRun(yamlStream(objects.map(({ manifest }) => yamlDocument(manifest))));
  expect(err).toBe('');
  expect(ok).toBe(true);
  expect(out.trim().split('\n')).toHaveLength(objects.length);
});

test('and refuses a field that does not exist, so that it would notice', () => {
  // One with a spec: of another the server would refuse the spec itself, and name no field.
  const object = objectsOf(dataPipeline).find(({ manifest }) => manifest.kind === 'Deployment');
  const wrong = { ...object?.manifest, spec: { noSuchField: true } };
  const { ok, err } = dryRun(yamlDocument(wrong));
  expect(ok).toBe(false);
  expect(err).toContain('noSuchField');
});
