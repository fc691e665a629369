import * as fc from 'fast-check';
import { type WorkloadIdentity, workloadLabels, workloadSelector } from '../../src/kube/labels';

const SCORER: WorkloadIdentity = { app: 'scorer', instance: 'scorer-blue', component: 'model-server', version: '1.4' };

test('a workload carries the recommended labels of Kubernetes', () => {
  expect(workloadLabels(SCORER)).toEqual({
    'app.kubernetes.io/name': 'scorer',
    'app.kubernetes.io/instance': 'scorer-blue',
    'app.kubernetes.io/component': 'model-server',
    'app.kubernetes.io/version': '1.4',
    'app.kubernetes.io/managed-by': 'cdk8s-mlops',
  });
});

test('a workload without a version has no empty label for it', () => {
  expect(Object.values(workloadLabels({ ...SCORER, version: undefined }))).toEqual([
    'scorer',
    'scorer-blue',
    'model-server',
    'cdk8s-mlops',
  ]);
});

describe('what always holds', () => {
  const word = fc.stringMatching(/^[a-z]{1,5}$/);
  const identity = fc.record({ app: word, instance: word, component: word, version: fc.option(word, { nil: undefined }) });

  test('the selector finds the workload', () => {
    fc.assert(fc.property(identity, (given) => expect(workloadLabels(given)).toMatchObject(workloadSelector(given))));
  });

  test('a new version or another app leaves the selector as it is', () => {
    fc.assert(
      fc.property(identity, word, word, (given, app, version) => {
        expect(workloadSelector({ ...given, app, version })).toEqual(workloadSelector(given));
      }),
    );
  });

  test('the selector finds no other workload', () => {
    fc.assert(
      fc.property(identity, identity, (left, right) => {
        fc.pre(left.instance !== right.instance || left.component !== right.component);
        expect(workloadLabels(right)).not.toMatchObject(workloadSelector(left));
      }),
    );
  });
});
