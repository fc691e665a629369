import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { SCHEMA_KINDS } from '../../imports/schemas';
import type { Finding } from '../../src/base/finding';
import { checkObjects } from '../../src/check/check-objects';
import { checkedObject } from '../../src/check/index/checked-object';
import { ENFORCEABLE_RULES } from '../../src/check/policy/enforceable';
import { resourceOf } from '../../src/check/policy/policy-spec';
import { Schemas } from '../../src/schema/packs/known-schemas';
import type { AnyObject } from '../../src/schema/validate-object';
import { distObjects } from '../support/dist-objects';
import { ApiServer } from './api-server';
import { InstalledPolicies, seen } from './installed-policies';
import { mutated } from './mutations';
import { breaking, nearPods, nearRules } from './near-rules';

/**
 * What the rules find and what the cluster finds by the policies that they are rendered to, compared object by object.
 *
 * KUBECONFIG names the server. POLICIES_RUNS and POLICIES_SEED choose other objects.
 */
const RUNS = Number(process.env.POLICIES_RUNS ?? 3000);
const SEED = Number(process.env.POLICIES_SEED ?? 1);
const NAMESPACE = 'policies';
/** Of the namespaces whose Pod Security admission refuses pods. */
const LEVELS = ['baseline', 'restricted'] as const;
const NAMESPACES: readonly AnyObject[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } },
  ...LEVELS.map((level) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: `${NAMESPACE}-${level}`, labels: { 'pod-security.kubernetes.io/enforce': level } },
  })),
];
const CODES = Object.keys(ENFORCEABLE_RULES);
const KINDS = new Set(Object.values(ENFORCEABLE_RULES).flatMap(({ kinds }) => kinds));
const schemas = new Schemas();

jest.setTimeout(300_000);

let server: ApiServer;
let policies: InstalledPolicies;
beforeAll(async () => {
  const path = process.env.KUBECONFIG;
  if (path === undefined) throw new Error('KUBECONFIG names no cluster');
  server = new ApiServer(path);
  for (const namespace of NAMESPACES) expect((await server.apply(namespace)).message).toBe('');
  policies = await InstalledPolicies.of(server, 'agree', { action: 'warn' }, breaking(NAMESPACE, `${NAMESPACE}-baseline`));
});
afterAll(async () => {
  await policies?.remove();
  server?.close();
});

/** What the rules find in an object, beside its namespace. */
function findingsOf(object: AnyObject): readonly Finding[] {
  const [checked, ...namespaces] = [object, ...NAMESPACES].map((each) => checkedObject(each, {}));
  return checked === undefined ? [] : checkObjects([checked, ...namespaces], { schemas }).filter((finding) => finding.subject === checked);
}

/** Objects of the kinds that the rules look at, from `dist/` and `seeds.yaml`, in the namespace of this test. */
function seeds(): readonly AnyObject[] {
  const written = parseAllDocuments(readFileSync(join(__dirname, 'seeds.yaml'), 'utf8')).map((document) => document.toJS() as AnyObject);
  return [...written, ...distObjects().map(({ object }) => object)]
    .filter((object) => KINDS.has(checkedObject(object, {}).groupKind))
    .map((object) => {
      const { metadata } = object as { metadata: AnyObject };
      return metadata.namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: NAMESPACE } };
    });
}

