import fc from 'fast-check';
import { positionOf } from '../../src/base/finding';
import { manifestsOf } from '../../src/manifest/manifest-text';
import { yamlDocument, yamlStream } from '../../src/manifest/yaml-text';

const namesIn = (text: string): string[] => manifestsOf('a.yaml', text).manifests.map(({ manifest }) => manifest.metadata.name);
const object = (name: string): string => `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n`;

test('reads every object of a stream, with its line', () => {
  const { manifests, findings } = manifestsOf('a.yaml', `# first\n${object('a')}---\n${object('b')}`);
  expect(manifests.map(({ manifest, file, line }) => [manifest.metadata.name, file, line])).toEqual([
    ['a', 'a.yaml', 2],
    ['b', 'a.yaml', 7],
  ]);
  expect(findings).toEqual([]);
});

test.each<[string, string]>([
  ['an empty file', ''],
  ['a comment', '# nothing\n'],
  ['values of a chart', 'image: {tag: 1}\n'],
  ['a list', '- a\n- b\n'],
  ['text', 'hello\n'],
  ['configuration of a tool', 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n'],
  ['metadata that is no map', 'apiVersion: v1\nkind: Service\nmetadata: 7\n'],
])('leaves out %s', (_, text) => {
  expect(manifestsOf('a.yaml', text)).toEqual({ manifests: [], findings: [] });
});

test('takes the items of a List one by one', () => {
  expect(namesIn('apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Service, metadata: {name: a}}\n- 7\n')).toEqual(['a']);
});

test('a field that is null is as good as missing', () => {
  const [found] = manifestsOf('a.yaml', `${object('a')}spec:\n  ports:\n  selector: {a: ~, b: c}\n`).manifests;
  expect(found?.manifest.spec).toEqual({ selector: { b: 'c' } });
});

describe('says line and reason of what cannot be read, and reads on behind it', () => {
  test.each<[string, string, number, RegExp]>([
    ['a template', `${object('a')}---\n${object('b')}spec: {{ .Values.spec }}\n---\n${object('c')}`, 10, /a key must be a scalar/],
    ['a bracket that stays open', 'a: [1, 2\nb: 3\n', 2, /./],
    ['a tab', 'a:\n\tb: 1\n', 2, /[Tt]abs?/],
    ['an unknown alias', 'a: *b\n', 1, /alias/],
  ])('%s', (_, text, line, what) => {
    const [finding] = manifestsOf('a.yaml', text).findings;
    expect(finding).toMatchObject({ where: 'a.yaml', what: expect.stringMatching(what) });
    expect(finding && positionOf(finding)?.line).toBe(line);
  });

  test('other documents of the file are read', () => {
    expect(namesIn(`${object('a')}---\na: *b\n---\n${object('c')}`)).toEqual(['a', 'c']);
  });

  test('aliases that would fill the memory', () => {
    const levels = Array.from({ length: 30 }, (_, level) => `l${level + 1}: &l${level + 1} [${`*l${level},`.repeat(9)}]\n`);
    const { findings } = manifestsOf('a.yaml', `l0: &l0 [x]\n${levels.join('')}`);
    expect(findings).toEqual([expect.objectContaining({ what: expect.stringContaining('alias') })]);
    expect(findings.map((finding) => positionOf(finding)?.line)).toEqual([1]);
  });

  test('a hundred thousand brackets', () => {
    const { findings } = manifestsOf('a.yaml', '['.repeat(100_000));
    expect(findings).toHaveLength(1);
  });
});

test('whatever the text is, nothing is thrown', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '-',
    '[',
    '{',
    '"',
    "'",
    '&a',
    '*a',
    '|',
    '>',
    '#',
    '!',
    '?',
    '%',
    '\t',
    '---\n',
    'apiVersion: v1\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const { findings } = manifestsOf('a.yaml', pieces.join(''));
      for (const finding of findings) expect(positionOf(finding)?.line).toBeGreaterThan(0);
    }),
    { numRuns: 2000 },
  );
});

test('reads what this library writes', () => {
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { yes: 'no', multi: 'a: b\n---\n# c\n' } };
  const [found] = manifestsOf('a.yaml', yamlStream([yamlDocument(manifest)])).manifests;
  expect(found?.manifest).toEqual(manifest);
});
