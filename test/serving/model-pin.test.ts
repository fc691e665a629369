import { App, Chart } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Environment } from '../../src/environment/environment';
import { warningsOf } from '../../src/kube/warning';
import { checkModelPinned, modelRevision } from '../../src/serving/model/check-model';
import { Model } from '../../src/serving/model/model';
import { COMMIT, DIGEST } from './serving-props';

const pinned: [string, Model, string | undefined][] = [
  ['a commit', Model.huggingFace('acme/llama', { revision: COMMIT }), COMMIT],
  ['an object version', Model.s3('s3://bucket/model.onnx', { versionId: 'v1' }), 'v1'],
  ['a content hash in the address', Model.gcs(`gs://bucket/${'a'.repeat(64)}/model`), 'a'.repeat(64)],
  ['a digest', Model.ociImage(`ghcr.io/acme/llama:3@${DIGEST}`), DIGEST],
  ['a claim, which has no revision', Model.pvc('models'), undefined],
  ["the image's own content", Model.bakedIn('/models/llama'), undefined],
];
const moving: [string, Model][] = [
  ['a branch', Model.huggingFace('acme/llama', { revision: 'main' })],
  ['a short commit', Model.huggingFace('acme/llama', { revision: COMMIT.slice(0, 8) })],
  ['a prefix', Model.s3('s3://bucket/llama/v3')],
  ['a tag', Model.ociImage('ghcr.io/acme/llama:3')],
];

const judge = (pins: 'required' | 'recommended', model: Model): string => {
  const chart = new Chart(new Environment(new App(), 'prod', { pins }), 'test');
  try {
    checkModelPinned(chart, model);
  } catch (error) {
    return ConfigError.is(error) ? `refused ${error.code}` : String(error);
  }
  return warningsOf(chart)
    .map((warning) => `warned ${warning.code}`)
    .join();
};

test.each(pinned)('%s is a pin', (_, model, revision) => {
  expect(modelRevision(model)).toBe(revision);
  expect(judge('required', model)).toBe('');
});

test.each(moving)('%s is refused where pins are required, and warned of elsewhere', (_, model) => {
  expect(judge('required', model)).toBe('refused MLService.modelRevision');
  expect(judge('recommended', model)).toBe('warned MLService.modelRevision');
});
