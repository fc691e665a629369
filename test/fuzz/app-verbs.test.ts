import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, cliAndProject } from '../support/cli';
import { DIGEST } from './sound-parts';

const { cli, project } = cliAndProject();

const APP = `
import { Chart, Size } from 'cdk8s';
import { BlueGreenRoute, Cpu, Environment, GitOpsApp, MLService, Model, Runtime, Via } from 'cdk8s-mlops';
const app = new GitOpsApp();
const prod = new Environment(app, 'prod');
const chart = new Chart(prod, 'models', { namespace: 'team-a' });
const [blue, green] = ['blue', 'green'].map((color) => new MLService(chart, 'scorer-' + color, {
  app: 'scorer', model: Model.bakedIn('/models/scorer'), replicas: 2, cpu: Cpu.cores(1), memory: Size.gibibytes(2),
  runtime: Runtime.custom({ image: prod.release.image(color), port: 8080, healthPath: '/healthz' }),
}));
new BlueGreenRoute(new Chart(prod, 'route', { namespace: 'team-a' }), 'scoring', {
  hostname: 'models.example.com', blue: blue!, green: green!, release: prod.release.route('scoring'),
  via: Via.gatewayApi({ gateway: { name: 'public' } }),
});
app.synth();
`;
const RELEASE = `images:
  blue: ghcr.io/acme/scorer:1.0@${DIGEST}
  green: ghcr.io/acme/scorer:1.1@${DIGEST}
routes:
  scoring: {live: blue}
`;
const SOUND = { 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': APP, 'releases/prod.yaml': RELEASE };
const BOMB = ['a0: &a0 [x, x]', ...Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}x]`)].join('\n');

let dist: Readonly<Record<string, string>> | undefined;

/** The project as `render` leaves it, which is done once. */
function start(files: Readonly<Record<string, string>>): (...args: readonly string[]) => CliResult {
  const run = (...args: readonly string[]) => project.run(process.execPath, [cli.file, ...args]);
  if (dist === undefined) {
    project.reset(SOUND);
    expect(run('render').code).toBe(0);
    dist = Object.fromEntries(Object.entries(project.tree('dist')).map(([path, text]) => [`dist/${path}`, text]));
  }
  project.reset({ ...SOUND, ...dist, ...files });
  return run;
}

/** An error that names the file, with the line where there is one; no stack trace, and the exit code of a mistake. */
function expectRefusal({ code, out, err }: CliResult, named: RegExp): void {
  const text = out + err;
  expect([1, 2]).toContain(code);
  expect(text).not.toMatch(/\n\s+at .*(?:node:|\.[cm]?[jt]s:\d+)/);
  expect(text).not.toMatch(/\b(?:TypeError|RangeError)\b/);
  expect(text).toMatch(named);
}

const SWITCH = ['switch', 'prod', 'scoring', 'green'];

test.each<[string, string, RegExp, readonly (readonly string[])[]]>([
  ['text without its end', 'images: "a', /releases\/prod\.yaml:\d/, [['check'], SWITCH]],
  ['a bomb of aliases', BOMB, /releases\/prod\.yaml/, [SWITCH]],
  ['a hundred thousand open lists', '['.repeat(100_000), /releases\/prod\.yaml/, [['check'], ['capacity']]],
  ['a list', '- a\n', /releases\/prod\.yaml/, [['render']]],
  [
    'half of what is read',
    'images: {blue: 7}\nroutes: []\n',
    /releases\/prod\.yaml/,
    [['check'], ['scale', 'prod', 'scoring', 'green=1'], ['shift', 'prod', 'scoring', 'green=10']],
  ],
  ['bytes of another encoding', '\u0000\u0001\ufffd', /releases\/prod\.yaml/, [['check']]],
])(
  'a release file that is %s is refused with its name',
  (_, text, named, commands) => {
    const run = start({ 'releases/prod.yaml': text });
    for (const command of commands) expectRefusal(run(...command), named);
  },
  60_000,
);

test.each<[string, string]>([
  ['text without its end', 'app: "main.ts'],
  ['a bomb of aliases', BOMB],
  ['a map in the place of text', 'app: {a: b}\n'],
  ['several documents', 'app: a.ts\n---\napp: b.ts\n'],
])(
  'a cdk8s.yaml that is %s is refused with its name',
  (_, text) => {
    expectRefusal(start({ 'cdk8s.yaml': text })('check'), /cdk8s\.yaml/);
  },
  60_000,
);

test('an output directory that was broken by hand is drift, or refused', () => {
  const [manifest = ''] = Object.keys(dist ?? {}).filter((path) => path.includes('deployment'));
  expect(manifest).toContain('deployment');
  for (const text of ['a: "b', BOMB, '\u0000']) {
    expectRefusal(start({ [manifest]: text })('check'), /deployment/);
  }
}, 120_000);

test('an inventory that was broken by hand is refused with its name', () => {
  const [inventory = ''] = Object.keys(dist ?? {}).filter((path) => !/\.yaml$/.test(path));
  expect(inventory).not.toBe('');
  for (const text of ['{', '['.repeat(100_000), '{"files":{"../../x":"a"}}']) {
    expectRefusal(start({ [inventory]: text })('check'), /inventory/i);
  }
}, 120_000);

test('a release file that is a directory, a link to itself or closed is refused with its name', () => {
  const path = (name: string) => join(project.folder, name);
  const { 'releases/prod.yaml': _, ...rest } = SOUND;
  const place = (make: () => void) => {
    project.reset(rest);
    mkdirSync(path('releases'), { recursive: true });
    make();
    expectRefusal(project.run(process.execPath, [cli.file, 'check']), /releases\/prod\.yaml/);
  };
  place(() => mkdirSync(path('releases/prod.yaml')));
  place(() => symlinkSync(path('releases/prod.yaml'), path('releases/prod.yaml')));
  if (process.getuid?.() === 0) return;
  place(() => {
    project.write('releases/prod.yaml', RELEASE);
    chmodSync(path('releases/prod.yaml'), 0);
  });
}, 60_000);
