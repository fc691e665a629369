import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chart } from 'cdk8s';
import { Size } from 'cdk8s';
import { Gpu } from '../../src/kube/devices/accelerator';
import { yamlDocument } from '../../src/manifest/yaml-text';
import { KServeInferenceService } from '../../src/operator/kserve/kserve-inference-service';
import { KServeLLMInferenceService } from '../../src/operator/kserve/kserve-llm-inference-service';
import { KubeRayService } from '../../src/operator/kuberay/kuberay-service';
import { Model } from '../../src/serving/model/model';
import { PROP_SCHEMA_FILES } from '../support/callables';
import { renderedManifests } from '../support/rendered';
import { kserve, llm, ray } from './operated';

const ROOT = join(__dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/ml-service-engines.md'), 'utf8');
const shown = [...page.matchAll(/```yaml\n([^`]*)```/g)].map((match) => match[1]);

const gateway = { name: 'inference', namespace: 'gateways' };
const ENGINES: readonly [string, (chart: Chart) => unknown][] = [
  ['InferenceService', (chart) => new KServeInferenceService(chart, 'llama', { ...kserve, version: 'v3' })],
  [
    'LLMInferenceService',
    (chart) =>
      new KServeLLMInferenceService(chart, 'llama', {
        ...llm,
        accelerator: Gpu.nvidia(4),
        memory: Size.gibibytes(128),
        gateway,
        nodes: 2,
        version: 'v3',
      }),
  ],
  ['RayService', (chart) => new KubeRayService(chart, 'scorer', { ...ray, version: 'v3', model: Model.pvc('models') })],
];

test.each(ENGINES)('the page shows the %s that is rendered', (kind, build) => {
  const object = renderedManifests(build).find((manifest) => manifest.kind === kind);
  expect(shown).toContain(yamlDocument(object));
});

const source = (room: string, file: string) => readFileSync(join(ROOT, 'src', room, file), 'utf8');
const sources = [
  ...readdirSync(join(ROOT, 'src/operator'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => source('operator', file)),
  ...['inference-pool.ts', 'inference-pool-route.ts'].map((file) => source('routing', file)),
];

test('the page lists every code', () => {
  const codes = sources.flatMap((text) => {
    const own = /const CODE = '(\w+)(?:\.\w+)?';/.exec(text)?.[1];
    const whole = [...text.matchAll(/'((?:KServe|KubeRay|InferencePool)\w*\.[a-zA-Z]+)'/g)].map((match) => match[1] ?? '');
    const parts = [...text.matchAll(/\$\{CODE\}\.(\w+)|\brefuse\('(\w+)'/g)].map((match) => `${own}.${match[1] ?? match[2]}`);
    return own === undefined ? whole : [...whole, ...parts];
  });
  expect(codes.length).toBeGreaterThan(20);
  expect([...new Set(codes)].filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('every prop that an engine refuses by name is on the page', () => {
  const strange = Object.values(PROP_SCHEMA_FILES.get('operator')?.$defs ?? {}).flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([prop, { not }]) => (not === undefined ? [] : [prop])),
  );
  expect(strange.length).toBeGreaterThan(20);
  const missing = [...new Set(strange)].filter((prop) => !page.includes(`\`${prop}\``));
  expect(missing).toEqual([]);
});
