import { volcanoPodSuffix } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN, LABEL_VALUE } from '../../base/names';
import type { CustomObject } from '../../kube/kube-object';
import { type LabelContext, workloadLabels } from '../../kube/labels';
import { Env, type EnvVariables, nameOf } from '../../kube/pod/environment-variables';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { exitCodes } from '../job/failure-policy';
import { RETRIES } from '../many-nodes';
import { jobPod } from '../pod/job-pod';
import { RENDEZVOUS_PORT, torchrunVariables } from '../pod/torchrun';
import { jobIdentity, type RenderedJob } from '../rendered-job';
import { oneShotMetadata } from '../run/one-shot';
import { checkServiceName, hashSuffix } from '../run/run-name';
import type { VolcanoJobProps } from './volcano-job-props';
import type { VolcanoJobSpec, VolcanoPolicy } from './volcano-job-spec';

const NODE = 'node';

/** The Job of Volcano for a job called `name`. Pure: the same props give the same manifest. */
export function volcanoManifest(where: string, name: string, props: VolcanoJobProps, context: LabelContext): RenderedJob {
  const { run, nodes, engine, priorityClassName, retries = RETRIES } = props;
  wholeNumber('BatchJob.nodes', where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
  const { length } = volcanoPodSuffix(NODE, nodes);
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: 'the pods of a Volcano Job' }] });
  const identity = jobIdentity(name, props, context);
  const template = jobPod(where, identity, props, { env: variables(where, props) });
  const minAvailable = wholeNumber('BatchJob.minAvailable', where, engine.minAvailable ?? nodes, {
    title: 'minAvailable',
    min: 1,
    max: nodes,
  });
  const spec: VolcanoJobSpec = {
    schedulerName: 'volcano',
    queue: checkName('BatchJob.queue', where, nameOf(engine.queue ?? 'default'), DNS_SUBDOMAIN, LABEL_VALUE.max),
    minAvailable,
    // Volcano counts tries, not the ones after the first; and it takes 0 for a word that was left out, which is 3.
    maxRetry: wholeNumber('BatchJob.retries', where, retries, { title: 'retries', min: 0 }) + 1,
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    // Host names of the pods, and a Service behind them. The network policy of the plugin would let in every pod of the job and nobody
    // else, against what the namespace says.
    plugins: { svc: ['--disable-network-policy=true', '--publish-not-ready-addresses=true'] },
    policies: policies(where, props),
    // The default of a task's own, written because Argo CD compares the list as a whole.
    tasks: [{ name: NODE, replicas: nodes, minAvailable, maxRetry: 3, template }],
  };
  const labels = workloadLabels(identity);
  const manifest: CustomObject = {
    apiVersion: 'batch.volcano.sh/v1alpha1',
    kind: 'Job',
    metadata: oneShotMetadata(where, name, run, labels, spec),
    spec,
  };
  return { manifest, pods: [{ template, count: nodes }] };
}

/** The name of the job by a variable, because the name itself is made of everything that is written here. */
function variables(where: string, { nodes, accelerator, engine }: VolcanoJobProps): EnvVariables {
  return {
    VOLCANO_JOB: Env.field("metadata.labels['volcano.sh/job-name']"),
    ...torchrunVariables(where, {
      nodes,
      processesPerNode: engine.processesPerNode ?? accelerator?.count ?? 1,
      rank: Env.field("metadata.labels['volcano.sh/task-index']"),
      address: `$(VOLCANO_JOB)-${NODE}-0.$(VOLCANO_JOB)`,
      port: engine.port ?? RENDEZVOUS_PORT,
    }),
  };
}

/** Exit codes first: a pod that ends with one is a failed pod as well. */
function policies(where: string, { finalExitCodes }: VolcanoJobProps): readonly VolcanoPolicy[] {
  return [
    ...exitCodes(where, finalExitCodes).map((exitCode): VolcanoPolicy => ({ exitCode, action: 'TerminateJob' })),
    { event: 'PodEvicted', action: 'RestartJob' },
    { event: 'PodFailed', action: 'RestartJob' },
    { event: 'TaskCompleted', action: 'CompleteJob' },
  ];
}
