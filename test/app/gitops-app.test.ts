import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import { GitOpsApp, type GitOpsAppProps } from '../../src/app/gitops-app';
import { repositoryPath } from '../../src/kube/chart-directory';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gitops-app-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  for (const name of ['CDK8S_OUTDIR', 'CDK8S_LEGACY_HASH', 'CDK8S_DISABLE_SORT', 'CDK8S_RECORD_CONSTRUCT_METADATA', 'TZ', 'LANG'])
    delete process.env[name];
});

function app(props: GitOpsAppProps = {}, names: readonly string[] = ['a', 'b']): GitOpsApp {
  const made = new GitOpsApp({ outdir: join(folder, 'dist'), ...props });
  const chart = new Chart(made, 'chart', { namespace: 'team-a' });
  for (const name of names)
    new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { z: '1', a: 'no' } });
  return made;
}

function filesOf(path: string): Map<string, string> {
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map((entry) => [join(entry.parentPath, entry.name), readFileSync(join(entry.parentPath, entry.name), 'utf8')]));
}

test('synth writes what render gives, and an inventory beside it', () => {
  app().synth();
  const dist = join(folder, 'dist/chart');
  expect(readdirSync(dist).sort()).toEqual([
    '.cdk8s-mlops.inventory',
    'kustomization.yaml',
    'team-a_configmap_a.yaml',
    'team-a_configmap_b.yaml',
  ]);
  for (const [name, text] of app().render().tree.get('chart') ?? []) expect(readFileSync(join(dist, name), 'utf8')).toBe(text);
});

test('an object that leaves the app leaves the output, a file of others stays', () => {
  app().synth();
  writeFileSync(join(folder, 'dist/chart/README.md'), 'by hand');
  app({}, ['a']).synth();
  expect(existsSync(join(folder, 'dist/chart/team-a_configmap_b.yaml'))).toBe(false);
  expect(readFileSync(join(folder, 'dist/chart/README.md'), 'utf8')).toBe('by hand');
});

test('an app that fails leaves the output as it was', () => {
  app().synth();
  const before = filesOf(folder);
  const failing = app({}, ['a']);
  new ApiObject(failing.node.findChild('chart'), 'again', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } });
  expect(() => failing.synth()).toThrow(/render\.duplicate/);
  expect(filesOf(folder)).toEqual(before);
});

test('the output directory follows props, then CDK8S_OUTDIR, then dist, as in cdk8s', () => {
  expect(new GitOpsApp().outdir).toBe('dist');
  process.env.CDK8S_OUTDIR = 'elsewhere';
  expect(new GitOpsApp().outdir).toBe('elsewhere');
  expect(new GitOpsApp({ outdir: 'here' }).outdir).toBe('here');
});

test('switches of cdk8s, locale and time zone change no byte', () => {
  const unnamed = () => {
    const made = app();
    new ApiObject(made.node.findChild('chart'), 'unnamed', { apiVersion: 'v1', kind: 'ConfigMap', data: { z: '1', a: '2' } });
    return [...(made.render().tree.get('chart') ?? [])];
  };
  const expected = unnamed();
  Object.assign(process.env, {
    CDK8S_OUTDIR: 'x',
    CDK8S_LEGACY_HASH: '1',
    CDK8S_DISABLE_SORT: '1',
    CDK8S_RECORD_CONSTRUCT_METADATA: 'true',
    TZ: 'Asia/Kathmandu',
    LANG: 'tr_TR.UTF-8',
  });
  expect(unnamed()).toEqual(expected);
});

test.each<[GitOpsAppProps, string]>([
  [{}, 'dist'],
  [{ outdir: 'clusters/ml/' }, 'clusters/ml'],
  [{ outdir: './out' }, 'out'],
  [{ outdir: '../gitops/dist' }, 'dist'],
  [{ outdir: resolve('/x/y') }, 'dist'],
  [{ outdir: 'out', repositoryPath: './deploy/' }, 'deploy'],
  [{ repositoryPath: '.' }, '.'],
])('%j stands in the repository at %s, whatever CDK8S_OUTDIR says', (props, expected) => {
  process.env.CDK8S_OUTDIR = 'elsewhere';
  expect(repositoryPath(new GitOpsApp(props))).toBe(expected);
});

test.each<[GitOpsAppProps, string]>([
  [{ yamlOutputType: YamlOutputType.FILE_PER_APP }, 'GitOpsApp.yamlOutputType'],
  [{ yamlOutputType: YamlOutputType.FILE_PER_CHART, layout: 'file-per-object' }, 'GitOpsApp.yamlOutputType'],
  [{ outputFileExtension: '.k8s.yaml' }, 'GitOpsApp.outputFileExtension'],
  [{ recordConstructMetadata: true }, 'GitOpsApp.recordConstructMetadata'],
  [{ repositoryPath: '../other' }, 'GitOpsApp.repositoryPath'],
  [{ repositoryPath: '/abs' }, 'GitOpsApp.repositoryPath'],
])('refuses %j', (props, code) => {
  expect(() => new GitOpsApp(props)).toThrow(expect.objectContaining({ code }));
});

test.each<[GitOpsAppProps, readonly string[]]>([
  [{ yamlOutputType: YamlOutputType.FILE_PER_CHART }, ['manifests.yaml', 'kustomization.yaml']],
  [{ layout: 'file-per-chart' }, ['manifests.yaml', 'kustomization.yaml']],
  [{ yamlOutputType: YamlOutputType.FILE_PER_RESOURCE }, ['team-a_configmap_a.yaml', 'team-a_configmap_b.yaml', 'kustomization.yaml']],
  [
    { yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE },
    ['team-a_configmap_a.yaml', 'team-a_configmap_b.yaml', 'kustomization.yaml'],
  ],
])('%j gives %j', (props, names) => {
  expect([...(app(props).render().tree.get('chart')?.keys() ?? [])]).toEqual(names);
});

test('synthYaml is one stream of all charts', () => {
  const made = app({}, ['a']);
  new ApiObject(new Chart(made, 'other', { namespace: 'b' }), 'c', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' } });
  expect(made.synthYaml().split('---\n')).toHaveLength(2);
});

test.each(['/', folderLink])('refuses to write to %p', (outdir) => {
  const path = typeof outdir === 'string' ? outdir : outdir();
  expect(() => app({ outdir: path }).synth()).toThrow(expect.objectContaining({ code: expect.stringMatching(/^store\./) }));
});

function folderLink(): string {
  const link = join(folder, 'link');
  require('node:fs').symlinkSync(folder, link);
  return link;
}
