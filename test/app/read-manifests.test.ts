import { relative } from 'node:path';
import { readManifests } from '../../src/app/read-manifests';
import { positionOf } from '../../src/base/finding';
import { Project } from '../support/cli';

let project: Project;
beforeEach(() => {
  project = new Project();
});
afterEach(() => project.remove());

/** What is found in some files, each by its path in the project. */
function found(files: Readonly<Record<string, string>>, path = 'k'): readonly string[] {
  for (const [name, text] of Object.entries(files)) project.write(name, text);
  const { findings } = readManifests([`${project.folder}/${path}`]);
  return findings.map((finding) => {
    const { code, subject, what } = finding;
    const at = `${relative(project.folder, subject?.file ?? '')}:${positionOf(finding)?.line}`;
    return `${at} ${what.replaceAll(`${project.folder}/`, '')} [${code}]`;
  });
}

const MAP = (name: string, more = '') => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: team-a\n${more}`;
const KUSTOMIZATION = (...resources: readonly string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources.map((each) => `  - ${each}\n`).join('')}`;

describe('a file beside a kustomization', () => {
  test('that is not listed is never applied', () => {
    expect(found({ 'k/kustomization.yaml': KUSTOMIZATION('a.yaml'), 'k/a.yaml': MAP('a'), 'k/b.yaml': MAP('b') })).toEqual([
      'k/b.yaml:1 is not listed in k/kustomization.yaml, so nothing applies it [kustomization.unlisted]',
    ]);
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['is listed', { 'k/kustomization.yaml': KUSTOMIZATION('./b.yaml') }],
    ['is listed by a kustomization above', { 'k/kustomization.yaml': KUSTOMIZATION('a'), 'kustomization.yaml': KUSTOMIZATION('k/b.yaml') }],
    ['is a patch', { 'k/kustomization.yaml': 'patches:\n  - path: b.yaml\n' }],
    ['is a patch of the old form', { 'k/kustomization.yaml': 'patchesStrategicMerge: [b.yaml]\n' }],
    ['becomes a config map', { 'k/kustomization.yaml': 'configMapGenerator: [{name: c, files: [config.yaml=b.yaml]}]\n' }],
    ['is a generator', { 'k/kustomization.yaml': 'generators: [b.yaml]\n' }],
    [
      'holds values of a Helm chart',
      { 'k/kustomization.yaml': 'helmCharts: [{name: c, valuesFile: b.yaml}]\n', 'k/b.yaml': 'replicas: 2\n' },
    ],
    ['was left out by a comment', { 'k/kustomization.yaml': `${KUSTOMIZATION('a')}  # - b.yaml, when the cluster has GPUs\n` }],
    [
      'is of another tool',
      { 'k/kustomization.yaml': 'resources: []\n', 'k/b.yaml': 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\n' },
    ],
    [
      'says why',
      {
        'k/kustomization.yaml': 'resources: []\n',
        'k/b.yaml': MAP('b', '  annotations: {accept.cdk8s-mlops/kustomization.unlisted: applied by hand when the cluster is made}\n'),
      },
    ],
    [
      'is beside a Kustomization of Flux',
      { 'k/kustomization.yaml': MAP('f').replace('apiVersion: v1', 'apiVersion: kustomize.toolkit.fluxcd.io/v1') },
    ],
  ])('that %s is no finding', (_, files) => {
    expect(found({ 'k/b.yaml': MAP('b'), 'k/a/kustomization.yaml': 'resources: []\n', ...files }, '')).toEqual([]);
  });

  test('in a directory below may be applied by itself', () => {
    expect(found({ 'k/kustomization.yaml': KUSTOMIZATION('sub/a.yaml'), 'k/sub/a.yaml': MAP('a'), 'k/sub/b.yaml': MAP('b') })).toEqual([]);
  });
});

test('what a kustomization uses without applying it is read as no object', () => {
  const patch = '- {op: replace, path: /spec/replicas, value: 3}\n';
  project.write('k/a.yaml', MAP('a'));
  project.write('k/patch.yaml', patch);
  project.write('k/kustomization.yaml', `${KUSTOMIZATION('a.yaml')}patches:\n  - path: patch.yaml\n    target: {kind: Deployment}\n`);
  const { objects, findings } = readManifests([`${project.folder}/k`]);
  const seen = objects.filter(({ unseen }) => unseen !== true);
  expect([seen.map(({ name }) => name), findings]).toEqual([['a'], []]);
});

test('a kustomization itself is known to rules, and nothing is said of it', () => {
  project.write('k/kustomization.yaml', 'secretGenerator: [{name: token, literals: [a=b]}]\n');
  const [object, ...others] = readManifests([`${project.folder}/k`]).objects;
  expect([object?.groupKind, object?.unseen, others]).toEqual(['kustomize.config.k8s.io/Kustomization', true, []]);
});

describe('what a kustomization lists', () => {
  test.each<[string, string]>([
    ['absent.yaml', 'resources[1] "absent.yaml" not found'],
    ['./absent.yaml', 'resources[1] "./absent.yaml" not found'],
    ['../base', 'resources[1] "../base" not found'],
    ['../empty', 'resources[1] "../empty" is a directory without a kustomization.yaml'],
  ])('%s is an error, at its line', (entry, what) => {
    const files = { 'k/kustomization.yaml': KUSTOMIZATION('a.yaml', entry), 'k/a.yaml': MAP('a'), 'empty/note.txt': '' };
    expect(found(files)).toEqual([`k/kustomization.yaml:5 ${what.replace(/^resources\[1\] /, '')} [kustomization.missing]`]);
  });

  test.each([
    'https://example.com/a.yaml',
    'github.com/acme/base?ref=v1',
    'github.com/acme/base',
    'git@github.com:acme/base.git',
    '../base',
    'a.yaml',
  ])('%s may be there', (entry) => {
    const base = { 'base/kustomization.yml': 'resources: []\n' };
    expect(
      found({ 'k/kustomization.yaml': KUSTOMIZATION(entry), 'k/a.yaml': MAP('a'), ...base }).filter((text) => !text.includes('unlisted')),
    ).toEqual([]);
  });

  test('components and bases are listed too', () => {
    expect(found({ 'k/kustomization.yaml': 'components: [../c]\nbases: [../b]\n' })).toEqual([
      'k/kustomization.yaml:2 "../b" not found [kustomization.missing]',
      'k/kustomization.yaml:1 "../c" not found [kustomization.missing]',
    ]);
  });
});

test('a kustomization that cannot be read is an error of its own', () => {
  expect(found({ 'k/kustomization.yaml': 'resources: [\n', 'k/a.yaml': MAP('a') })).toEqual([expect.stringContaining('[yaml.syntax]')]);
});
