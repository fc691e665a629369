import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type CliResult, cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

const DIGEST = `sha256:${'0'.repeat(64)}`;

const APP = `
import { Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { BlueGreenRoute, Cpu, Environment, GitOpsApp, Gpu, MLService, Model, Preview, Runtime, Startup, Via } from 'cdk8s-mlops';

const app = new GitOpsApp();
const prod = new Environment(app, 'prod');
const chart = new Chart(prod, 'models', { namespace: 'team-a' });
const [blue, green] = ['blue', 'green'].map((color) => new MLService(chart, 'scorer-' + color, {
  app: 'scorer',
  model: Model.bakedIn('/models/scorer'),
  runtime: Runtime.custom({ image: prod.release.image(color), port: 8080, healthPath: '/healthz' }),
  replicas: 2, cpu: Cpu.cores(1), memory: Size.gibibytes(2), accelerator: Gpu.nvidia(1), startup: Startup.within(Duration.minutes(10)),
}));
new BlueGreenRoute(new Chart(prod, 'route', { namespace: 'team-a' }), 'scoring', {
  hostname: 'models.example.com', blue: blue!, green: green!,
  release: prod.release.route('scoring'),
  preview: Preview.header('x-color'),
  via: Via.gatewayApi({ gateway: { name: 'public' } }),
});
// more
app.synth();
`;

const RELEASE = `# What runs in prod.
images:
  blue: ghcr.io/acme/scorer:1.0@${DIGEST}
  green: ghcr.io/acme/scorer:1.1@${DIGEST} # new
routes:
  scoring: {live: blue} # the word to edit
`;

function start(files: Readonly<Record<string, string>> = {}): (...args: readonly string[]) => CliResult {
  project.reset({ 'cdk8s.yaml': 'app: main.ts\n', 'main.ts': APP, 'releases/prod.yaml': RELEASE, ...files });
  return (...args) => project.run(process.execPath, [cli.file, ...args]);
}

let dist: Readonly<Record<string, string>> | undefined;

/** The same, with the output directory as `render` leaves it; it is rendered once. */
function startRendered(): ReturnType<typeof start> {
  if (dist === undefined) {
    start()('render');
    dist = Object.fromEntries(Object.entries(project.tree('dist')).map(([path, text]) => [`dist/${path}`, text]));
  }
  return start(dist);
}

const PROOF = 'releases/prod.scoring.proof.json';
const state = (): object => ({ release: project.read('releases/prod.yaml'), dist: project.tree('dist') });

describe('switch', () => {
  test('edits one word, brings the output to it, shows both, and says who goes where', () => {
    const run = startRendered();
    const result = run('switch', 'prod', 'scoring', 'green');
    expect(result).toMatchObject({ code: 0, err: '' });
    expect(result.out).toMatchSnapshot();
    expect(project.read('releases/prod.yaml')).toBe(RELEASE.replace('live: blue', 'live: green'));
    expect(run('check')).toMatchObject({ code: 0 });
  });

  test('there and back gives the same bytes of file and output', () => {
    const run = startRendered();
    const before = state();
    run('switch', 'prod', 'scoring', 'green');
    expect(state()).not.toEqual(before);
    run('switch', 'prod', 'scoring', 'blue');
    expect(state()).toEqual(before);
  });

  test('writes a proof: one object, routing fields only, the routing function, the devices of both colors', () => {
    const run = startRendered();
    run('switch', 'prod', 'scoring', 'green');
    const proof = JSON.parse(project.read(PROOF));
    expect(proof).toMatchObject({
      proof: 1,
      command: 'switch',
      releaseFile: { path: 'releases/prod.yaml', before: { live: 'blue' }, after: { live: 'green' }, reversible: true },
      objects: [{ object: 'HTTPRoute.gateway.networking.k8s.io team-a/scoring', directory: 'dist/prod/route', change: 'configured' }],
    });
    const fields = proof.objects[0].fields.map(({ path }: { path: string }) => path.split('/').at(-1));
    expect([...new Set(fields)]).toEqual(['weight']);
    expect(proof.routes[0].requests[0]).toEqual({
      title: 'without a mark',
      request: { host: 'models.example.com', path: '/' },
      before: { 'team-a/scorer-blue:80': 100 },
      after: { 'team-a/scorer-green:80': 100 },
    });
    expect(proof.routes[0].devices).toEqual({ 'nvidia.com/gpu': { blue: 2, green: 2, sum: 4 } });
  });

  test('--dry-run writes nothing; --json prints the proof', () => {
    const run = startRendered();
    const before = state();
    const { code, out } = run('switch', 'prod', 'scoring', 'green', '--dry-run', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ command: 'switch', ok: true, changed: true, dryRun: true, proof: { proof: 1 } });
    expect(state()).toEqual(before);
    expect(existsSync(join(project.folder, PROOF))).toBe(false);
  });

  test('a color that is live already is nothing to do', () => {
    const run = start();
    expect(run('switch', 'prod', 'scoring', 'blue')).toEqual({ code: 0, out: 'scoring is up to date: nothing to do\n', err: '' });
  });

  test('an output directory that is not there is not made', () => {
    const run = start();
    expect(run('switch', 'prod', 'scoring', 'green').out).toContain('dist: does not exist, not written');
    expect(existsSync(join(project.folder, 'dist'))).toBe(false);
  });
});

