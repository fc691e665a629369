import { ConfigError } from '../base/config-error';
import { checkQualifiedKey } from '../base/names';
import { wholeNumber } from './whole-number';

/** Resources that nodes have by name beside processors, memory and the accelerator: `{ 'rdma/hca_shared_devices_a': 1 }`. */
export type ExtendedResources = Readonly<Record<string, number>>;

/** Extended resources as quantities, refused under `code` where Kubernetes or the accelerator has a word for them. */
export function extendedResources(
  code: string,
  where: string,
  asked: ExtendedResources = {},
  accelerator: string | undefined,
): Record<string, string> {
  return Object.fromEntries(Object.entries(asked).map(([name, count]) => [name, quantity(code, where, name, count, accelerator)]));
}

function quantity(code: string, where: string, name: string, count: number, accelerator: string | undefined): string {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(code, { where, what, fix });
  };
  checkQualifiedKey(code, where, name);
  const domain = name.split('/')[0] ?? '';
  if (domain === name || domain === 'kubernetes.io' || domain.endsWith('.kubernetes.io')) {
    refuse(
      `${name} is a resource of Kubernetes itself`,
      "use cpu, memory or ephemeralStorage; extended resources have a domain, as in 'rdma/hca'",
    );
  }
  if (name === accelerator) refuse(`${name} is the accelerator's resource`, 'remove it here: the accelerator asks for it');
  return `${wholeNumber(code, where, count, { title: name, min: 1 })}`;
}
