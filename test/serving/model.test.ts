import { App, Chart } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Environment } from '../../src/environment/environment';
import { warningsOf } from '../../src/kube/construct-findings';
import { parseImage } from '../../src/kube/pod/image';
import { checkModelPinned } from '../../src/serving/model/check-model';
import { isDownloaded, Model, modelUri } from '../../src/serving/model/model';
import { provenance, resolveModel } from '../../src/serving/model/resolve-model';
import { codeOf } from '../support/code-of';
import { LABEL_CONTEXT } from '../support/label-context';
import { COMMIT, cpu, DIGEST, gpu, refusal, SCORER_IMAGE, serve, TOOL_IMAGE } from './serving-props';

const resolved = (model: Model) => resolveModel('test', model);

const models: [Model, string, boolean][] = [
  [Model.huggingFace('acme/llama', { revision: COMMIT }), 'hf://acme/llama', true],
  [Model.s3('s3://bucket/llama'), 's3://bucket/llama', true],
  [Model.gcs('gs://bucket/llama'), 'gs://bucket/llama', true],
  [Model.pvc('models', { path: '/llama/v3' }), 'pvc://models/llama/v3', false],
  [Model.pvc({ name: 'models' }), 'pvc://models/', false],
  [Model.ociImage('ghcr.io/acme/llama:3'), 'oci://ghcr.io/acme/llama:3', false],
  [Model.bakedIn('/models/llama'), 'file:///models/llama', false],
];

test.each(models)('%j has the address %s', (model, uri) => expect(modelUri(model)).toBe(uri));

test.each(models)('whether %j is downloaded is known', (model, _, downloaded) => expect(isDownloaded(model)).toBe(downloaded));

test('a token is referred to, with the usual key when none is given', () => {
  const token = (options: { secret: string; key?: string }) => Model.huggingFace('acme/llama', { revision: COMMIT, token: options }).token;
  expect(token({ secret: 'hub' })).toEqual({ secret: 'hub', key: 'token' });
  expect(token({ secret: 'hub', key: 'read' })).toEqual({ secret: 'hub', key: 'read' });
});

test.each<[Model, string]>([
  [Model.bakedIn('/opt/model'), '/opt/model'],
  [Model.pvc('models'), '/mnt/models'],
  [Model.pvc('models', { path: '/llama/v3/' }), '/mnt/models/llama/v3'],
  [Model.ociImage(`ghcr.io/acme/llama@${DIGEST}`, { path: 'models' }), '/mnt/models/models'],
  [Model.s3('s3://bucket/llama/model.onnx'), '/mnt/models/2dbde9eb-model.onnx'],
])('%j is found at %s', (model, path) => expect(resolved(model).path).toBe(path));

const paths = (models: readonly Model[]) => models.map((model) => resolved(model).path);

test('two downloads never meet in a shared cache, and one is found again', () => {
  const other = COMMIT.replace('8', '9');
  const models = [
    Model.huggingFace('acme/llama', { revision: COMMIT }),
    Model.huggingFace('acme/llama', { revision: other }),
    Model.huggingFace('other/llama', { revision: COMMIT }),
    Model.s3('s3://bucket/llama', { versionId: 'a' }),
    Model.s3('s3://bucket/llama', { versionId: 'b' }),
  ];
  expect(new Set(paths(models)).size).toBe(models.length);
  expect(paths(models)).toEqual(paths(models));
});

test('models in place are mounted read-only', () => {
  for (const model of [Model.pvc('models'), Model.ociImage('ghcr.io/acme/llama')])
    expect(resolved(model).mounts).toMatchObject([{ readOnly: true }]);
  expect(resolved(Model.bakedIn('/opt/model')).mounts).toEqual([]);
});

const pinned: [string, Model, string | undefined][] = [
  ['a commit', Model.huggingFace('acme/llama', { revision: COMMIT }), COMMIT],
  ['an object version', Model.s3('s3://models/model.onnx', { versionId: 'v1' }), 'v1'],
  ['a content hash in the address', Model.gcs(`gs://models/${'a'.repeat(64)}/model`), 'a'.repeat(64)],
  ['a digest', Model.ociImage(`ghcr.io/acme/llama:3@${DIGEST}`), DIGEST],
  ['a claim, which has no revision', Model.pvc('models'), undefined],
  ["the image's own content", Model.bakedIn('/models/llama'), undefined],
];
const moving: [string, Model][] = [
  ['a branch', Model.huggingFace('acme/llama', { revision: 'main' })],
  ['a short commit', Model.huggingFace('acme/llama', { revision: COMMIT.slice(0, 8) })],
  ['a prefix', Model.s3('s3://models/llama/v3')],
  ['a tag', Model.ociImage('ghcr.io/acme/llama:3')],
];

const judge = (pins: 'required' | 'recommended', model: Model): string => {
  const chart = new Chart(new Environment(new App(), 'prod', { pins }), 'test');
  try {
    checkModelPinned(chart, resolved(model));
  } catch (error) {
    return ConfigError.is(error) ? `refused ${error.code}` : String(error);
  }
  return warningsOf(chart)
    .map((warning) => `warned ${warning.code}`)
    .join();
};

test.each(pinned)('%s is a pin', (_, model, revision) => {
  expect(resolved(model).revision).toBe(revision);
  expect(judge('required', model)).toBe('');
});

test.each(moving)('%s is refused where pins are required, and warned of elsewhere', (_, model) => {
  expect(judge('required', model)).toBe('refused MLService.modelRevision');
  expect(judge('recommended', model)).toBe('warned MLService.modelRevision');
});

