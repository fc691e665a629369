import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as cdk8s from 'cdk8s';
import * as library from '../../src/index';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { renderedYaml } from '../support/rendered';
import { yamlDifference } from '../support/yaml-difference';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const pages = readdirSync(join(ROOT, 'docs'))
  .filter((file) => file.startsWith('ml-service'))
  .map((file) => read(`docs/${file}`));

/** Props as they stand in a page: the lines between the braces of an object, with everything of the library at hand. */
function propsOf(text: string): object {
  const names = { ...cdk8s, ...library };
  // The text is a page of this repository.
  return new Function(...Object.keys(names), `return ({ ${text} });`)(...Object.values(names)) as object;
}

const page = read('docs/ml-service-props.md');
const [, base = ''] = /```ts\nnew MLService\(chart, 'llama', \{\n([\s\S]*?)\}\);\n```/.exec(page) ?? [];
const yaml = (props: object) => renderedYaml((chart) => new MLService(chart, 'llama', props as MLServiceProps));
const sections = [...page.matchAll(/^## (.*)\n[\s\S]*?```ts\n([\s\S]*?)```\n\n```diff\n([\s\S]*?)```/gm)].map(
  ([, title = '', props = '', difference = '']) => [title, props, difference] as const,
);

test('there is a section for most props', () => expect(sections.length).toBeGreaterThan(15));

test.each(sections)('the page shows what changes: %s', (_, props, shown) => {
  expect(shown).toBe(yamlDifference(yaml(propsOf(base)), yaml({ ...propsOf(base), ...propsOf(props) })));
});

test('the pages list every code', () => {
  const inFolder = (folder: string) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).flatMap((file) =>
      file.endsWith('.ts') ? [`${folder}/${file}`] : [],
    );
  const sources = inFolder('src/serving').map(read);
  const own = sources.flatMap((text) => [...text.matchAll(/'(MLService\.[a-zA-Z.]+)'/g)].map((match) => match[1] ?? ''));
  const suffixes = (file: string) => [...read(file).matchAll(/\$\{(?:design\.)?code\}\.([a-zA-Z]+)`/g)].map((match) => match[1] ?? '');
  const ofPods = ['resolve-pod', 'resources'].flatMap((file) => suffixes(`src/kube/pod/${file}.ts`)).map((suffix) => `MLService.${suffix}`);
  const ofSecurity = suffixes('src/kube/pod/security.ts').map((suffix) => `MLService.security.${suffix}`);
  const ofDevices = ['Dra.claim', 'Gpu.amd', 'Gpu.mig', 'Gpu.nvidia', 'Tpu.v4', 'Tpu.v5e', 'Tpu.v5p', 'Tpu.v6e', 'Tpu.v7x'];
  const codes = new Set([...own, ...ofPods, ...ofSecurity, ...ofDevices].filter((code) => code !== 'MLService.security'));
  expect([...codes].filter((code) => !pages.some((text) => text.includes(`\`${code}\``))).sort()).toEqual([]);
});
