import { ConfigError } from '../../base/config-error';

const LABEL = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const HOSTNAME = new RegExp(`^(\\*\\.)?${LABEL}(\\.${LABEL})*$`);
const ADDRESS = /^[0-9]+(\.[0-9]+){3}$/;

/** Path characters of RFC 3986 that need no escape. @see https://datatracker.ietf.org/doc/html/rfc3986#section-3.3 */
const PATH = /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@/]*$/;

/**
 * Refuses a host name that no router could match: not DNS, in capitals, an address, or a wildcard elsewhere than in front.
 *
 * What `*.` stands for differs: any number of labels in Gateway API, exactly one in an Ingress.
 *
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#hostname
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards
 */
export function checkHostname(code: string, where: string, hostname: unknown, wildcard: 'wildcard' | 'exact'): string {
  const problem = hostnameProblem(hostname, wildcard);
  if (problem === undefined) return hostname as string;
  const fix = wildcard === 'wildcard' ? 'write it like "models.example.com" or "*.example.com"' : 'write it like "models.example.com"';
  throw new ConfigError(code, { where, what: `host name ${JSON.stringify(hostname)} ${problem}`, fix });
}

function hostnameProblem(hostname: unknown, wildcard: 'wildcard' | 'exact'): string | undefined {
  if (typeof hostname !== 'string' || hostname === '') return 'names no host';
  if (ADDRESS.test(hostname)) return 'is an address: routers match names';
  if (hostname.length > 253) return `has ${hostname.length} characters, 253 are allowed`;
  if (!HOSTNAME.test(hostname)) return 'is no DNS name in lower case';
  if (hostname.startsWith('*.') && wildcard === 'exact') return 'is a wildcard, and must be one host';
  return undefined;
}

/** Refuses a path that is not absolute, that routers would rewrite before matching, or that has two spellings. */
export function checkPath(code: string, where: string, path: unknown): string {
  const problem = pathProblem(path);
  if (problem === undefined) return path as string;
  throw new ConfigError(code, { where, what: `path ${JSON.stringify(path)} ${problem}`, fix: 'write it like "/" or "/v1/models"' });
}

function pathProblem(path: unknown): string | undefined {
  if (typeof path !== 'string' || !path.startsWith('/')) return 'does not start with "/"';
  if (path.length > 1024) return `has ${path.length} characters, 1,024 are allowed`;
  if (!PATH.test(path)) return 'has characters that a path cannot match';
  if (path.includes('//') || path.split('/').some((element) => element === '.' || element === '..'))
    return 'has empty, "." or ".." elements, which clients and routers remove before matching';
  if (path !== '/' && path.endsWith('/')) return 'ends with "/": it matches whole elements, so that would mean the same as without';
  return undefined;
}
