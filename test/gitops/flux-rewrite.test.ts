import { type FluxRewrite, refuseRewrite, rewriteAnnotations, rewriteSpec, variablesOf } from '../../src/gitops/flux/flux-rewrite';
import { LABEL_CONTEXT } from '../support/label-context';
import { refusal } from './delivery-fixture';

const reason = 'why';

test('nothing is changed after review by default', () => {
  expect(rewriteSpec(undefined)).toEqual({});
  expect(rewriteAnnotations(LABEL_CONTEXT, undefined)).toBeUndefined();
});

test('the reason stands on the object', () => {
  expect(rewriteAnnotations(LABEL_CONTEXT, { reason })).toEqual({ 'gitops.cdk8s-mlops/changed-after-review': 'why' });
});

test('the variables are those with values and those that objects of the cluster hold', () => {
  expect(variablesOf({ variables: { A: '1' }, from: [{ kind: 'Secret', name: 's', variables: ['B', 'C'] }] })).toEqual(['A', 'B', 'C']);
});

describe('a rewrite is refused', () => {
  test.each<[string, Omit<FluxRewrite, 'reason'>, string]>([
    ['for a variable that Flux refuses', { postBuild: { variables: { 'a-b': '1' } } }, 'FluxKustomization.rewrite'],
    ['for an image that stays as it is', { images: [{ name: 'scorer' }] }, 'FluxKustomization.rewrite'],
    ['for an empty prefix', { namePrefix: '' }, 'FluxKustomization.rewrite'],
    ['for a suffix that is too long', { nameSuffix: 'a'.repeat(201) }, 'FluxKustomization.rewrite'],
    ['for a namespace that is none', { targetNamespace: 'ML' }, 'FluxKustomization.targetNamespace'],
  ])('%s', (_, rewrite, code) => {
    expect(refusal(() => refuseRewrite('here', { reason, ...rewrite }))).toBe(code);
  });
});
