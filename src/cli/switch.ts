import type { Command } from 'commander';
import { ConfigError } from '../base/config-error';
import type { RouteRelease } from '../environment/release-file';
import { isColour } from '../routing/colours';
import { type ChangeFlags, changeCommand, runChange } from './run-change';

/** `cdk8s-mlops switch prod scoring green`: makes the other colour live, with all of the traffic. */
export function switchCommand(): Command {
  return changeCommand('switch', 'Make a colour live: edit the release file, render, show the difference and write a proof of what changes')
    .argument('<environment>', 'the environment, for example prod')
    .argument('<route>', 'the route, as the release file calls it')
    .argument('<colour>', 'blue or green')
    .action((environment: string, route: string, colour: string, flags: ChangeFlags) =>
      runChange('switch', { environment, route, change: (now) => switched(now, colour) }, flags),
    );
}

/** The entry with that colour live. What the other colour has from now on is said by a later edit. */
export function switched({ inactive }: RouteRelease, colour: string): RouteRelease {
  return { live: checkColour(colour), ...(inactive === 'warm' ? { inactive } : {}) };
}

/** Refuses what is no colour (`cli.colour`). */
export function checkColour(colour: string): 'blue' | 'green' {
  if (isColour(colour)) return colour;
  throw new ConfigError('cli.colour', { where: colour, what: 'this is no colour', fix: 'use blue or green' });
}
