import { volcanoPodSuffix } from '../../base/derived-names';
import { checkName, DNS_SUBDOMAIN, LABEL_VALUE } from '../../base/names';
import { Env, type EnvVariables, nameOf } from '../../kube/pod/environment-variables';
import type { ResolvedPod } from '../../kube/pod/resolve-pod';
import { wholeNumber } from '../../kube/whole-number';
import { exitCodes } from '../job/failure-policy';
import { type JobBasics, resolveNodes, resolveRetries } from '../job-basics';
import { resolveJobPod } from '../pod/job-pod';
import { RENDEZVOUS_PORT, torchrunVariables } from '../pod/torchrun';
import { checkServiceName, hashSuffix } from '../run/run-name';
import type { VolcanoJobProps } from './volcano-job-props';

/** A job that Volcano runs, resolved. */
export interface ResolvedVolcanoJob extends JobBasics {
  readonly engine: 'volcano';
  readonly nodes: number;
  readonly minAvailable: number;
  readonly volcanoQueue: string;
  readonly priorityClassName?: string;
  readonly retries: number;
  readonly finalExitCodes: readonly number[];
  readonly pod: ResolvedPod;
}

/** Name of the task whose pods are the nodes. */
export const NODE_TASK = 'node';

export function resolveVolcanoJob(basics: JobBasics, props: VolcanoJobProps): ResolvedVolcanoJob {
  const { where, name, run } = basics;
  const { engine, priorityClassName } = props;
  const nodes = resolveNodes(where, props.nodes);
  const { length } = volcanoPodSuffix(NODE_TASK, nodes);
  checkServiceName(where, name, { suffixes: [...hashSuffix(run), { length, reason: 'the pods of a Volcano Job' }] });
  const minAvailable = engine.minAvailable ?? nodes;
  return {
    ...basics,
    engine: 'volcano',
    nodes,
    minAvailable: wholeNumber('BatchJob.minAvailable', where, minAvailable, { title: 'minAvailable', min: 1, max: nodes }),
    volcanoQueue: checkName('BatchJob.queue', where, nameOf(engine.queue ?? 'default'), DNS_SUBDOMAIN, LABEL_VALUE.max),
    ...(priorityClassName === undefined ? {} : { priorityClassName }),
    retries: resolveRetries(where, props.retries),
    finalExitCodes: exitCodes(where, props.finalExitCodes),
    pod: resolveJobPod(basics, props, { env: variables(where, props) }),
  };
}

/** The name of the job as a variable, because the name is a hash of everything that is written here. */
function variables(where: string, { nodes, accelerator, engine }: VolcanoJobProps): EnvVariables {
  return {
    VOLCANO_JOB: Env.field("metadata.labels['volcano.sh/job-name']"),
    ...torchrunVariables(where, {
      nodes,
      processesPerNode: engine.processesPerNode ?? accelerator?.count ?? 1,
      rank: Env.field("metadata.labels['volcano.sh/task-index']"),
      address: `$(VOLCANO_JOB)-${NODE_TASK}-0.$(VOLCANO_JOB)`,
      port: engine.port ?? RENDEZVOUS_PORT,
    }),
  };
}
