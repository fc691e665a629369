import { ConfigError } from '../../base/config-error';
import type { Router } from '../routers/router';
import { COLORS } from './colors';
import { checkHostname } from './route-address';
import type { Preview } from './route-preview';

const CODE = 'BlueGreenRoute.preview';

/** nginx drops headers with "_" and reads "-" as "_", so these are the names that every router sees alike. */
const HEADER = /^[A-Za-z0-9]([-A-Za-z0-9]{0,253}[A-Za-z0-9])?$/;

/** The characters of a header value or cookie name that ingress-nginx lets into its annotations. */
const BASIC = /^[-._~A-Za-z0-9/:]{1,253}$/;
const COOKIE = /^[-._A-Za-z0-9]{1,253}$/;

/** Refuses a preview that the router cannot do, or that no request could ask for. */
export function checkPreview(where: string, hostname: string, router: Router, preview: Preview = { kind: 'none' }): Preview {
  const kind: unknown = preview?.kind;
  if (kind !== 'none' && !router.previews.some((known) => known === kind)) {
    const known = router.previews.map((name) => `Preview.${name}(…)`).join(', ');
    const what = `${router.title} has no preview by ${typeof kind === 'string' ? kind : JSON.stringify(preview)}`;
    throw new ConfigError(CODE, { where, what, fix: `use ${known} or Preview.none()` });
  }
  if (preview.kind === 'host') checkHosts(where, hostname, preview.hostnames);
  if (preview.kind === 'header' || preview.kind === 'cookie') checkMark(where, preview);
  return preview;
}

function checkMark(where: string, preview: Extract<Preview, { kind: 'header' | 'cookie' }>): void {
  const { kind, name } = preview;
  if (typeof name !== 'string' || !(kind === 'header' ? HEADER : COOKIE).test(name)) {
    const fix = kind === 'header' ? 'use letters, digits and "-": "x-color"' : 'use letters, digits, "-", "_" and ".": "color"';
    throw new ConfigError(CODE, { where, what: `${JSON.stringify(name)} is no ${kind} name that every router reads alike`, fix });
  }
  const value: unknown = preview.kind === 'header' ? preview.value : undefined;
  if (value === undefined || (typeof value === 'string' && BASIC.test(value))) return;
  const fix = 'use letters, digits and "._~:/-", or leave it out for the name of the idle color';
  throw new ConfigError(CODE, { where, what: `header value ${JSON.stringify(value)} cannot be matched by every router`, fix });
}

function checkHosts(where: string, hostname: string, hostnames: Readonly<Record<string, unknown>> | undefined): void {
  const hosts = COLORS.map((color) => checkHostname(CODE, where, hostnames?.[color], 'exact'));
  const twice = [hostname, ...hosts].find((host, position, all) => all.indexOf(host) !== position);
  if (twice === undefined) return;
  const fix = `give each color a name of its own: Preview.host({ blue: 'blue.${hostname}', green: 'green.${hostname}' })`;
  throw new ConfigError(CODE, { where, what: `host name ${JSON.stringify(twice)} would mean two things`, fix });
}
