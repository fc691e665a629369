import type { RoutedRequest } from '../interpreters/routed-request';
import { headerMarks, type ResolvedRoute } from '../route/resolved-route';

/** A request, and what is special about it. */
export interface SampleRequest {
  /** For messages: `unmarked`, `with header x-color: green`. */
  readonly title: string;
  readonly request: RoutedRequest;
}

/** One request of every kind that a spec tells apart. */
export function sampleRequests(spec: ResolvedRoute): readonly SampleRequest[] {
  const { hostname, path } = spec;
  const plain = { host: hostname.replace(/^\*\./, 'any.'), path };
  return [{ title: 'without a mark', request: plain }, ...marked(spec, plain)];
}

function marked({ live, preview }: ResolvedRoute, plain: RoutedRequest): readonly SampleRequest[] {
  if (preview.kind === 'header') {
    return headerMarks({ live }, preview).map(([value]) => ({
      title: `with header ${preview.name}: ${value}`,
      request: { ...plain, headers: { [preview.name]: value } },
    }));
  }
  if (preview.kind === 'cookie')
    return ['always', 'never'].map((value) => ({
      title: `with cookie ${preview.name}=${value}`,
      request: { ...plain, cookies: { [preview.name]: value } },
    }));
  if (preview.kind === 'host')
    return Object.values(preview.hostnames).map((host) => ({ title: `to ${host}`, request: { ...plain, host } }));
  return [];
}
