import { refuseBrokenModel } from '../../src/serving/model/check-model';
import { Model } from '../../src/serving/model/model';
import { codeOf } from '../support/code-of';
import { COMMIT } from './serving-props';

const code = (model: unknown) => codeOf(() => refuseBrokenModel('test', model as Model));

test.each<[string, unknown]>([
  ['a commit of the hub', Model.huggingFace('acme/llama-8b.v2', { revision: COMMIT })],
  ['a branch, which pins judge', Model.huggingFace('gpt2', { revision: 'refs/pr/2' })],
  ['a prefix', Model.s3('s3://acme-models/llama/v3/')],
  ['an object version', Model.s3('s3://acme-models/model.onnx', { versionId: '3HL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY' })],
  ['a generation', Model.gcs('gs://acme.models/model.onnx', { generation: '1712345678901234' })],
  ['a claim', Model.pvc('models', { path: 'llama/v3' })],
  ['an artifact', Model.ociImage('ghcr.io/acme/llama:3', { path: 'models' })],
  ['a baked-in file', Model.bakedIn('/models/scorer.joblib')],
])('accepts %s', (_, model) => expect(code(model)).toBe('accepted'));

test.each<[string, unknown, string]>([
  ['an object of another kind', { kind: 'torrent' }, 'MLService.model'],
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
