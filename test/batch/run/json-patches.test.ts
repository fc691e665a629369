import { App, Chart, JsonPatch, Size, Testing } from 'cdk8s';
import type { Job } from '../../../imports/kubernetes';
import { Cpu } from '../../../src/base/cpu';
import { BatchJob } from '../../../src/batch/batch-job';
import type { BatchJobProps } from '../../../src/batch/batch-job-props';
import { Engine } from '../../../src/batch/job-engine';
import { Run } from '../../../src/batch/run/run';
import { Environment } from '../../../src/environment/environment';
import { ArgoApplication } from '../../../src/gitops/argo-cd/argo-application';
import { ArgoDestination } from '../../../src/gitops/argo-cd/argo-source';
import { FluxKustomization } from '../../../src/gitops/flux/flux-kustomization';
import { GitRef, GitRepository } from '../../../src/gitops/flux/git-repository';
import { demandsBelow } from '../../../src/kube/capacity/demand';
import { renderedApp } from '../../support/rendered';
import { LEAST } from '../any-job';
import { engineJob, NODES } from '../engine-job';

const RETRIES = JsonPatch.replace('/spec/backoffLimit', 9);

function patched(run: Run, ...patches: JsonPatch[]): BatchJob {
  const job = engineJob({ ...LEAST, run });
  job.resource.addJsonPatch(...patches);
  return job;
}

const objectOf = (job: BatchJob) => job.resource.toJson() as Job;

describe('a JSON patch of Run.once()', () => {
  test('gives the job the name of its patched content', () => {
    const [plain, job] = [patched(Run.once()), patched(Run.once(), RETRIES)];
    expect(objectOf(job).spec?.backoffLimit).toBe(9);
    expect(objectOf(job).metadata?.name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(objectOf(job).metadata?.name).not.toBe(plain.name);
    expect(job.name).toBe(objectOf(job).metadata?.name);
    expect(job.node.validate()).toEqual([]);
  });

  test('gives the same name as the prop that it replaces', () => {
    expect(patched(Run.once(), RETRIES).name).toBe(engineJob({ ...LEAST, run: Run.once(), retries: 9 }).name);
  });

  test('may come in several steps, and may add a queue', () => {
    const job = patched(Run.once(), RETRIES);
    const first = objectOf(job).metadata?.name;
    job.resource.addJsonPatch(JsonPatch.add('/metadata/labels/kueue.x-k8s.io~1queue-name', 'team-a'));
    expect(job.resource.name).not.toBe(first);
    expect(job.name).toBe(objectOf(job).metadata?.name);
  });

  test('keeps the name when it suspends the run', () => {
    expect(patched(Run.once(), JsonPatch.add('/spec/suspend', true)).name).toBe(patched(Run.once()).name);
  });

  test('is what the app renders, files and all', () => {
    const app = new App();
    const job = new BatchJob(new Chart(new Environment(app, 'prod'), 'train', { namespace: 'team-a' }), 'train', {
      ...LEAST,
      run: Run.once(),
    });
    job.resource.addJsonPatch(RETRIES);
    const [[path, text] = ['', '']] = [...renderedApp(app)].filter(([file]) => file.includes('job.batch'));
    expect(path).toContain(job.name);
    expect(text).toContain(`name: ${job.name}\n`);
    expect(text).toContain('backoffLimit: 9\n');
  });

  test('is what cdk8s itself synthesizes', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    const job = new BatchJob(chart, 'train', { ...LEAST, run: Run.once() });
    job.resource.addJsonPatch(RETRIES);
    const found = Testing.synth(chart).find(({ kind }) => kind === 'Job');
    expect(found.metadata.name).toBe(job.name);
  });

  test('is refused after the name was read, because the reader points at a job that is not rendered', () => {
    const job = engineJob({ ...LEAST, run: Run.once() });
    const { name } = job;
    job.resource.addJsonPatch(RETRIES);
    expect(job.node.validate()).toEqual([expect.stringContaining(`the name "${name}" was read`)]);
    expect(job.node.validate()).toEqual([expect.stringContaining('[BatchJob.changed]')]);
  });

  test('is refused when it sets the name, which would no longer follow the content', () => {
    const job = patched(Run.once(), JsonPatch.replace('/metadata/name', 'mine'));
    expect(job.node.validate()).toEqual([expect.stringContaining('[BatchJob.changed]')]);
  });

  test('that cannot be applied is reported once, by the renderer', () => {
    const job = patched(Run.once(), JsonPatch.replace('/spec/none/field', 1));
    expect(job.node.validate()).toEqual([]);
    expect(job.name).toMatch(/^train-[0-9a-f]{8}$/);
    expect(() => job.resource.toJson()).toThrow("Failed serializing construct at path 'test/train/Resource'");
  });

  test('leaves annotations of the delivery tool out of the name', () => {
    const job = engineJob({ ...LEAST, run: Run.once() });
    const { name } = job;
    job.resource.metadata.addAnnotation('kustomize.toolkit.fluxcd.io/prune', 'disabled');
    expect(objectOf(job).metadata?.name).toBe(name);
    expect(job.node.validate()).toEqual([]);
  });
});

