import { Model } from '../../src/serving/model/model';
import { modelMounts, modelPath } from '../../src/serving/model/model-location';
import { COMMIT, DIGEST } from './serving-props';

test.each<[Model, string]>([
  [Model.bakedIn('/opt/model'), '/opt/model'],
  [Model.pvc('models'), '/mnt/models'],
  [Model.pvc('models', { path: '/llama/v3/' }), '/mnt/models/llama/v3'],
  [Model.ociImage(`ghcr.io/acme/llama@${DIGEST}`, { path: 'models' }), '/mnt/models/models'],
  [Model.s3('s3://bucket/llama/model.onnx'), '/mnt/models/2dbde9eb-model.onnx'],
])('%j is found at %s', (model, path) => expect(modelPath(model)).toBe(path));

test('two downloads never meet in a shared cache, and one is found again', () => {
  const other = COMMIT.replace('8', '9');
  const models = [
    Model.huggingFace('acme/llama', { revision: COMMIT }),
    Model.huggingFace('acme/llama', { revision: other }),
    Model.huggingFace('other/llama', { revision: COMMIT }),
    Model.s3('s3://bucket/llama', { versionId: 'a' }),
    Model.s3('s3://bucket/llama', { versionId: 'b' }),
  ];
  expect(new Set(models.map(modelPath)).size).toBe(models.length);
  expect(models.map(modelPath)).toEqual(models.map(modelPath));
});

test('models in place are mounted read-only', () => {
  for (const model of [Model.pvc('models'), Model.ociImage('ghcr.io/acme/llama')])
    expect(modelMounts(model)).toMatchObject([{ readOnly: true }]);
  expect(modelMounts(Model.bakedIn('/opt/model'))).toEqual([]);
});
