import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { checkObjects } from '../../src/check/check-objects';
import { checkedObject } from '../../src/check/checked-object';
import { ENFORCEABLE_RULES } from '../../src/check/policy/enforceable';
import { RulePolicies, type RulePoliciesProps } from '../../src/check/policy/rule-policies';
import { renderApp } from '../../src/render/render-app';
import { fieldsAt } from '../../src/schema/plain-access';
import { Schemas } from '../../src/schema/schemas';
import type { AnyObject } from '../../src/schema/validate';
import { distObjects } from '../support/dist-objects';
import { type Answer, ApiServer } from './api-server';
import { mutated } from './mutations';
import { nearRules } from './near-rules';

/**
 * What the rules find and what the cluster finds by the policies that they are rendered to, compared object by object.
 *
 * KUBECONFIG names the server. POLICIES_RUNS and POLICIES_SEED choose other objects. The policies see only objects with this test's label.
 */
const RUNS = Number(process.env.POLICIES_RUNS ?? 3000);
const SEED = Number(process.env.POLICIES_SEED ?? 1);
const NAMESPACE = 'policies';
const LABEL = { 'policies.example.com/run': `run-${process.pid}` };
const CODES = Object.keys(ENFORCEABLE_RULES);
const KINDS = new Set(Object.values(ENFORCEABLE_RULES).flatMap(({ kinds }) => kinds));
const schemas = new Schemas();

jest.setTimeout(300_000);

let server: ApiServer;
const stored: AnyObject[] = [];
beforeAll(async () => {
  const path = process.env.KUBECONFIG;
  if (path === undefined) throw new Error('KUBECONFIG names no cluster');
  server = new ApiServer(path);
  await server.send('POST', '/api/v1/namespaces', JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } }));
});
afterAll(async () => {
  for (const manifest of stored) await server.delete(manifest);
  server.close();
});

/** Stores policies whose bindings see only objects with the label of this run. */
async function install(id: string, props: RulePoliciesProps): Promise<string> {
  const app = new App();
  const name = `${id}-${process.pid}`;
  new RulePolicies(new Chart(app, 'cluster'), name, props);
  for (const { manifest } of [...renderApp(app).charts.values()].flat()) {
    const spec = fieldsAt(manifest, 'spec');
    const own = { ...spec, matchResources: { ...fieldsAt(spec, 'matchResources'), objectSelector: { matchLabels: LABEL } } };
    const object: AnyObject = manifest.kind === 'ValidatingAdmissionPolicy' ? manifest : { ...manifest, spec: own };
    const { status, message } = await server.apply(object);
    if (status >= 300) throw new Error(message);
    stored.push(object);
  }
  return name;
}

/** Until every code has been heard: the server takes a moment to read policies. */
async function until(heard: () => Promise<readonly string[]>, codes: readonly string[]): Promise<void> {
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const found = await heard();
    if (codes.every((code) => found.includes(code))) return;
  }
  throw new Error('the server did not take the policies up');
}

const labelled = (object: AnyObject): AnyObject => {
  const { metadata } = object as { metadata: { labels?: object } };
  return { ...object, metadata: { ...metadata, labels: LABEL } };
};

function codesOf({ warnings }: Pick<Answer, 'warnings'>, name: string): readonly string[] {
  return warnings.flatMap((warning) => {
    const [, policy = ''] = /^Validation failed for ValidatingAdmissionPolicy '([^']+)'/.exec(warning) ?? [];
    return policy.startsWith(`${name}.`) ? [policy.slice(name.length + 1)] : [];
  });
}

const yamlObjects = (text: string) => parseAllDocuments(text).map((document) => document.toJS() as AnyObject);

/** Objects of the kinds that the rules look at, from `dist/` and `seeds.yaml`, in the namespace of this test. */
function seeds(): readonly AnyObject[] {
  const written = yamlObjects(readFileSync(join(__dirname, 'seeds.yaml'), 'utf8'));
  return [...written, ...distObjects().map(({ object }) => object)]
    .filter((object) => KINDS.has(checkedObject(object, {}).groupKind))
    .map((object) => {
      const { metadata } = object as { metadata: AnyObject };
      return metadata.namespace === undefined ? object : { ...object, metadata: { ...metadata, namespace: NAMESPACE } };
    });
}

const BAD_POD = `{hostNetwork: true, containers: [{name: c, image: a, resources: {limits: {memory: 512m}}}], volumes: [{name: v, hostPath: {path: /x}}]}`;
const ALL_WRONG = yamlObjects(`
apiVersion: v1
kind: Pod
metadata: {name: wrong, namespace: ${NAMESPACE}}
spec: ${BAD_POD}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: wrong, namespace: ${NAMESPACE}}
spec: {schedule: "@every 1h", jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: a}]}}}}}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: wrong, namespace: ${NAMESPACE}}
spec: {maxUnavailable: 0}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: policies-wrong}
rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
`).map(labelled);

test('the cluster finds what the rules find, object by object', async () => {
  const name = await install('agree', { action: 'warn' });
  const answers = () => Promise.all(ALL_WRONG.map((object) => server.dryRun(object, NAMESPACE)));
  await until(async () => (await answers()).flatMap((answer) => (answer === undefined ? [] : codesOf(answer, name))), CODES);

  const near = nearRules(CODES, NAMESPACE);
  const objects = fc.sample(fc.oneof({ weight: 2, arbitrary: near }, { weight: 1, arbitrary: mutated(seeds()) }), {
    numRuns: RUNS,
    seed: SEED,
  });
  const differences: object[] = [];
  const errors: string[] = [];
  const found = new Map<string, number>();
  let [compared, left] = [0, 0];
  const next = objects.values();
  const work = async () => {
    for (const each of next) {
      const object = labelled(JSON.parse(JSON.stringify(each)) as AnyObject);
      const answer = await server.dryRun(object, NAMESPACE);
      const findings = checkObjects([checkedObject(object, {})], { schemas });
      // Rules look at what fits its schema, and policies at what the server would take.
      if (answer === undefined || answer.status >= 300 || findings.some(({ code }) => code.startsWith('schema.'))) {
        left += 1;
        continue;
      }
      compared += 1;
      errors.push(...answer.warnings.filter((warning) => warning.includes('resulted in error')));
      const ours = [...new Set(findings.map(({ code }) => code).filter((code) => CODES.includes(code)))].sort();
      const theirs = [...new Set(codesOf(answer, name))].sort();
      for (const code of ours) found.set(code, (found.get(code) ?? 0) + 1);
      if (ours.join() !== theirs.join()) differences.push({ ours, theirs, object });
    }
  };
  await Promise.all(Array.from({ length: 8 }, work));
  process.stdout.write(
    `policies on ${RUNS} objects (seed ${SEED}): ${compared} compared, ${left} that one of both refuses whatever the rules say; ${differences.length} differences\n` +
      `  found by both: ${CODES.map((code) => `${code} ${found.get(code) ?? 0}`).join(', ')}\n`,
  );
  expect(errors).toEqual([]);
  expect(differences.slice(0, 5)).toEqual([]);
  expect(compared).toBeGreaterThan(RUNS / 2);
  for (const code of CODES) expect([code, (found.get(code) ?? 0) > RUNS / 200]).toEqual([code, true]);
});
