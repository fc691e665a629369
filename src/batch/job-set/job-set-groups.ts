import { ConfigError } from '../../base/config-error';
import type { PodIdentity } from '../../kube/labels';
import { Env, type EnvVariables } from '../../kube/pod/environment-variables';
import { jobPod } from '../pod/job-pod';
import { RENDEZVOUS_PORT, torchrunVariables } from '../pod/torchrun';
import { topologyAnnotations } from '../queue/queue';
import { JOBSET_NAME, type JobSetGroup } from './job-set-group';
import type { JobSetProps } from './job-set-props';
import { Launch, type TorchrunLaunch } from './launch';
import { mpiGroups } from './mpi-groups';

const NODE = 'node';

/** Kinds of pods of a JobSet, in the order in which they start. */
export function jobSetGroups(where: string, identity: PodIdentity, props: JobSetProps): readonly JobSetGroup[] {
  const { nodes, queue } = props;
  const { launch = Launch.torchrun() } = props.engine;
  const annotations = topologyAnnotations(where, queue);
  const group = (env: EnvVariables): JobSetGroup => ({ name: NODE, nodes, template: jobPod(where, identity, props, { annotations, env }) });
  switch (launch.kind) {
    case 'torchrun':
      return [group({ ...JOBSET_NAME, ...torchrun(where, launch, props) })];
    case 'mpi':
      return mpiGroups(where, identity, launch, props, annotations);
    case 'plain':
      return [group(JOBSET_NAME)];
    default:
      throw new ConfigError('BatchJob.launch', {
        where,
        what: `launch is ${JSON.stringify(launch)}`,
        fix: 'use Launch.torchrun(), Launch.mpi({ … }) or Launch.plain()',
      });
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