test('the cluster finds what the rules find, object by object', async () => {
  const some = fc.oneof(
    { weight: 3, arbitrary: nearRules(CODES, [NAMESPACE, ...LEVELS.map((level) => `${NAMESPACE}-${level}`)]) },
    { weight: 1, arbitrary: mutated(seeds()) },
  );
  const objects = fc.sample(some, { numRuns: RUNS, seed: SEED });
  const differences: string[] = [];
  const errors: string[] = [];
  const found = new Map<string, number>();
  let [compared, left, cut] = [0, 0, 0];
  const next = objects.values();
  const work = async () => {
    for (const each of next) {
      const object = seen(JSON.parse(JSON.stringify(each)) as AnyObject);
      const answer = await server.dryRun(object, NAMESPACE);
      const findings = findingsOf(object);
      // Rules look at what fits its schema, and policies at what the server would take.
      if (answer === undefined || answer.status >= 300 || findings.some(({ code }) => code.startsWith('schema.'))) {
        left += 1;
        continue;
      }
      // All warnings of an answer share 4 KiB, and the server leaves out what is over.
      if (answer.warnings.join('').length > 3800) {
        cut += 1;
        continue;
      }
      compared += 1;
      errors.push(...answer.warnings.filter((warning) => warning.includes('resulted in error')));
      const ours = [...new Set(findings.map(({ code }) => code).filter((code) => CODES.includes(code)))].sort();
      const theirs = policies.codesOf(answer);
      for (const code of ours) found.set(code, (found.get(code) ?? 0) + 1);
      if (ours.join() !== theirs.join())
        differences.push(`rules: ${ours.join(' ')}; cluster: ${theirs.join(' ')}; ${JSON.stringify(object)}`);
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  process.stdout.write(
    `policies on ${RUNS} objects (seed ${SEED}): ${compared} compared, ${left} that are refused whatever the rules say, ${cut} with more warnings than an answer holds; ${differences.length} differences\n` +
      `  found by both: ${CODES.map((code) => `${code} ${found.get(code) ?? 0}`).join(', ')}\n`,
  );
  expect(errors).toEqual([]);
  expect(differences.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(RUNS / 2);
  for (const code of CODES) expect([code, (found.get(code) ?? 0) >= RUNS / 200]).toEqual([code, true]);
});

test.each(LEVELS)('the rule about Pod Security finds the pods that the admission of %s refuses, and no others', async (level) => {
  const differences: string[] = [];
  let [refused, accepted] = [0, 0];
  for (const each of fc.sample(nearPods(`${NAMESPACE}-${level}`), { numRuns: RUNS / 6, seed: SEED })) {
    const object = JSON.parse(JSON.stringify(each)) as AnyObject;
    const answer = await server.dryRun(object, NAMESPACE);
    const isRefused = answer?.message.includes('violates PodSecurity') === true;
    const findings = findingsOf(object);
    if (answer === undefined || (answer.status >= 300 && !isRefused) || findings.some(({ code }) => code.startsWith('schema.'))) continue;
    if (isRefused) refused += 1;
    else accepted += 1;
    if (isRefused !== findings.some(({ code }) => code === 'pod.security-level'))
      differences.push(`${answer.message}: ${JSON.stringify(object)}`);
  }
  process.stdout.write(`pod security ${level}: ${refused} refused, ${accepted} accepted; ${differences.length} differences\n`);
  expect(differences.slice(0, 5)).toEqual([]);
  expect(Math.min(refused, accepted)).toBeGreaterThan(RUNS / 300);
});

test('a pod of hundreds of containers stays within what an expression may cost', async () => {
  const image = (index: number) => `registry.example.com/team/image:${index}`;
  const containers = Array.from({ length: 400 }, (_, index) => ({ name: `c${index}`, image: image(index) }));
  const metadata = { name: 'large', namespace: `${NAMESPACE}-restricted` };
  const spec = { selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'a' } }, spec: { containers } } };
  const answer = await server.dryRun(seen({ apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec }), NAMESPACE);
  expect(answer?.message).toBe('');
  expect(answer && policies.codesOf(answer)).toEqual(['pod.image', 'pod.resources', 'pod.security-level', 'pod.token']);
  expect(answer?.warnings.filter((warning) => warning.includes('resulted in error'))).toEqual([]);
  // The findings together are too long for a message.
  expect(answer?.warnings.join('\n')).toContain('an image without a digest; fix: pin it');
});

test('the server knows every built-in kind by the plural that we guess', async () => {
  const wrong: string[] = [];
  for (const [key] of Object.entries(SCHEMA_KINDS).filter(([, pack]) => pack === 'kubernetes')) {
    const [apiVersion, kind] = [key.slice(0, key.lastIndexOf('/')), key.slice(key.lastIndexOf('/') + 1)];
    const path = await server.pathOf({ apiVersion, kind, metadata: { name: 'x' } });
    const guessed = resourceOf(`${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`)?.resource;
    if (path?.split('/').at(-2) !== guessed) wrong.push(`${key}: ${guessed}, and the server has ${path}`);
  }
  expect(wrong).toEqual([]);
});