const REVISION = 'model.cdk8s-mlops/revision';
const image = parseImage('MLService.image', 'test', SCORER_IMAGE);
const label = (model: Model) => provenance(LABEL_CONTEXT, resolved(model), image).labels[REVISION];

test.each<[string, Model, string | undefined]>([
  ['a commit', Model.huggingFace('acme/llama', { revision: COMMIT }), '8c22764a7e36'],
  ['a branch', Model.huggingFace('acme/llama', { revision: 'main' }), 'main'],
  ['a branch with a slash', Model.huggingFace('acme/llama', { revision: 'refs/pr/3' }), undefined],
  ['a content hash', Model.s3(`s3://models/${'ab'.repeat(32)}/llama`), 'abababababab'],
  ['an object version', Model.s3('s3://models/m.onnx', { versionId: '3HL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY' }), undefined],
  ['a generation', Model.gcs('gs://models/m.onnx', { generation: '1712345678901234' }), '1712345678901234'],
  ['a digest', Model.ociImage(`ghcr.io/acme/llama@${DIGEST}`), '555555555555'],
  ['a claim', Model.pvc('models'), undefined],
])('%s is a label as far as a label can hold it', (_, model, expected) => expect(label(model)).toBe(expected));

test('pods are found by the digest of their image and the revision of their model, and never selected by them', () => {
  const { deployment } = serve(gpu);
  const labels = { [REVISION]: '8c22764a7e36', 'image.cdk8s-mlops/digest': '555555555555' };
  expect(deployment.metadata.labels).toMatchObject(labels);
  expect(deployment.spec.template.metadata?.labels).toMatchObject(labels);
  expect(Object.keys(deployment.spec.selector.matchLabels ?? {}).sort()).toEqual([
    'app.kubernetes.io/component',
    'app.kubernetes.io/instance',
  ]);
});

test('annotations hold source and revision in full', () => {
  const model = Model.s3('s3://models/m.onnx', { versionId: 'a+b' });
  expect(provenance(LABEL_CONTEXT, resolved(model), image).annotations).toEqual({
    'model.cdk8s-mlops/source': 's3://models/m.onnx',
    [REVISION]: 'a+b',
  });
  expect(serve(cpu).deployment.metadata.annotations).toEqual({ 'model.cdk8s-mlops/source': 'file:///models/scorer' });
});

/** The code with which a service refuses a model. */
const code = (model: Model) => (isDownloaded(model) ? refusal(gpu, { model, download: { image: TOOL_IMAGE } }) : refusal(cpu, { model }));

test.each<[string, Model]>([
  ['a commit of the hub', Model.huggingFace('acme/llama-8b.v2', { revision: COMMIT })],
  ['a branch, which pins judge', Model.huggingFace('gpt2', { revision: 'refs/pr/2' })],
  ['a prefix', Model.s3('s3://acme-models/llama/v3/')],
  ['an object version', Model.s3('s3://acme-models/model.onnx', { versionId: '3HL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY' })],
  ['a generation', Model.gcs('gs://acme.models/model.onnx', { generation: '1712345678901234' })],
  ['a claim', Model.pvc('models', { path: 'llama/v3' })],
  ['an artifact', Model.ociImage('ghcr.io/acme/llama:3', { path: 'models' })],
  ['a baked-in file', Model.bakedIn('/models/scorer.joblib')],
])('accepts %s', (_, model) => expect(code(model)).toBe('accepted'));

test.each<[string, Model, string]>([
  ['an object of another kind', { kind: 'torrent' } as unknown as Model, 'MLService.model'],
  ['a repository with white space', Model.huggingFace('acme/my llama', { revision: COMMIT }), 'MLService.model'],
  ['a repository of three parts', Model.huggingFace('a/b/c', { revision: COMMIT }), 'MLService.model'],
  ['a repository that looks like an option', Model.huggingFace('--help', { revision: COMMIT }), 'MLService.model'],
  ['an empty revision', Model.huggingFace('acme/llama', { revision: '' }), 'MLService.modelRevision'],
  ['a revision that looks like an option', Model.huggingFace('acme/llama', { revision: '-x' }), 'MLService.modelRevision'],
  [
    'a token in a secret that cannot exist',
    Model.huggingFace('a/b', { revision: COMMIT, token: { secret: 'My Token' } }),
    'MLService.model',
  ],
  ['an address of the other store', Model.s3('gs://bucket/llama'), 'MLService.model'],
  ['a bucket alone', Model.gcs('gs://bucket'), 'MLService.model'],
  ['an address with ..', Model.s3('s3://bucket/../llama'), 'MLService.model'],
  ['a version of a prefix', Model.s3('s3://bucket/llama/', { versionId: 'abc' }), 'MLService.model'],
  ['a generation that is no number', Model.gcs('gs://bucket/llama', { generation: 'v3' }), 'MLService.modelRevision'],
  ['a version that looks like an option', Model.s3('s3://bucket/llama', { versionId: '--x' }), 'MLService.modelRevision'],
  ['a claim that cannot exist', Model.pvc('My Models'), 'MLService.model'],
  ['a path out of the claim', Model.pvc('models', { path: '../other' }), 'MLService.model'],
  ['an artifact that cannot be pulled', Model.ociImage('GHCR.io/Acme Llama'), 'MLService.model'],
  ['a relative path', Model.bakedIn('models/scorer'), 'MLService.model'],
])('refuses %s', (_, model, expected) => expect(code(model)).toBe(expected));

test('a factory refuses a repository without a revision', () => {
  const hub = Model.huggingFace as (repository: string, options?: object) => Model;
  expect(codeOf(() => hub('acme/llama', {}))).toBe('Model.huggingFace');
  expect(codeOf(() => hub('acme/llama'))).toBe('Model.huggingFace');
});
