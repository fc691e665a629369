import { ConfigError } from '../../base/config-error';
import type { EnvVariables } from '../../kube/pod/environment-variables';

/**
 * Variables that a runtime sets, whichever it is. Trainer refuses them for the runtimes that know them; in any other they mean nothing.
 *
 * @see https://github.com/kubeflow/trainer/blob/v2.3.0/pkg/constants/constants.go
 */
const RESERVED: ReadonlySet<string> = new Set([
  'PET_NNODES',
  'PET_NPROC_PER_NODE',
  'PET_NODE_RANK',
  'PET_MASTER_ADDR',
  'PET_MASTER_PORT',
  'DMLC_TRACKER_URI',
  'DMLC_TRACKER_PORT',
  'DMLC_TASK_ID',
  'DMLC_NUM_WORKER',
  'OMPI_MCA_orte_default_hostfile',
  'OMPI_MCA_plm_rsh_args',
  'OMPI_MCA_orte_keep_fqdn_hostnames',
  'OMPI_MCA_orte_set_default_slots',
]);

/** Refuses variables by which the nodes of a runtime find one another. */
export function refuseReserved(where: string, env: EnvVariables = {}): void {
  const reserved = Object.keys(env).filter((name) => RESERVED.has(name));
  if (reserved.length === 0) return;
  const what = `the runtime sets ${reserved.join(', ')}, by which the nodes find one another`;
  throw new ConfigError('BatchJob.env', { where, what, fix: 'take it out of env; processesPerNode is an option of the engine' });
}
