import { jobSetPodSuffix } from '../../base/derived-names';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import { exitCodes } from '../job/failure-policy';
import { type JobBasics, resolveNodes, resolveRetries } from '../job-basics';
import { resolveJobPod } from '../pod/job-pod';
import { RENDEZVOUS_PORT, torchrunVariables } from '../pod/torchrun';
import { checkServiceName, hashSuffix } from '../run/run-name';
import type { JobSetProps } from './job-set-props';
import type { JobSetGroup } from './job-set-spec';
import { Launch, type TorchrunLaunch } from './launch';
import { mpiGroups } from './mpi-groups';

/** A job that the JobSet controller runs, resolved. */
export interface ResolvedJobSet extends JobBasics {
  readonly engine: 'jobSet';
  /** In the order in which they start. */
  readonly groups: readonly JobSetGroup[];
  readonly retries: number;
  readonly finalExitCodes: readonly number[];
}

const NODE = 'node';

/** The name of the JobSet as a variable, because the name is a hash of everything that is written here. */
function jobSetName(): EnvVariables {
  return { JOBSET_NAME: Env.field("metadata.labels['jobset.sigs.k8s.io/jobset-name']") };
}

export function resolveJobSet(basics: JobBasics, props: JobSetProps): ResolvedJobSet {
  const { where } = basics;
  resolveNodes(where, props.nodes);
  const groups = groupsOf(basics, props);
  for (const group of groups) checkPodName(basics, group);
  const finalExitCodes = exitCodes(where, props.finalExitCodes);
  return { ...basics, engine: 'jobSet', groups, retries: resolveRetries(where, props.retries), finalExitCodes };
}

function groupsOf(basics: JobBasics, props: JobSetProps): readonly JobSetGroup[] {
  const { launch = Launch.torchrun() } = props.engine;
  const group = (env: EnvVariables): JobSetGroup => ({ name: NODE, nodes: props.nodes, pod: resolveJobPod(basics, props, { env }) });
  switch (launch.kind) {
    case 'torchrun':
      return [group({ ...jobSetName(), ...torchrun(basics.where, launch, props) })];
    case 'mpi':
      return mpiGroups(basics, launch, props, jobSetName());
    case 'plain':
      return [group(jobSetName())];
  }
}

function torchrun(where: string, launch: TorchrunLaunch, { nodes, accelerator }: JobSetProps): EnvVariables {
  return torchrunVariables(where, {
    nodes,
    processesPerNode: launch.processesPerNode ?? accelerator?.count ?? 1,
    rank: Env.field("metadata.annotations['batch.kubernetes.io/job-completion-index']"),
    address: `$(JOBSET_NAME)-${NODE}-0-0.$(JOBSET_NAME)`,
    port: launch.port ?? RENDEZVOUS_PORT,
  });
}

/** The webhook of JobSet refuses a name that makes the longest pod name too long. */
function checkPodName({ where, name, run }: JobBasics, group: JobSetGroup): void {
  const { length } = jobSetPodSuffix(group.name, 1, group.nodes);
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: `the pods "${group.name}" of a JobSet` }] });
}
