import { ConfigError } from '../../base/config-error';
import { checkedFactories } from '../../base/validate-props';
import { COLORS, type Color } from './colors';
import { assertHostname } from './route-address';

/** The idle color cannot be reached through the route. */
export interface NoPreview {
  readonly kind: 'none';
}

/** Requests with a header go to the idle color. */
export interface HeaderPreview {
  readonly kind: 'header';
  /** Name of the header, for example `'x-color'`: letters, digits and "-". */
  readonly name: string;
  /** Value of the header. Left out: the name of the idle color. */
  readonly value?: string;
}

/** Requests with a cookie go to the idle color. */
export interface CookiePreview {
  readonly kind: 'cookie';
  /** Name of the cookie, for example `'color'`: letters, digits, "-", "_" and ".". */
  readonly name: string;
}

/** Each color has a host name of its own. */
export interface HostPreview {
  readonly kind: 'host';
  /** Host name of each color: `{ blue: 'blue.example.com', green: 'green.example.com' }`. */
  readonly hostnames: Readonly<Record<Color, string>>;
}

/** How testers reach the color that is not live. Created by {@link Preview}. */
export type Preview = NoPreview | HeaderPreview | CookiePreview | HostPreview;

/** Ways to test the idle color before it goes live. None of them changes where other requests go. */
export const Preview = checkedFactories('Preview', {
  /** The idle color cannot be reached through the route. */
  none(): NoPreview {
    return { kind: 'none' };
  },
  /**
   * Requests that carry the header with exactly this value go to the idle color, all others by the weights: `Preview.header('x-color')`.
   *
   * Without a value the header names a color: `x-color: green` reaches green, whichever color is live. With nginx the name of the live color
   * has no effect: while traffic is split, such a request is routed by the weights.
   * Refused (`BlueGreenRoute.preview`): names other than letters, digits and "-" (nginx drops headers with "_"), values other than letters,
   * digits and "._~:/-".
   */
  header(name: string, value?: string): HeaderPreview {
    return value === undefined ? { kind: 'header', name } : { kind: 'header', name, value };
  },
  /**
   * Requests whose cookie has the value `always` go to the idle color, those with `never` to the live color: `Preview.cookie('color')`. Any
   * other value has no effect.
   *
   * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
   */
  cookie(name: string): CookiePreview {
    return { kind: 'cookie', name };
  },
  /**
   * Each color has a host name of its own: `Preview.host({ blue: 'blue.example.com', green: 'green.example.com' })`.
   *
   * There is one name per color and none for "the idle color", so that a switch does not change these objects and a bookmark keeps its meaning.
   */
  host(hostnames: Readonly<Record<Color, string>>): HostPreview {
    return { kind: 'host', hostnames };
  },
});

const CODE = 'BlueGreenRoute.preview';

/** nginx drops headers with "_" and reads "-" as "_", so these are the names that every router reads alike. */
const HEADER = /^[A-Za-z0-9]([-A-Za-z0-9]{0,253}[A-Za-z0-9])?$/;

/** The characters of a header value or cookie name that ingress-nginx lets into its annotations. */
const HEADER_VALUE = /^[-._~A-Za-z0-9/:]{1,253}$/;
const COOKIE = /^[-._A-Za-z0-9]{1,253}$/;

/** The preview of a route. Refused: one that the router does not support, or that no request could ask for. */
export function resolvePreview(
  where: string,
  hostname: string,
  router: { readonly title: string; readonly previews: readonly string[] },
  preview: Preview = { kind: 'none' },
): Preview {
  if (preview.kind !== 'none' && !router.previews.includes(preview.kind)) {
    const known = router.previews.map((name) => `Preview.${name}(…)`).join(', ');
    const what = `${router.title} does not support Preview.${preview.kind}(…)`;
    throw new ConfigError(CODE, { where, what, fix: `use ${known} or Preview.none()` });
  }
  if (preview.kind === 'host') assertHostnames(where, hostname, preview.hostnames);
  if (preview.kind === 'header' || preview.kind === 'cookie') assertMark(where, preview);
  return preview;
}

function assertMark(where: string, preview: HeaderPreview | CookiePreview): void {
  const { kind, name } = preview;
  if (!(kind === 'header' ? HEADER : COOKIE).test(name)) {
    const fix = kind === 'header' ? 'use letters, digits and "-": "x-color"' : 'use letters, digits, "-", "_" and ".": "color"';
    throw new ConfigError(CODE, { where, what: `invalid ${kind} name ${JSON.stringify(name)}`, fix });
  }
  const value = preview.kind === 'header' ? preview.value : undefined;
  if (value === undefined || HEADER_VALUE.test(value)) return;
  const fix = 'use letters, digits and "._~:/-", or leave the value out for the name of the idle color';
  throw new ConfigError(CODE, { where, what: `invalid header value ${JSON.stringify(value)}: not every router can match it`, fix });
}

function assertHostnames(where: string, hostname: string, hostnames: HostPreview['hostnames']): void {
  const hosts = COLORS.map((color) => assertHostname(CODE, where, hostnames[color], 'exact'));
  const duplicate = [hostname, ...hosts].find((host, position, all) => all.indexOf(host) !== position);
  if (duplicate === undefined) return;
  const fix = `give each color its own name: Preview.host({ blue: 'blue.${hostname}', green: 'green.${hostname}' })`;
  throw new ConfigError(CODE, { where, what: `host name ${JSON.stringify(duplicate)} is used twice`, fix });
}
