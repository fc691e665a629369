import { ConfigError } from '../../base/config-error';

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const HOSTNAME = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);
const ADDRESS = /^[0-9]+(\.[0-9]+){3}$/;

/** Path characters of RFC 3986 that need no escape. @see https://datatracker.ietf.org/doc/html/rfc3986#section-3.3 */
const PATH = /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/;

/**
 * Refuses a host name that no router can match: not a DNS name, uppercase, an IP address, or a wildcard that is not the first label.
 *
 * `*.` means any number of labels in Gateway API, and exactly one in an Ingress.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function assertHostname(code: string, where: string, hostname: string, wildcard: 'wildcard' | 'exact'): string {
  const problem = hostnameProblem(hostname, wildcard);
  if (problem === undefined) return hostname;
  const fix = wildcard === 'wildcard' ? 'write it like "models.example.com" or "*.example.com"' : 'write it like "models.example.com"';
  throw new ConfigError(code, { where, what: `invalid host name ${JSON.stringify(hostname)}: ${problem}`, fix });
}

function hostnameProblem(hostname: string, wildcard: 'wildcard' | 'exact'): string | undefined {
  if (hostname === '') return 'it is empty';
  if (ADDRESS.test(hostname)) return 'it is an IP address, and routers match names';
  if (hostname.length > 253) return `it has ${hostname.length} characters; the maximum is 253`;
  if (!HOSTNAME.test(hostname)) return 'it is not a lowercase DNS name';
  if (hostname.startsWith('*.') && wildcard === 'exact') return 'wildcards are not allowed here';
  return undefined;
}

/** Refuses a path that is not absolute, that routers would rewrite before matching, or that can be written in two ways. */
export function assertPath(code: string, where: string, path: string): string {
  const problem = pathProblem(path);
  if (problem === undefined) return path;
  throw new ConfigError(code, {
    where,
    what: `invalid path ${JSON.stringify(path)}: ${problem}`,
    fix: 'write it like "/" or "/v1/models"',
  });
}

function pathProblem(path: string): string | undefined {
  if (!path.startsWith('/')) return 'it must start with "/"';
  if (path.length > 1024) return `it has ${path.length} characters; the maximum is 1,024`;
  if (!PATH.test(path)) return 'it has characters that no path of a request has';
  if (path.includes('//') || path.split('/').some((element) => element === '.' || element === '..'))
    return 'it has empty, "." or ".." elements, which clients and routers remove before matching';
  if (path !== '/' && path.endsWith('/')) return 'it must not end with "/": whole path elements are matched anyway';
  return undefined;
}
