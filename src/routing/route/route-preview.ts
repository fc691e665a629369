import { checkedFactories } from '../../base/validate-props';
import type { Color } from './colors';

/** Nobody sees the idle color. */
export interface NoPreview {
  readonly kind: 'none';
}

/** Requests with a header go to the idle color. */
export interface HeaderPreview {
  readonly kind: 'header';
  readonly name: string;
  /** Left out: the name of the color that is idle. */
  readonly value?: string;
}

/** Requests with a cookie go to the idle color. */
export interface CookiePreview {
  readonly kind: 'cookie';
  readonly name: string;
}

/** Each color has a host name of its own. */
export interface HostPreview {
  readonly kind: 'host';
  readonly hostnames: Readonly<Record<Color, string>>;
}

/** How testers reach the color that is not live. Made by {@link Preview}. */
export type Preview = NoPreview | HeaderPreview | CookiePreview | HostPreview;

/** Ways of looking at the idle color before it goes live. None of them changes where other requests go. */
export const Preview = checkedFactories('Preview', {
  /** Nobody sees the idle color. */
  none(): NoPreview {
    return { kind: 'none' };
  },
  /**
   * Requests that carry the header with this very value go to the idle color, all others as the traffic says.
   *
   * Without a value the header names a color: `x-color: green` shows green, whichever is live. nginx sends the name of the live color where
   * the traffic goes, which differs while it is split.
   * Refused: names that are not letters, digits and "-" (nginx drops headers with "_"), values beyond letters, digits and "._~:/-".
   */
  header(name: string, value?: string): HeaderPreview {
    return value === undefined ? { kind: 'header', name } : { kind: 'header', name, value };
  },
  /**
   * Requests whose cookie has the value `always` go to the idle color, those with `never` to the live one; any other value means nothing.
   *
   * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/#canary
   */
  cookie(name: string): CookiePreview {
    return { kind: 'cookie', name };
  },
  /**
   * Each color can be reached under a host name of its own, whichever is live.
   *
   * One name per color, not one for "the idle one": so a switch leaves these objects alone, and a tester's bookmark never changes its meaning.
   */
  host(hostnames: Readonly<Record<Color, string>>): HostPreview {
    return { kind: 'host', hostnames };
  },
});
