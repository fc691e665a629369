import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';

/** Each request is routed by itself. */
export interface NoSticky {
  readonly kind: 'none';
}

/** A cookie keeps a user on the color that answered first. */
export interface CookieSticky {
  readonly kind: 'cookie';
  /** Name of the cookie, for example `'ml'`: letters, digits, "-" and "_". */
  readonly name: string;
  /** Lifetime of the cookie in whole seconds, for example `Duration.hours(1)`. */
  readonly maxAge?: Duration;
}

/** Whether users stay on one color while traffic is split. Created by {@link Sticky}. */
export type Sticky = NoSticky | CookieSticky;

/** Sticky sessions. A router offers them only if a switch moves users who hold a cookie. */
export const Sticky = checkedFactories('Sticky', {
  /** Each request is routed by itself, by the weights. */
  none(): NoSticky {
    return { kind: 'none' };
  },
  /**
   * A cookie keeps each user on one color while traffic is split, and on one pod of that color: `Sticky.cookie('ml', Duration.hours(1))`.
   *
   * A shift then moves new users only. A switch, and undoing a split, move everybody.
   *
   * @param maxAge Lifetime of the cookie in whole seconds. Without it, the cookie lasts until the browser is closed.
   */
  cookie(name: string, maxAge?: Duration): CookieSticky {
    return maxAge === undefined ? { kind: 'cookie', name } : { kind: 'cookie', name, maxAge };
  },
});

/** A cookie that keeps users on one color. */
export interface StickyCookie {
  readonly name: string;
  /** Left out: until the browser is closed. */
  readonly seconds?: number;
}

const CODE = 'BlueGreenRoute.sticky';

/** Cookie names that every router writes unchanged. */
const COOKIE = /^[-_A-Za-z0-9]{1,200}$/;

/** The cookie of a route; undefined for none. Refused: a router whose switch does not move bound users, invalid cookie names. */
export function resolveSticky(
  where: string,
  router: { readonly title: string; readonly stickies: readonly string[] },
  sticky: Sticky = { kind: 'none' },
): StickyCookie | undefined {
  if (sticky.kind === 'none') return undefined;
  if (!router.stickies.includes('cookie')) {
    const what = `${router.title} does not support sticky sessions that a switch moves: users with a cookie could stay on the old color`;
    throw new ConfigError(CODE, { where, what, fix: 'use Sticky.none() or another router' });
  }
  if (!COOKIE.test(sticky.name)) {
    const fix = 'use letters, digits, "-" and "_", for example "ml"';
    throw new ConfigError(CODE, { where, what: `invalid cookie name ${JSON.stringify(sticky.name)}`, fix });
  }
  if (sticky.maxAge === undefined) return { name: sticky.name };
  return { name: sticky.name, seconds: wholeSeconds(CODE, where, sticky.maxAge, 1) };
}
