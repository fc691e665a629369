import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anchorOf } from '../../docs/.vitepress/anchor';
import { ENFORCEABLE_RULES } from '../../src/check/policy/enforceable';
import { RULES } from '../../src/check/rules/all-rules';
import { Dataset } from '../../src/pipeline/data/dataset';
import { Stage } from '../../src/pipeline/stages/stage';
import { PROP_SCHEMA_FILES } from '../support/callables';
import { ROOT } from './markdown';
import { policyTable, ruleTable } from './rule-tables';

/** Every TypeScript source below these files and folders of src/. */
function sources(...paths: readonly string[]): string {
  return paths
    .flatMap((path) => {
      if (path.endsWith('.ts')) return [join(ROOT, 'src', path)];
      const files = readdirSync(join(ROOT, 'src', path), { recursive: true, encoding: 'utf8' });
      return files.filter((file) => file.endsWith('.ts')).map((file) => join(ROOT, 'src', path, file));
    })
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
}

/** The codes in backticks. A line shortens the second and later ones of a construct: `Gpu.nvidia`, `.mig`. */
function listed(text: string): ReadonlySet<string> {
  return new Set(
    text.split('\n').flatMap((line) => {
      let owner = '';
      return [...line.matchAll(/`([A-Za-z]*)((?:\.[A-Za-z0-9-]+)+)`/g)].map(([, name = '', rule = '']) => {
        if (name !== '') owner = name;
        return `${owner}${rule}`;
      });
    }),
  );
}

const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, code = '']) => code);
const page = (...files: readonly string[]): string => files.map((file) => readFileSync(join(ROOT, 'docs', file), 'utf8')).join('\n');

/** Rules of code that several constructs share: `${code}.memory` is MLService.memory, WebService.memory and others. */
const SHARED = matches(sources('kube/pod', 'kube/server'), /`\$\{(?:design\.)?code\}\.([a-zA-Z]+)`/g).filter(
  // Servers refuse `app` and `version` under their own codes, before they become labels.
  (rule) => rule !== 'labels',
);
const SECURITY = matches(sources('kube/pod/security.ts'), /`\$\{code\}\.([a-zA-Z]+)`/g);

function serverCodes(construct: string): string[] {
  const shared = SHARED.filter((rule) => !SECURITY.includes(rule) && rule !== 'security').map((rule) => `${construct}.${rule}`);
  return [...shared, ...SECURITY.map((rule) => `${construct}.security.${rule}`)];
}

