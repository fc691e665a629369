import { join, resolve } from 'node:path';
import ts from 'typescript';

const REPOSITORY = resolve(__dirname, '../..');
const FILE = join(REPOSITORY, 'test', 'snippet.ts');

const FORGOTTEN = {
  cpu: 'memory: Size.gibibytes(1), ...hub, ...large, ...onDevice, ...slow',
  startup: '...sized, ...hub, ...large, ...onDevice',
  modelSize: '...sized, ...hub, ...onDevice, ...slow',
};

const TEXT = `
  import { type Chart, Duration, Size } from 'cdk8s';
  import { Cpu, Gpu, MLService, Model, Runtime, Startup } from '../src/index';
  declare const chart: Chart;
  const sized = { cpu: Cpu.cores(1), memory: Size.gibibytes(1) };
  const hub = { model: Model.huggingFace('acme/chat', { revision: 'x' }), runtime: Runtime.vllm({ image: 'x' }) };
  const large = { modelSize: Size.gibibytes(16) };
  const onDevice = { accelerator: Gpu.nvidia(1) };
  const slow = { startup: Startup.within(Duration.minutes(20)) };
  ${Object.values(FORGOTTEN)
    .map((props) => `new MLService(chart, 'chat', { ${props} });`)
    .join('\n')}`;

/** What the compiler says of each, in the words that stand last: the reason below the reasons. */
function complaints(): readonly string[] {
  const { config } = ts.readConfigFile(join(REPOSITORY, 'tsconfig.dev.json'), ts.sys.readFile);
  const options = { ...ts.parseJsonConfigFileContent(config, ts.sys, REPOSITORY).options, noEmit: true };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, ...rest) =>
    name === FILE ? ts.createSourceFile(name, TEXT, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([FILE], options, host);
  return program
    .getSemanticDiagnostics(program.getSourceFile(FILE))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n').split('\n').at(-1)?.trim() ?? '');
}

test('the compiler names the prop that is missing, not a combination that nobody meant', () => {
  const said = complaints().map((text) => /^Property '(\w+)' is missing/.exec(text)?.[1] ?? text);
  expect(said).toEqual(Object.keys(FORGOTTEN));
}, 60_000);
