import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { pathText } from '../../src/base/value-path';
import type { Manifest } from '../../src/manifest/manifest';
import { Schemas } from '../../src/schema/packs/known-schemas';
import { type AnyObject, validateObject } from '../../src/schema/validate-object';
import { distObjects } from '../support/dist-objects';
import { ApiServer } from './api-server';
import { installCrds } from './install-crds';
import { mutated } from './mutations';

/**
 * What we accept and what a real API server accepts, compared on thousands of objects with mistakes in them.
 *
 * KUBECONFIG names the server. AGREEMENT_RUNS and AGREEMENT_SEED choose other objects.
 */
const RUNS = Number(process.env.AGREEMENT_RUNS ?? 6000);
const SEED = Number(process.env.AGREEMENT_SEED ?? 1);
const NAMESPACE = 'agreement';

/** Objects that the server refuses and we accept, by what the server says. Each is a gap that we know. */
const KNOWN_GAPS: readonly (readonly [saying: RegExp, why: string])[] = [
  [/cel\.expression: Invalid value/, 'CEL is not evaluated offline'],
  [/compilation failed: ERROR|must evaluate to/, 'CEL is not compiled offline'],
];

/** Objects that we refuse and the server accepts, by what we say. Each is on purpose. */
const JUSTIFIED: readonly (readonly [saying: RegExp, why: string])[] = [
  [/does not fit in int32|^value is 2147483648/, 'the server wraps the number around, or its controller cannot read it'],
  [/is missing; add it \[schema.required\]/, 'the API names the field as required; without it the object does nothing'],
  [/^spec\.jobTemplate\.metadata/, 'every Job that the CronJob makes would be refused'],
  [/is "", which is/, 'an empty text stands for the default: it is left out, or it is a mistake'],
  [/counted whole/, 'half a device cannot be given to anyone'],
  [/targetPort is 0/, 'zero stands for the default: it is left out, or it is a mistake'],
  [/topologyKey is/, 'no node can have a label of such a name, so that the pods would be spread over nothing'],
  [/is null, and/, 'a list with an empty item'],
  [/^metadata\.namespace is/, 'no namespace can have such a name; the server drops it from objects that stand in none'],
  [/^spec\.volumeClaimTemplates\[\d+\]\.(kind|apiVersion) is/, 'the server overwrites it'],
  [/^spec\.volumeClaimTemplates\[\d+\]\.metadata\./, 'every claim that the StatefulSet makes would be refused'],
  [/mountPath is .* which is not a path without ":"/, 'the API says that it may not be there; runtimes split paths at it'],
];

interface Disagreement {
  readonly kind: string;
  readonly saying: string;
}

let server: ApiServer;
beforeAll(async () => {
  const path = process.env.KUBECONFIG;
  if (path === undefined) throw new Error('KUBECONFIG names no cluster');
  server = new ApiServer(path);
  installCrds([...seeds().values()].flat() as unknown as Manifest[]);
  await server.send('POST', '/api/v1/namespaces', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }));
}, 120_000);
afterAll(() => server.close());

/** Objects of `dist/` and of `seeds.yaml`, by kind, in the namespace of this test. */
function seeds(): ReadonlyMap<string, readonly AnyObject[]> {
  const written = parseAllDocuments(readFileSync(join(__dirname, 'seeds.yaml'), 'utf8')).map((document) => document.toJS() as AnyObject);
  const byKind = new Map<string, AnyObject[]>();
  for (const object of [...written, ...distObjects().map(({ object }) => object)]) {
    const { metadata } = object as { metadata: AnyObject };
    const own = metadata.namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: NAMESPACE } };
    const key = `${object.apiVersion}/${object.kind}`;
    byKind.set(key, [...(byKind.get(key) ?? []), own]);
  }
  return byKind;
}

test('what we accept the server accepts, and what we refuse it refuses, but for what is listed above', async () => {
  const byKind = seeds();
  const objects = fc.sample(
    fc.constantFrom(...byKind.keys()).chain((kind) => mutated(byKind.get(kind) ?? [])),
    { numRuns: RUNS, seed: SEED },
  );
  const schemas = new Schemas();
  const gaps: Disagreement[] = [];
  const stricter: Disagreement[] = [];
  let [accepted, refused, unknown] = [0, 0, 0];
  const next = objects.values();
  const work = async () => {
    for (const each of next) {
      const object = JSON.parse(JSON.stringify(each)) as AnyObject;
      const answer = await server.dryRun(object, NAMESPACE);
      if (answer === undefined || answer.status === 404) {
        unknown += 1;
        continue;
      }
      const { findings } = validateObject(schemas, object);
      const serverAccepts = answer.status < 300;
      if (serverAccepts && findings.length === 0) accepted += 1;
      else if (!serverAccepts && findings.length > 0) refused += 1;
      else if (!serverAccepts) gaps.push({ kind: `${object.kind}`, saying: answer.message });
      else {
        const texts = findings.map(({ code, path, what, fix }) => `${pathText(path)} ${what}; ${fix} [${code}]`);
        stricter.push({ kind: `${object.kind}`, saying: texts.find((text) => !isListed(text, JUSTIFIED)) ?? texts[0] ?? '' });
      }
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  process.stdout.write(
    `agreement on ${RUNS} objects (seed ${SEED}): ${accepted} accepted by both, ${refused} refused by both, ${unknown} of kinds that the server does not know\n` +
      `  accepted by us, refused by the server: ${gaps.length}\n  refused by us, accepted by the server: ${stricter.length}\n`,
  );
  expect(unknown).toBeLessThan(RUNS / 2);
  expect(gaps.filter(({ saying }) => !isListed(saying, KNOWN_GAPS))).toEqual([]);
  expect(stricter.filter(({ saying }) => !isListed(saying, JUSTIFIED))).toEqual([]);
}, 300_000);

function isListed(saying: string, list: readonly (readonly [RegExp, string])[]): boolean {
  return list.some(([pattern]) => pattern.test(saying));
}