describe('shift', () => {
  test('adds weights, moves them, and takes them away again to the same bytes', () => {
    const run = startRendered();
    const before = state();
    run('shift', 'prod', 'scoring', 'green=10');
    expect(project.read('releases/prod.yaml')).toContain('scoring: {live: blue, weights: {blue: 90, green: 10}} # the word to edit');
    const half = run('shift', 'prod', 'scoring', 'green=50');
    expect(half.out).toContain(
      'team-a/scorer-blue:80 90 %, team-a/scorer-green:80 10 %  →  team-a/scorer-blue:80 50 %, team-a/scorer-green:80 50 %',
    );
    run('shift', 'prod', 'scoring', 'blue=100');
    expect(state()).toEqual(before);
  });
});

describe('scale', () => {
  test('turns the idle color off, wakes it in a commit of its own, and only then it can go live', () => {
    const run = startRendered();
    const before = state();
    const off = run('scale', 'prod', 'scoring', 'green=off');
    expect(off).toMatchObject({ code: 0, err: '' });
    expect(off.out).toMatchSnapshot();
    expect(project.read('releases/prod.yaml')).toContain('scoring: {live: blue, inactive: off} # the word to edit');
    expect(run('switch', 'prod', 'scoring', 'green').code).toBe(1);
    run('scale', 'prod', 'scoring', 'green=warm');
    expect(state()).toEqual(before);
    expect(run('switch', 'prod', 'scoring', 'green')).toMatchObject({ code: 0 });
  });

  test('a small color takes a share, and keeps its size while it does', () => {
    const run = startRendered();
    run('scale', 'prod', 'scoring', 'green=1');
    expect(run('shift', 'prod', 'scoring', 'green=10')).toMatchObject({ code: 0, err: '' });
    expect(project.read('releases/prod.yaml')).toContain('{live: blue, weights: {blue: 90, green: 10}, inactive: 1}');
    const [change] = JSON.parse(project.read(PROOF)).objects;
    expect(change.object).toBe('HTTPRoute.gateway.networking.k8s.io team-a/scoring');
  });
});

