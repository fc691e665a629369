import fc from 'fast-check';
import type { Manifest } from '../../src/manifest/manifest';
import { anyEngineJob, type ManyNodes } from '../batch/any-engine';
import { engineJob } from '../batch/engine-job';
import { codeOf } from '../support/code-of';
import { ApiServer } from './api-server';
import { installCrds } from './install-crds';
import { kubectl } from './kubectl';

/**
 * Random jobs by every engine, each that we accept sent to a real API server, without storing it.
 *
 * KUBECONFIG names the cluster. ENGINES_RUNS and ENGINES_SEED choose other jobs.
 */
const RUNS = Number(process.env.ENGINES_RUNS ?? 400);
const SEED = Number(process.env.ENGINES_SEED ?? 1);
const NAMESPACE = 'team-a';
const KINDS: readonly ManyNodes[] = ['jobSet', 'trainJob', 'ray', 'spark', 'volcano'];

function accepted(kind: ManyNodes): readonly Manifest[] {
  const all = fc.sample(anyEngineJob(kind), { numRuns: RUNS, seed: SEED });
  const good = all.filter((props) => codeOf(() => engineJob(props)) === 'accepted');
  return good.map((props) => engineJob(props).resource.toJson() as Manifest);
}

const jobs = new Map(KINDS.map((kind) => [kind, accepted(kind)]));
let server: ApiServer;

jest.setTimeout(300_000);

beforeAll(() => {
  const path = process.env.KUBECONFIG;
  if (path === undefined) throw new Error('KUBECONFIG names no cluster');
  installCrds([...jobs.values()].flat());
  const namespace = kubectl(['create', 'namespace', NAMESPACE]);
  if (!namespace.ok && !namespace.err.includes('AlreadyExists')) throw new Error(namespace.err);
  server = new ApiServer(path);
});
afterAll(() => server.close());

test.each(KINDS)('the API server takes every job by %s that we accept', async (kind) => {
  const manifests = jobs.get(kind) ?? [];
  expect(manifests.length).toBeGreaterThan(20);
  const answers = await Promise.all(manifests.map((manifest) => server.dryRun({ ...manifest }, NAMESPACE)));
  expect(answers.map((answer) => answer?.message ?? 'the kind is not known').filter((message) => message !== '')).toEqual([]);
});
