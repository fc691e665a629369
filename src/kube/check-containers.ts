import type { PodSpec } from '../../imports/kubernetes';
import { ConfigError } from '../base/config-error';
import { checkName } from '../base/names';

/** Refuses containers that the API server would not put together into one pod: a name twice, or a mount without its volume. */
export function checkContainers(code: string, where: string, spec: PodSpec): void {
  const volumes = new Set(spec.volumes?.map((volume) => volume.name));
  const names = new Set<string>();
  for (const { name, volumeMounts = [] } of [...(spec.initContainers ?? []), ...spec.containers]) {
    checkName(code, where, name);
    if (names.has(name)) {
      const fix = 'give each container of the pod its own name';
      throw new ConfigError(code, { where, what: `two containers are called "${name}"`, fix });
    }
    names.add(name);
    const lost = volumeMounts.find((mount) => !volumes.has(mount.name));
    if (lost === undefined) continue;
    const what = `container "${name}" mounts "${lost.name}", and the pod has no volume of that name`;
    const fix = volumes.size === 0 ? 'add the volume with a Mount' : `use one of its volumes: ${[...volumes].join(', ')}`;
    throw new ConfigError(code, { where, what, fix });
  }
}
