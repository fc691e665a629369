import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import type { PodIdentity } from '../../kube/labels';
import { type EnvVariables, nameOf } from '../../kube/pod/environment-variables';
import type { Mount } from '../../kube/pod/mount';
import { wholeNumber } from '../../kube/whole-number';
import { type JobPodProps, jobPod } from '../pod/job-pod';
import { JOBSET_NAME, type JobSetGroup } from './job-set-group';
import type { JobSetProps } from './job-set-props';
import type { MpiLaunch } from './launch';

const WORKER = 'worker';
const LAUNCHER = 'launcher';

/**
 * Workers that wait with an SSH daemon, and a launcher that enters them.
 *
 * Open MPI reads its variables of either generation: `OMPI_MCA_plm_rsh_args` up to version 4, `PRTE_MCA_plm_ssh_args` from version 5 on.
 */
export function mpiGroups(
  where: string,
  identity: PodIdentity,
  launch: MpiLaunch,
  props: JobSetProps,
  annotations: Readonly<Record<string, string>>,
): readonly JobSetGroup[] {
  refuseUnreadableKeys(where, props);
  const home = launch.home ?? '/home/mpiuser';
  const own = { annotations, mounts: [sshKeys(where, home, launch)] };
  const daemon: JobPodProps = {
    ...props,
    command: launch.daemon ?? ['/usr/sbin/sshd', '-De', '-f', `${home}/.sshd_config`],
    args: undefined,
  };
  // The launcher starts processes and waits: it needs none of what the workers work with.
  const { accelerator: _, sharedMemory: _shared, ephemeralStorage: _disk, cpuLimit: _limit, ...rest } = props;
  const launcher: JobPodProps = { ...rest, ...launch.launcher };
  return [
    { name: WORKER, nodes: props.nodes, template: jobPod(where, identity, daemon, { ...own, env: JOBSET_NAME }) },
    {
      name: LAUNCHER,
      nodes: 1,
      template: jobPod(where, identity, launcher, { ...own, env: { ...JOBSET_NAME, ...mpiVariables(where, launch, props) } }),
      after: WORKER,
    },
  ];
}

function mpiVariables(where: string, launch: MpiLaunch, { nodes, accelerator }: JobSetProps): EnvVariables {
  const slots = wholeNumber('BatchJob.slotsPerNode', where, launch.slotsPerNode ?? accelerator?.count ?? 1, {
    title: 'slotsPerNode',
    min: 1,
  });
  const hosts = Array.from({ length: nodes }, (_, i) => `$(JOBSET_NAME)-${WORKER}-0-${i}.$(JOBSET_NAME):${slots}`);
  // Host keys are made again with each pod.
  const ssh = '-o ConnectionAttempts=10 -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null';
  return {
    MPI_HOSTS: hosts.join(','),
    OMPI_MCA_orte_keep_fqdn_hostnames: 'true',
    OMPI_MCA_plm_rsh_args: ssh,
    PRTE_MCA_prte_keep_fqdn_hostnames: 'true',
    PRTE_MCA_plm_ssh_args: ssh,
  };
}

/** The keys under the names that SSH looks for. */
function sshKeys(where: string, home: string, launch: MpiLaunch): Mount {
  if (!home.startsWith('/')) {
    throw new ConfigError('BatchJob.home', {
      where,
      what: `home is ${JSON.stringify(home)}`,
      fix: "use an absolute path: '/home/mpiuser'",
    });
  }
  const secretName = checkName('BatchJob.sshKeys', where, nameOf(launch.sshKeys), DNS_SUBDOMAIN);
  const items = [
    { key: 'ssh-privatekey', path: 'id_rsa' },
    { key: 'ssh-publickey', path: 'id_rsa.pub' },
    { key: 'ssh-publickey', path: 'authorized_keys' },
  ];
  // 0440: readable by the group of the volume too, because its files belong to root.
  const source = { secret: { secretName, defaultMode: 0o440, items } };
  return { name: 'ssh-keys', path: `${home}/.ssh`, source, readOnly: true };
}

/** The files of a Secret belong to root; a process that is not root reads them by its group. */
function refuseUnreadableKeys(where: string, { security }: JobSetProps): void {
  if (security?.fsGroup !== undefined || security?.runAsUser === 0) return;
  const what = 'the processes could not read the SSH keys: files of a Secret belong to root, and the volume to no group of theirs';
  throw new ConfigError('BatchJob.fsGroup', {
    where,
    what,
    fix: 'add security: { runAsUser: 1000, fsGroup: 1000 }, the user of the image',
  });
}
