import { parse } from 'yaml';
import { yamlDocument } from '../../src/manifest/yaml-text';

test('an object reads back as the same data', () => {
  const value = {
    kind: 'A',
    apiVersion: 'v1',
    metadata: { name: 'x', labels: { '10': 'no', '9': '1e3' } },
    spec: { args: ['- a', '', 'a\nb\n'] },
  };
  expect(parse(yamlDocument(value))).toEqual(value);
});