/** What the files of src/operator and the pool refuse; a file names its construct once, in CODE. */
function operatorCodes(): string[] {
  const files = readdirSync(join(ROOT, 'src/operator'), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  return [...files.map((file) => sources(`operator/${file}`)), sources('routing')].flatMap((text) => {
    const own = /const CODE = '(\w+)(?:\.\w+)?';/.exec(text)?.[1];
    const whole = matches(text, /'((?:KServe|KubeRay|InferencePool)\w*\.[a-zA-Z]+)'/g);
    // Rules that both KServe constructs share.
    if (own === undefined && text.includes('resolveKServeStorage(')) {
      const props = matches(text, /\brefuse\('(\w+)'/g);
      return [
        ...whole,
        ...['KServeInferenceService', 'KServeLLMInferenceService'].flatMap((name) => props.map((prop) => `${name}.${prop}`)),
      ];
    }
    if (own === undefined || !/^(?:KServe|KubeRay|InferencePool)/.test(own)) return whole;
    const parts = [...text.matchAll(/\$\{CODE\}\.(\w+)|\brefuse\('(\w+)'/g)];
    return [...whole, ...parts.map((match) => `${own}.${match[1] ?? match[2]}`)];
  });
}

/** Props of model servers alone. */
const MODEL_ONLY: readonly string[] = ['monitoring', 'sharedMemory'];

const MODEL_PAGES = ['ml-service.md', 'ml-service-props.md', 'ml-service-engines.md', 'ml-service-capacity.md'];
const DEVICES = ['Dra.claim', 'Gpu.amd', 'Gpu.mig', 'Gpu.nvidia', 'Tpu.v4', 'Tpu.v5e', 'Tpu.v5p', 'Tpu.v6e', 'Tpu.v7x'];
const CHECK =
  /'((?:schema|yaml|kubernetes|kustomization(?!\.ya?ml)|api|change|check|cli\.(?:path|rules|schemas|kubernetes)|CheckValidation)\.[a-z-]+)'/g;

/** Page by page: what the sources of its rooms can say. */
const PAGES: Readonly<Record<string, { readonly text: string; readonly codes: readonly string[]; readonly atLeast: number }>> = {
  platform: { text: page('platform.md', 'queues.md'), codes: matches(sources('platform'), /'([A-Z][A-Za-z]+\.[a-zA-Z]+)'/g), atLeast: 40 },
  batch: { text: page('batch-job.md', 'batch-engines.md'), codes: matches(sources('batch'), /'(BatchJob\.[a-zA-Z]+)'/g), atLeast: 20 },
  serving: {
    text: page(...MODEL_PAGES),
    codes: [...matches(sources('serving'), /'(MLService\.[a-zA-Z.]+)'/g), ...serverCodes('MLService'), ...DEVICES].filter(
      (code) => code !== 'MLService.security',
    ),
    atLeast: 40,
  },
  services: {
    text: page('services.md'),
    codes: [
      ...matches(sources('workload'), /'((?:WebService|StatefulService|NodeService)\.[a-zA-Z]+)'/g),
      ...[
        ...matches(sources('workload'), /`\$\{code\}\.([a-zA-Z]+)`/g),
        ...SHARED.filter((rule) => !SECURITY.includes(rule) && !MODEL_ONLY.includes(rule)),
      ].flatMap((rule) => [`WebService.${rule}`, `StatefulService.${rule}`, `NodeService.${rule}`]),
    ],
    atLeast: 30,
  },
  pipeline: { text: page('data-pipeline.md'), codes: matches(sources('pipeline'), /'(DataPipeline\.[a-zA-Z]+)'/g), atLeast: 8 },
  check: { text: page('check.md'), codes: matches(sources('schema', 'check', 'cli', 'app/check-validation.ts'), CHECK), atLeast: 20 },
  operators: { text: page('ml-service-engines.md'), codes: operatorCodes(), atLeast: 15 },
  policies: { text: page('cluster-policies.md'), codes: matches(sources('check/policy'), /'(RulePolicies\.[a-z]+)'/g), atLeast: 4 },
};

test.each(Object.entries(PAGES))('the pages of %s list every code of their rooms', (_, { text, codes, atLeast }) => {
  expect(new Set(codes).size).toBeGreaterThanOrEqual(atLeast);
  expect([...new Set(codes)].filter((code) => !listed(text).has(code)).sort()).toEqual([]);
});

test('every prop that an operator construct refuses by name is on its page', () => {
  const text = page('ml-service-engines.md');
  const props = Object.values(PROP_SCHEMA_FILES.get('operator')?.$defs ?? {}).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([prop, { not }]) => (not === undefined ? [] : [prop])),
  );
  expect(props.length).toBeGreaterThan(20);
  expect([...new Set(props)].filter((prop) => !text.includes(`\`${prop}\``))).toEqual([]);
});

test('the page of pipelines names every kind of stage and data set', () => {
  const text = page('data-pipeline.md');
  for (const name of [...Object.keys(Stage).map((key) => `Stage.${key}`), ...Object.keys(Dataset).map((key) => `Dataset.${key}`)]) {
    expect(text).toContain(name);
  }
});

/** Tables that are made from the rules; WRITE_DOCS=1 writes them. */
test.each([
  ['check.md', '| code | severity | what it finds |', () => ruleTable(RULES)],
  ['cluster-policies.md', '| code | what it finds | in |', () => policyTable(Object.values(ENFORCEABLE_RULES))],
  ['troubleshooting.md', '| code | page |', () => codeTable()],
])('%s lists what its table is made from', (file, head, table) => {
  const text = page(file);
  const start = text.indexOf(head);
  expect(start).toBeGreaterThan(-1);
  const [shown = ''] = /^(?:\|.*\n)+/.exec(text.slice(start)) ?? [];
  if (process.env.WRITE_DOCS !== undefined)
    writeFileSync(
      join(ROOT, 'docs', file),
      text.replace(shown, () => `${table()}\n`),
    );
  expect(shown).toBe(`${table()}\n`);
});

/** Every code that a table of a page explains, with that page. */
function codeTable(): string {
  const files = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md') && file !== 'troubleshooting.md');
  const rows = files.flatMap((file) => {
    let heading = '';
    return page(file)
      .split('\n')
      .flatMap((line): [string, string][] => {
        heading = /^#+ (.*)$/.exec(line)?.[1] ?? heading;
        const [, cell = ''] = /^\| ((?:`[A-Za-z]*(?:\.[A-Za-z0-9*-]+)+`[^|]*))\|/.exec(line) ?? [];
        const link = `[${file.replace('.md', '')}: ${heading}](${file}#${anchorOf(heading)})`;
        return [...listed(cell)].map((code) => [code, `| \`${code}\` | ${link} |`]);
      });
  });
  const sorted = [...new Map(rows.map(([code, row]) => [code, row]))].sort(([left], [right]) => (left < right ? -1 : 1));
  return ['| code | page |', '|---|---|', ...sorted.map(([, row]) => row)].join('\n');
}