const head = { cpu: Cpu.cores(1), memory: Size.gibibytes(4) };
const { deadline: _, ...endless } = NODES;
const ENGINES: Readonly<Record<string, BatchJobProps>> = {
  JobSet: { ...NODES, run: Run.once(), engine: Engine.jobSet() },
  TrainJob: { ...NODES, run: Run.once(), engine: Engine.trainJob({ runtime: 'torch-distributed' }) },
  RayJob: { ...NODES, run: Run.once(), engine: Engine.ray({ entrypoint: 'python a.py', head }) },
  SparkApplication: {
    ...endless,
    run: Run.once(),
    serviceAccount: 'spark',
    engine: Engine.spark({ type: 'R', mainApplicationFile: 'local:///a.R', version: '4.0.1', driver: head }),
  },
  'Volcano Job': { ...endless, run: Run.once(), engine: Engine.volcano() },
};

test.each(Object.entries(ENGINES))('a JSON patch of a %s changes its name, and the demand follows', (_name, props) => {
  const app = new App();
  const job = engineJob(props, 'train', app);
  const { name } = job.resource;
  job.resource.addJsonPatch(JsonPatch.add('/spec/extra', true));
  expect(job.name).not.toBe(name);
  expect(job.name).toBe(job.resource.toJson().metadata.name);
  expect(job.node.validate()).toEqual([]);
  expect(new Set(demandsBelow(app).map(({ workload }) => workload))).toEqual(new Set([`team-a/${job.name}`]));
});

test.each(['Flux', 'Argo CD'])('nothing that %s reads mentions the name before a JSON patch', (tool) => {
  const app = new App();
  const prod = new Environment(app, 'prod');
  const chart = new Chart(prod, 'train', { namespace: 'team-a' });
  const delivery = new Chart(prod, 'delivery', { namespace: 'delivery' });
  const job = new BatchJob(chart, 'train', { ...NODES, run: Run.once(), engine: Engine.jobSet() });
  if (tool === 'Flux') {
    const source = new GitRepository(delivery, 'source', { url: 'https://git.example.com/ml.git', ref: GitRef.branch('main') });
    new FluxKustomization(delivery, 'train', { chart, source });
  } else {
    const source = { repoUrl: 'https://git.example.com/ml.git', targetRevision: 'main' };
    new ArgoApplication(delivery, 'train', { chart, source, destination: ArgoDestination.inCluster(), project: 'ml' });
  }
  const before = job.resource.name;
  job.resource.addJsonPatch(JsonPatch.replace('/spec/failurePolicy/maxRestarts', 9));
  const files = [...renderedApp(app)].map(([path, text]) => `${path}\n${text}`);
  expect(files.filter((file) => file.includes(before))).toEqual([]);
  // The object and the list of its directory; Argo CD also names what it must not compare.
  expect(files.filter((file) => file.includes(job.resource.name))).toHaveLength(tool === 'Flux' ? 2 : 3);
});

describe('a JSON patch of Run.onEveryChange()', () => {
  const CONTENT = 'batch.cdk8s-mlops/content';
  const noteOf = (job: BatchJob) => objectOf(job).spec?.template.metadata?.annotations?.[CONTENT];

  test('changes the immutable template, so that the tool replaces the job', () => {
    const [plain, job] = [patched(Run.onEveryChange()), patched(Run.onEveryChange(), RETRIES)];
    expect(job.name).toBe('train');
    expect(noteOf(job)).toMatch(/^[0-9a-f]{8}$/);
    expect(noteOf(job)).not.toBe(noteOf(plain));
    expect(noteOf(job)).toBe(noteOf(engineJob({ ...LEAST, run: Run.onEveryChange(), retries: 9 })));
  });

  test('can add an annotation beside the note', () => {
    const job = patched(Run.onEveryChange(), JsonPatch.add('/spec/template/metadata/annotations/team', 'x'));
    expect(Object.keys(objectOf(job).spec?.template.metadata?.annotations ?? {})).toEqual([CONTENT, 'team']);
  });

  test('changes the note of a TrainJob', () => {
    const props: BatchJobProps = { ...NODES, run: Run.onEveryChange(), engine: Engine.trainJob({ runtime: 'torch-distributed' }) };
    const note = (job: BatchJob) =>
      (job.resource.toJson().spec.trainer.env as { name: string; value: string }[]).find(({ name }) => name === 'BATCH_JOB_CONTENT')?.value;
    const [plain, job] = [engineJob(props), engineJob(props)];
    job.resource.addJsonPatch(JsonPatch.replace('/spec/activeDeadlineSeconds', 60));
    expect(note(job)).toMatch(/^[0-9a-f]{8}$/);
    expect(note(job)).not.toBe(note(plain));
  });
});

test('a JSON patch of Run.hook() changes the job and nothing else', () => {
  const [plain, job] = [patched(Run.hook('PreSync')), patched(Run.hook('PreSync'), RETRIES)];
  const { metadata, spec } = objectOf(job);
  expect(spec?.backoffLimit).toBe(9);
  expect(metadata).toEqual(objectOf(plain).metadata);
});
