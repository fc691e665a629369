import { cliAndProject } from '../support/cli';

const { cli, project } = cliAndProject();

const app = (devices: number) => `
import { Chart, Duration, Size } from 'cdk8s';
import { Cpu, Environment, GitOpsApp, Gpu, MLService, Model, Runtime, Startup } from 'cdk8s-mlops';

const app = new GitOpsApp();
const prod = new Environment(app, 'prod', { capacity: { 'nvidia.com/gpu': ${devices} } });
new MLService(new Chart(prod, 'serving', { namespace: 'team-a' }), 'llama', {
  model: Model.bakedIn('/models/llama'),
  runtime: Runtime.vllm({ image: 'vllm/vllm-openai:v0.18.0@sha256:${'5'.repeat(64)}' }),
  accelerator: Gpu.nvidia(2),
  startup: Startup.within(Duration.minutes(20)),
  replicas: 2,
  cpu: Cpu.cores(8),
  memory: Size.gibibytes(64),
});
app.synth();
`;

function capacity(devices: number, ...flags: readonly string[]) {
  project.reset({ 'main.ts': app(devices) });
  return project.run(process.execPath, [cli.file, 'capacity', '--app', 'main.ts', ...flags]);
}

test('capacity prints what each environment needs, beside what it has', () => {
  expect(capacity(6)).toEqual({
    code: 0,
    out: [
      'dist/prod',
      '  devices         live  idle color  surge  autoscaler  batch  peak  declared',
      '  nvidia.com/gpu     4           0      2           0      0     6         6',
      '    team-a/llama     4           0      2           0      0     6\n',
    ].join('\n'),
    err: '',
  });
});

test('capacity prints Markdown, and one document for machines', () => {
  expect(capacity(5, '--markdown').out).toContain('| nvidia.com/gpu | 4 | 0 | 0 | 0 | 0 | 4 | 5 |');
  const { code, out } = capacity(5, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    command: 'capacity',
    ok: true,
    apps: [{ outdir: 'dist', environments: [{ environment: 'prod', resources: [{ name: 'nvidia.com/gpu', peak: 4, declared: 5 }] }] }],
  });
});

test('too little is refused with the sum', () => {
  const { code, err } = capacity(3);
  expect(code).toBe(1);
  expect(err).toContain('prod: nvidia.com/gpu: live 4 = 4, and 3 are declared\n    team-a/llama: live 4\n');
});
