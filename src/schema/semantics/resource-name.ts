import { isQualifiedName } from '../structure/formats';

const STANDARD: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage', 'storage']);

/** A resource that containers may ask for: one of Kubernetes' own, huge pages, or `vendor.example/name`. */
export function isContainerResource(name: string): boolean {
  if (name.includes('/')) return isQualifiedName(name);
  return name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || name.startsWith('hugepages-');
}

/** The same with `storage`, which volume claims ask for. */
export function isResourceName(name: string): boolean {
  return STANDARD.has(name) || isContainerResource(name);
}

/** Devices and the like: counted whole, and never shared or overcommitted. */
export function isExtendedResource(name: string): boolean {
  return name.includes('/') && !/^([^/]*\.)?kubernetes\.io\//.test(name);
}
