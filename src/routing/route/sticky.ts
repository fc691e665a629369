import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { checkedFactories } from '../../base/validate-props';
import type { Router } from '../routers/router';
import type { StickyCookie } from './resolved-route';

/** Every request is sent again. */
export interface NoSticky {
  readonly kind: 'none';
}

/** A cookie keeps a user on the color that answered first. */
export interface CookieSticky {
  readonly kind: 'cookie';
  readonly name: string;
  readonly maxAge?: Duration;
}

/** Whether users stay on a color while traffic is split. Made by {@link Sticky}. */
export type Sticky = NoSticky | CookieSticky;

/** Ways of keeping users where they are. Only routers whose switch reaches users with a cookie offer more than none. */
export const Sticky = checkedFactories('Sticky', {
  /** Every request is sent again, as the traffic says. */
  none(): NoSticky {
    return { kind: 'none' };
  },
  /**
   * A cookie keeps each user on one color while traffic is split, and on one pod of it.
   *
   * A shift then moves new users only; a switch, and taking a split back, move everybody.
   *
   * @param maxAge How long the cookie lives, in whole seconds; without it until the browser is closed.
   */
  cookie(name: string, maxAge?: Duration): CookieSticky {
    return maxAge === undefined ? { kind: 'cookie', name } : { kind: 'cookie', name, maxAge };
  },
});

const CODE = 'BlueGreenRoute.sticky';

/** Cookie names that every router writes as they are. */
const COOKIE = /^[-_A-Za-z0-9]{1,200}$/;

/** The cookie, checked. Refused: a router that cannot move users who have one, names that are no cookie names, parts of seconds. */
export function checkSticky(where: string, router: Router, sticky: Sticky = { kind: 'none' }): StickyCookie | undefined {
  const kind: unknown = sticky?.kind;
  if (kind === 'none') return undefined;
  if (kind !== 'cookie' || sticky.kind !== 'cookie') {
    throw new ConfigError(CODE, { where, what: `sticky is ${JSON.stringify(sticky)}`, fix: "use Sticky.none() or Sticky.cookie('ml')" });
  }
  if (!router.stickies.includes('cookie')) {
    const what = `${router.title} has no sticky sessions that a switch would reach: users with a cookie could stay on the old color`;
    throw new ConfigError(CODE, { where, what, fix: 'use Sticky.none(), or another router' });
  }
  if (typeof sticky.name !== 'string' || !COOKIE.test(sticky.name)) {
    const fix = 'use letters, digits, "-" and "_": "ml"';
    throw new ConfigError(CODE, { where, what: `${JSON.stringify(sticky.name)} is no cookie name`, fix });
  }
  if (sticky.maxAge === undefined) return { name: sticky.name };
  if (typeof sticky.maxAge?.toMilliseconds !== 'function')
    throw new ConfigError(CODE, { where, what: 'maxAge is no Duration', fix: 'use Duration.hours(1)' });
  return { name: sticky.name, seconds: wholeSeconds(CODE, where, sticky.maxAge, 1) };
}
