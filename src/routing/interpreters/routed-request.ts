/** A request as a router sees it. */
export interface RoutedRequest {
  readonly host: string;
  /** Starts with "/"; without query. */
  readonly path: string;
  /** Names are compared without regard to case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: Readonly<Record<string, string>>;
  /** The Service that a sticky session's cookie points to, as a {@link serviceKey}: what the router answered this client before. */
  readonly boundTo?: string;
}

/** The value of a header. */
export function headerOf(request: RoutedRequest, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return Object.entries(request.headers ?? {}).find(([key]) => key.toLowerCase() === wanted)?.[1];
}

/** Whether a prefix path matches: by whole elements, without regard to a "/" at the end. */
export function hasPathPrefix(path: string, prefix: string): boolean {
  const plain = prefix.replace(/\/+$/, '');
  return path === plain || path.startsWith(`${plain}/`);
}

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
