import { Model } from '../../src/serving/model/model';
import { provenance, provenanceLabels } from '../../src/serving/model/provenance';
import { LABEL_CONTEXT } from '../support/label-context';
import { COMMIT, cpu, DIGEST, gpu, SCORER_IMAGE, serve } from './serving-props';

const REVISION = 'model.cdk8s-mlops/revision';
const label = (model: Model) => provenanceLabels(LABEL_CONTEXT, model, SCORER_IMAGE)[REVISION];

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
  expect(provenance(LABEL_CONTEXT, model)).toEqual({ 'model.cdk8s-mlops/source': 's3://models/m.onnx', [REVISION]: 'a+b' });
  expect(serve(cpu).deployment.metadata.annotations).toEqual({ 'model.cdk8s-mlops/source': 'file:///models/scorer' });
});
