import { kustomizationText } from '../../src/manifest/kustomization-file';

test('a Kustomization lists the files in code-point order', () => {
  expect(kustomizationText(['b_secret_x.yaml', 'B.yaml', 'a_role_system%3anode.yaml'])).toBe(
    [
      'apiVersion: kustomize.config.k8s.io/v1beta1',
      'kind: Kustomization',
      'resources:',
      '  - B.yaml',
      '  - a_role_system%3anode.yaml',
      '  - b_secret_x.yaml',
      '',
    ].join('\n'),
  );
});

test('no files give an empty list', () => {
  expect(kustomizationText([])).toContain('resources: []\n');
});

test('a file that is listed twice is refused', () => {
  expect(() => kustomizationText(['a.yaml', 'b.yaml', 'a.yaml'])).toThrow('lists a.yaml twice');
});
