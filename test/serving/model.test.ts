import { isDownloaded, Model, modelUri } from '../../src/serving/model/model';
import { COMMIT } from './serving-props';

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