describe('refuses, and leaves file and output as they were', () => {
  const OFF = APP.replace('// more', "green!.workload.addJsonPatch(JsonPatch.replace('/spec/replicas', 0));");
  const UNPINNED = APP.replace(
    '// more',
    "green!.workload.addJsonPatch(JsonPatch.replace('/spec/template/spec/containers/0/image', 'ghcr.io/acme/scorer:1.1'));",
  );
  const ASLEEP = RELEASE.replace('{live: blue}', '{live: blue, inactive: off}');
  const SMALL = RELEASE.replace('{live: blue}', '{live: blue, inactive: 1}');
  const FAILING = APP.replace('// more', "if (prod.release.route('scoring').live === 'green') throw new Error('green does not render');");
  const UNUSED = APP.replace("release: prod.release.route('scoring')", "live: 'blue'");
  const TWICE = `${APP.replace(/^import.*$/gm, '').replace('new GitOpsApp()', "new GitOpsApp({ outdir: 'dist' })")}`;
  const OTHER = `${APP}\n{${TWICE.replace("outdir: 'dist'", "outdir: 'other'").replace("new Environment(app, 'prod')", "new Environment(app, 'prod', { releaseFile: 'releases/other.yaml' })")}}`;

  test.each<[string, Readonly<Record<string, string>>, readonly string[], number, RegExp]>([
    [
      'an unknown environment',
      {},
      ['switch', 'qa', 'scoring', 'green'],
      2,
      /the app has no environment "qa"; it has prod.*\[cli\.environment\]/s,
    ],
    ['an unknown route', {}, ['switch', 'prod', 'ranking', 'green'], 2, /routes has no "ranking"; it has scoring.*\[cli\.route\]/s],
    ['an unknown color', {}, ['switch', 'prod', 'scoring', 'red'], 2, /red: not a color.*\[cli\.color\]/s],
    ['a share of an unknown color', {}, ['shift', 'prod', 'scoring', 'red=10'], 2, /\[cli\.color\]/],
    ['a share that is no percent', {}, ['shift', 'prod', 'scoring', 'green=ten'], 2, /\[cli\.share\]/],
    ['a share above 100', {}, ['shift', 'prod', 'scoring', 'green=101'], 2, /\[cli\.share\]/],
    [
      'nothing for the live color',
      {},
      ['shift', 'prod', 'scoring', 'green=100'],
      2,
      /blue is live and would get 0 %\n {2}fix: make green live/,
    ],
    [
      'a color that is off',
      { 'main.ts': OFF },
      ['switch', 'prod', 'scoring', 'green'],
      1,
      /green has no pods: Deployment scorer-green has 0 replicas.*\[switch\.off\]/s,
    ],
    [
      'a color that the release file has off',
      { 'releases/prod.yaml': ASLEEP },
      ['switch', 'prod', 'scoring', 'green'],
      1,
      /green is off\n.*green=warm \[switch\.off\]/s,
    ],
    [
      'a share for a color that is off',
      { 'releases/prod.yaml': ASLEEP },
      ['shift', 'prod', 'scoring', 'green=10'],
      1,
      /green is off and would get 10 % of the requests.*\[BlueGreenRoute\.inactive\]/s,
    ],
    [
      'a color that is scaled down',
      { 'releases/prod.yaml': SMALL },
      ['switch', 'prod', 'scoring', 'green'],
      1,
      /green is scaled to 1, too few pods for all users.*\[switch\.scaled\]/s,
    ],
    [
      'a size for the live color',
      {},
      ['scale', 'prod', 'scoring', 'blue=off'],
      2,
      /blue is live, and only the idle color is scaled.*\[cli\.size\]/s,
    ],
    ['a size that is none', {}, ['scale', 'prod', 'scoring', 'green=0'], 2, /\[cli\.size\]/],
    [
      'a size above what the color has for users',
      {},
      ['scale', 'prod', 'scoring', 'green=3'],
      1,
      /green cannot be scaled to 3: it runs 2 for users.*\[BlueGreenRoute\.inactive\]/s,
    ],
    [
      'a color without a pinned image',
      { 'main.ts': UNPINNED },
      ['switch', 'prod', 'scoring', 'green'],
      1,
      /green runs image "ghcr.io\/acme\/scorer:1.1", which has no digest.*\[switch\.pin\]/s,
    ],
    ['a state that does not render', { 'main.ts': FAILING }, ['switch', 'prod', 'scoring', 'green'], 1, /green does not render/],
    ['an entry that no route reads', { 'main.ts': UNUSED }, ['switch', 'prod', 'scoring', 'green'], 1, /\[release\.unused\]/],
    [
      'two apps that fit',
      { 'main.ts': OTHER, 'releases/other.yaml': RELEASE },
      ['switch', 'prod', 'scoring', 'green'],
      2,
      /two apps of the program have an environment "prod".*\[cli\.route\]/s,
    ],
  ])('%s', (_, files, args, code, message) => {
    const run = start({ ...files, 'dist/note.txt': 'here' });
    const before = state();
    const result = run(...args);
    expect(result.err).toMatch(message);
    expect(result.code).toBe(code);
    expect(state()).toEqual(before);
  });

  test('an output directory that holds something else', () => {
    const run = startRendered();
    project.write('main.ts', APP.replace('replicas: 2', 'replicas: 3'));
    const before = state();
    expect(run('switch', 'prod', 'scoring', 'green')).toMatchObject({ code: 1, err: expect.stringContaining('[release.drift]') });
    expect(state()).toEqual(before);
  });
});
