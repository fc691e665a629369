import { ConfigError } from '../../base/config-error';
import { checkName, DNS_LABEL } from '../../base/names';
import type { RayApplication } from './ray-application';
import type { RayBounds, RayWorkerGroup } from './ray-props';

const CODE = 'KubeRayService.workers';

/** The fewest and most pods of a group. */
export function boundsOf({ replicas }: RayWorkerGroup): RayBounds {
  return typeof replicas === 'number' ? { min: replicas, max: replicas } : replicas;
}

/** Whether Ray's autoscaler has anything to decide. */
export function isAutoscaled(workers: readonly RayWorkerGroup[]): boolean {
  return workers.some(({ replicas }) => typeof replicas !== 'number');
}

/** Refuses groups that could not be, and deployments that would wait for devices indefinitely. */
export function refuseBrokenWorkers(
  where: string,
  workers: readonly RayWorkerGroup[] = [],
  applications: readonly RayApplication[] = [],
): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  if (workers.length === 0)
    refuse('there are no workers, and the head runs no deployment', "add workers: [{ name: 'cpu', replicas: 2, … }]");
  const names = workers.map(({ name }) => checkName(CODE, where, name, DNS_LABEL));
  if (new Set(names).size < names.length) refuse('two groups have one name', 'give each its own');
  for (const group of workers) {
    const { min, max } = boundsOf(group);
    if ([min, max].every(Number.isInteger) && min >= 0 && max >= Math.max(1, min)) continue;
    refuse(`group ${group.name} has the replicas ${JSON.stringify(group.replicas)}`, 'use replicas: 2, or { min: 1, max: 4 }');
  }
  refuseUnplaceable(workers, applications, refuse);
}

/** What deployments say of their devices, against what the groups have. What only the code says is not known here. */
function refuseUnplaceable(
  workers: readonly RayWorkerGroup[],
  applications: readonly RayApplication[],
  refuse: (what: string, fix: string) => never,
): void {
  const largest = Math.max(...workers.map(({ accelerator }) => accelerator?.count ?? 0));
  const all = workers.reduce((sum, group) => sum + boundsOf(group).max * (group.accelerator?.count ?? 0), 0);
  const asked = applications.flatMap(({ name, deployments = [] }) =>
    deployments.map((deployment) => ({ application: name, ...deployment })),
  );
  for (const { application, name, gpus = 0 } of asked) {
    if (gpus <= largest) continue;
    refuse(
      `a replica of ${application}/${name} asks for ${gpus} GPUs, and no group has more than ${largest} a pod`,
      'raise the accelerator of a group, or lower gpus',
    );
  }
  const terms = asked
    .filter(({ gpus = 0 }) => gpus > 0)
    .map(({ name, gpus = 0, replicas = 1 }) => {
      const least = typeof replicas === 'number' ? replicas : replicas.min;
      return { text: `${name} ${least} × ${gpus}`, devices: least * gpus };
    });
  const needed = terms.reduce((sum, { devices }) => sum + devices, 0);
  if (needed <= all) return;
  refuse(
    `the deployments ask for ${terms.map(({ text }) => text).join(' + ')} = ${needed} GPUs, and all groups together have ${all}`,
    'raise the replicas of a group, or lower those of a deployment',
  );
}
