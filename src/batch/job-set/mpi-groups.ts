import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { type EnvVariables, nameOf } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import { wholeNumber } from '../../kube/whole-number';
import type { JobBasics } from '../job-basics';
import { type JobPodProps, resolveJobPod } from '../pod/job-pod';
import type { JobSetProps } from './job-set-props';
import type { JobSetGroup } from './job-set-spec';
import type { MpiLaunch } from './launch';

const WORKER = 'worker';
const LAUNCHER = 'launcher';

/**
 * Workers that wait with an SSH daemon, and a launcher that logs in to them.
 *
 * The launcher sets the variables of both generations of Open MPI: `OMPI_MCA_plm_rsh_args` up to version 4, `PRTE_MCA_plm_ssh_args` from
 * version 5 on.
 */
export function mpiGroups(basics: JobBasics, launch: MpiLaunch, props: JobSetProps, shared: EnvVariables): readonly JobSetGroup[] {
  const { where } = basics;
  refuseUnreadableKeys(where, props);
  const home = launch.home ?? '/home/mpiuser';
  const mounts = [sshKeys(where, home, launch)];
  const daemon: JobPodProps = {
    ...props,
    command: launch.daemon ?? ['/usr/sbin/sshd', '-De', '-f', `${home}/.sshd_config`],
    args: undefined,
  };
  // The launcher starts processes and waits, so it gets none of the devices and room of the workers.
  const { accelerator: _, sharedMemory: _shared, ephemeralStorage: _disk, cpuLimit: _limit, ...rest } = props;
  const launcher: JobPodProps = { ...rest, ...launch.launcher };
  const variables = { ...shared, ...mpiVariables(where, launch, props) };
  return [
    { name: WORKER, nodes: props.nodes, pod: resolveJobPod(basics, daemon, { mounts, env: shared }) },
    { name: LAUNCHER, nodes: 1, pod: resolveJobPod(basics, launcher, { mounts, env: variables }), after: WORKER },
  ];
}

function mpiVariables(where: string, launch: MpiLaunch, { nodes, accelerator }: JobSetProps): EnvVariables {
  const slots = wholeNumber('BatchJob.slotsPerNode', where, launch.slotsPerNode ?? accelerator?.count ?? 1, {
    title: 'slotsPerNode',
    min: 1,
  });
  const hosts = Array.from({ length: nodes }, (_, i) => `$(JOBSET_NAME)-${WORKER}-0-${i}.$(JOBSET_NAME):${slots}`);
  // Every new pod has new host keys.
  const ssh = '-o ConnectionAttempts=10 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';
  return {
    MPI_HOSTS: hosts.join(','),
    OMPI_MCA_orte_keep_fqdn_hostnames: 'true',
    OMPI_MCA_plm_rsh_args: ssh,
    PRTE_MCA_prte_keep_fqdn_hostnames: 'true',
    PRTE_MCA_plm_ssh_args: ssh,
  };
}

/** The keys under the file names that SSH expects. */
function sshKeys(where: string, home: string, launch: MpiLaunch): Mount {
  if (!home.startsWith('/')) {
    const what = `\`home\` must be an absolute path, got ${JSON.stringify(home)}`;
    throw new ConfigError('BatchJob.home', { where, what, fix: "use for example '/home/mpiuser'" });
  }
  const secretName = checkName('BatchJob.sshKeys', where, nameOf(launch.sshKeys), DNS_SUBDOMAIN);
  const items = [
    { key: 'ssh-privatekey', path: 'id_rsa' },
    { key: 'ssh-publickey', path: 'id_rsa.pub' },
    { key: 'ssh-publickey', path: 'authorized_keys' },
  ];
  // 0440: readable by the group of the volume as well, because its files belong to root.
  const source = { secret: { secretName, defaultMode: 0o440, items } };
  return { name: 'ssh-keys', path: `${home}/.ssh`, source, readOnly: true };
}

/** Files of a Secret belong to root. A process that is not root can read them through the group of the volume. */
function refuseUnreadableKeys(where: string, { security }: JobSetProps): void {
  if (security?.fsGroup !== undefined || security?.runAsUser === 0) return;
  const what = '`security.fsGroup` is required for MPI: without a group, a process that is not root cannot read the SSH keys';
  throw new ConfigError('BatchJob.fsGroup', {
    where,
    what,
    fix: 'add security: { runAsUser: 1000, fsGroup: 1000 }, the user of the image',
  });
}
