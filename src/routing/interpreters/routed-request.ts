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
