/** How a wildcard `*.example.com` is read: by Gateway API as any number of labels, by an Ingress as exactly one. */
export type WildcardRule = 'any-labels' | 'one-label';

/** How well a host name pattern fits a host: longer is better, an exact one is best. Undefined when it does not. */
export function hostFit(pattern: string | undefined, host: string, rule: WildcardRule): number | undefined {
  if (pattern === undefined || pattern === '') return 0;
  if (pattern === host) return 1000;
  if (!pattern.startsWith('*.') || !host.endsWith(pattern.slice(1))) return undefined;
  const labels = host.slice(0, -(pattern.length - 1));
  if (labels === '' || (rule === 'one-label' && labels.includes('.'))) return undefined;
  return pattern.length;
}
