import fc from 'fast-check';
import { positionOf } from '../../src/base/finding';
import { checkObjects } from '../../src/check/check-objects';
import { readYamlFile } from '../../src/check/input/yaml-file';
import { Schemas } from '../../src/schema/packs/known-schemas';

function found(text: string): string[] {
  const { objects, findings } = readYamlFile('a.yaml', text);
  return [...findings, ...checkObjects(objects, { schemas: new Schemas() })].map((finding) => {
    const at = positionOf(finding);
    return `${finding.code} ${at?.line}:${at?.column}`;
  });
}

const CONFIG = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: b}\n';

test('a finding stands where its field stands, in the right document', () => {
  expect(found(`${CONFIG}---\n${CONFIG.replace('name: a', 'name: c')}data:\n  a: 1\n`)).toEqual(['schema.type 9:3']);
  expect(found(`# note\n---\n${CONFIG}spec: {}\n`)).toEqual(['schema.unknown 6:1']);
});

test('a field that is missing stands where the nearest thing around it stands', () => {
  expect(
    found(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a, namespace: b}\nspec:\n  template: {metadata: {labels: {a: b}}, spec: {containers: []}}\n',
    ),
  ).toContain('schema.required 4:1');
});

test.each([
  ['broken quotes', 'a: "b\nc: d\n', 'yaml.syntax 3:1'],
  ['one key twice', `${CONFIG}kind: Pod\n`, 'yaml.syntax 4:1'],
  ['an anchor that is not there', 'a: *b\n', 'yaml.syntax 1:4'],
  ['a text', 'hello\n', 'yaml.object 1:1'],
  ['nothing that is an object', '- a\n- b\n', 'yaml.object 1:1'],
])('%s is a finding with its line', (_, text, finding) => {
  expect(found(text)).toEqual([finding]);
});

test('an anchor and its alias are read', () => {
  expect(found(`${CONFIG}data: &d {a: b}\nbinaryData: *d\n`)).toContain('schema.format 5:1');
});

test('a document that cannot be read silences the file: the others may refer to it', () => {
  expect(found(`${CONFIG}spec: {}\n---\na: *b\n`)).toEqual(['yaml.syntax 6:4']);
});

test('a list is taken apart; files of kustomize are no objects', () => {
  const list =
    'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: a, namespace: b}\n    spec: {}\n';
  expect(found(list)).toEqual(['schema.unknown 7:5']);
  expect(found('apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n')).toEqual([]);
});

test('a Secret that SOPS encrypted is nothing to check', () => {
  expect(
    found(
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a, namespace: b}\nstringData: {a: "ENC[AES256_GCM,data:x]"}\nsops: {mac: "ENC[x]", version: 3.9.0}\n',
    ),
  ).toEqual([]);
});

test('no text makes it throw or hang', () => {
  const piece = fc.constantFrom(
    'a: b',
    '- ',
    '[',
    '{',
    '"',
    "'",
    '|',
    '>',
    '&a ',
    '*a',
    '!!x ',
    '? ',
    ': ',
    '\t',
    '---\n',
    '...\n',
    '%TAG',
    '<<: ',
    '\n  ',
    '\n',
    'kind: Pod\n',
    'apiVersion: v1\n',
    'metadata:\n',
    '\u0000',
    '😀',
    '# ',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
      ),
      (text) => {
        for (const each of found(text)) expect(each).toMatch(/^[a-z]+\.[a-z-]+ (\d+:\d+|undefined:undefined)$/);
      },
    ),
    { numRuns: 2000 },
  );
});
