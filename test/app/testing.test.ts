import { resolve } from 'node:path';
import { Chart } from 'cdk8s';
import { ConfigMap, Cpu, Environment, GitOpsApp, WebService } from 'cdk8s-mlops';
import { findings, renderApp } from 'cdk8s-mlops/testing';
import { Project } from '../support/cli';

const IMAGE = `ghcr.io/acme/web:1.0@sha256:${'0'.repeat(64)}`;

function app(): GitOpsApp {
  const made = new GitOpsApp();
  const prod = new Environment(made, 'prod');
  const chart = new Chart(prod, 'web', { namespace: 'team-a' });
  new ConfigMap(chart, 'settings', { name: 'settings', data: { image: prod.release.image('web') } });
  return made;
}

const releases = { 'releases/prod.yaml': { images: { web: IMAGE } } };

test('an app renders in memory, with a release file in memory', () => {
  const rendered = renderApp(app, { releases });
  expect(rendered.charts).toEqual(['prod/web']);
  const files = rendered.files('prod/web');
  expect(Object.keys(files)).toEqual([expect.stringMatching(/^team-a_configmap_settings-\w+\.yaml$/), 'kustomization.yaml']);
  expect(Object.values(files)[0]).toContain(`  image: ${IMAGE}\n`);
  expect(rendered.objects('prod/web')).toMatchObject([{ kind: 'ConfigMap', data: { image: IMAGE } }]);
  expect(rendered.warnings).toEqual([]);
});

test('a release file may be text, and is forgotten afterwards', () => {
  expect(renderApp(app, { releases: { 'releases/prod.yaml': `images: {web: "${IMAGE}"}\n` } }).charts).toEqual(['prod/web']);
  expect(() => renderApp(app)).toThrow(/release\.images/);
});

test('an unknown chart is refused with those that there are', () => {
  expect(() => renderApp(app, { releases }).files('prod')).toThrow(
    /no chart renders to this directory\n {2}fix: use one of prod\/web \[testing\.chart\]/,
  );
});

describe('findings', () => {
  test('none for an app without mistakes', () => {
    expect(findings(app, { releases }).filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('what a release file lacks, a construct refuses, and rules find', () => {
    expect(findings(app)).toMatchObject([{ code: 'release.images', severity: 'error', where: 'releases/prod.yaml' }]);
    const wrong = () => {
      const made = new GitOpsApp();
      new WebService(new Chart(made, 'web'), 'web', { image: 'a b', cpu: Cpu.cores(1) } as never);
      return made;
    };
    expect(findings(wrong).map(({ severity }) => severity)).toContain('error');
    const rule = {
      code: 'acme.data',
      severity: 'warning' as const,
      title: 'no data',
      reason: 'a test',
      fix: 'remove it',
      *check() {
        yield { path: ['data'], what: 'is not wanted' };
      },
    };
    expect(findings(app, { releases, rules: [rule] })).toMatchObject([
      {
        code: 'acme.data',
        severity: 'warning',
        where: 'prod/web/settings/Resource',
        what: expect.stringMatching(/^ConfigMap team-a\/settings-\w+: data is not wanted$/),
      },
    ]);
  });

  test('an error that is none of ours is thrown', () => {
    expect(() =>
      findings(() => {
        throw new TypeError('broken');
      }),
    ).toThrow(TypeError);
  });
});

/** The test of a team, as docs/testing.md shows it. */
const TEAM_TEST = `
const { Chart } = require('cdk8s');
const { ConfigMap, Environment, GitOpsApp } = require('cdk8s-mlops');
const { findings, renderApp, toMatchChart } = require('cdk8s-mlops/testing');
const { app } = require('./app');

expect.extend({ toMatchChart });
const releases = { 'releases/prod.yaml': { images: { web: '${IMAGE}' } } };

test('prod has no findings', () => {
  expect(findings(app, { releases }).filter(({ severity }) => severity === 'error')).toEqual([]);
});
test('prod renders as reviewed', () => {
  expect(renderApp(app, { releases })).toMatchChart('prod/web');
});
`;

const TEAM_APP = (value: string) => `
const { Chart } = require('cdk8s');
const { ConfigMap, Environment, GitOpsApp } = require('cdk8s-mlops');
exports.app = () => {
  const app = new GitOpsApp();
  const prod = new Environment(app, 'prod');
  new ConfigMap(new Chart(prod, 'web', { namespace: 'team-a' }), 'settings', { name: 'settings', data: { image: prod.release.image('web'), level: '${value}' } });
  return app;
};
`;

describe('toMatchChart', () => {
  const project = new Project();
  afterAll(() => project.remove());

  const jest = (...args: readonly string[]) =>
    project.run(process.execPath, [resolve(__dirname, '../../node_modules/jest/bin/jest.js'), '--rootDir', '.', '--cache=false', ...args], {
      CI: '',
    });

  test('pins the YAML of a chart in a file that a reviewer reads, and writes it only when asked', () => {
    project.reset({ 'package.json': '{}', 'app.js': TEAM_APP('one'), 'app.test.js': TEAM_TEST });
    expect(jest('--ci').err).toContain('__charts__/prod.web.yaml does not exist');
    expect(jest()).toMatchObject({ code: 0, err: expect.stringContaining('1 snapshot written') });
    const pinned = project.read('__charts__/prod.web.yaml');
    expect(pinned).toMatch(/^# team-a_configmap_settings-\w+\.yaml\napiVersion: v1\nkind: ConfigMap\n[\s\S]*---\n# kustomization\.yaml\n/);
    expect(jest('--ci').code).toBe(0);
    project.write('app.js', TEAM_APP('two'));
    const changed = jest();
    expect(changed.code).toBe(1);
    expect(changed.err).toMatch(/-\s+level: one\n\s+\+\s+level: two/);
    expect(project.read('__charts__/prod.web.yaml')).toBe(pinned);
    expect(jest('-u').code).toBe(0);
    expect(project.read('__charts__/prod.web.yaml')).toContain('level: two');
  }, 60_000);
});
