import type { Command } from 'commander';
import { ConfigError } from '../base/config-error';
import type { RouteRelease } from '../environment/release-file';
import { isColor } from '../routing/route/colors';
import { type ChangeFlags, changeCommand, runChange } from './run-change';

/** `cdk8s-mlops switch prod scoring green`: makes the other color live, with all of the traffic. */
export function switchCommand(): Command {
  return changeCommand('switch', 'Make a color live: edit the release file, render, show the difference and write a proof of what changes')
    .argument('<environment>', 'the environment, for example prod')
    .argument('<route>', 'the route, as the release file calls it')
    .argument('<color>', 'blue or green')
    .action((environment: string, route: string, color: string, flags: ChangeFlags) =>
      runChange('switch', { environment, route, change: (now) => switched(now, color) }, flags),
    );
}

/** The entry with that color live. Of `inactive`, only warm is kept: the size of the other color is set by a later edit. */
export function switched({ inactive }: RouteRelease, color: string): RouteRelease {
  return { live: checkColor(color), ...(inactive === 'warm' ? { inactive } : {}) };
}

/** Refuses anything but the two colors (`cli.color`). */
export function checkColor(color: string): 'blue' | 'green' {
  if (isColor(color)) return color;
  throw new ConfigError('cli.color', { where: color, what: 'not a color', fix: 'use blue or green' });
}
