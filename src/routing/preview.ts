import type { Colour } from './colours';

/** Nobody sees the idle colour. */
export interface NoPreview {
  readonly kind: 'none';
}

/** Requests with a header go to the idle colour. */
export interface HeaderPreview {
  readonly kind: 'header';
  readonly name: string;
  /** Left out: the name of the colour that is idle. */
  readonly value?: string;
}

/** Requests with a cookie go to the idle colour. */
export interface CookiePreview {
  readonly kind: 'cookie';
  readonly name: string;
}

/** Each colour has a host name of its own. */
export interface HostPreview {
  readonly kind: 'host';
  readonly hostnames: Readonly<Record<Colour, string>>;
}

/** How testers reach the colour that is not live. Made by {@link Preview}. */
export type Preview = NoPreview | HeaderPreview | CookiePreview | HostPreview;

/** Ways of looking at the idle colour before it goes live. None of them changes where other requests go. */
export const Preview = {
  /** Nobody sees the idle colour. */
  none(): NoPreview {
    return { kind: 'none' };
  },
  /**
   * Requests that carry the header with this very value go to the idle colour, all others as the traffic says.
   *
   * Without a value the header names a colour: `x-colour: green` shows green, whichever is live. nginx sends the name of the live colour where
   * the traffic goes, which differs while it is split.
   * Refused: names that are not letters, digits and "-" (nginx drops headers with "_"), values beyond letters, digits and "._~:/-".
   */
  header(name: string, value?: string): HeaderPreview {
    return value === undefined ? { kind: 'header', name } : { kind: 'header', name, value };
  },
  /**
   * Requests whose cookie has the value `always` go to the idle colour, those with `never` to the live one; any other value means nothing.
   *
   * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
   */
  cookie(name: string): CookiePreview {
    return { kind: 'cookie', name };
  },
  /**
   * Each colour can be reached under a host name of its own, whichever is live.
   *
   * One name per colour, not one for "the idle one": so a switch leaves these objects alone, and a tester's bookmark never changes its meaning.
   */
  host(hostnames: Readonly<Record<Colour, string>>): HostPreview {
    return { kind: 'host', hostnames };
  },
} as const;
