import type { Command } from 'commander';
import { ConfigError } from '../base/config-error';
import type { RouteRelease } from '../environment/release-file';
import { otherColor } from '../routing/route/colors';
import { type ChangeFlags, changeCommand, runChange } from './run-change';
import { checkColor } from './switch';

/** `cdk8s-mlops shift prod scoring green=10`: gives a color its share; the other gets the rest, and the live color stays. */
export function shiftCommand(): Command {
  return changeCommand('shift', 'Give a color a share of the traffic: edit the release file, render, show the difference and write a proof')
    .argument('<environment>', 'the environment, for example prod')
    .argument('<route>', 'the route, as the release file calls it')
    .argument('<share>', 'color and percent: green=10')
    .action((environment: string, route: string, share: string, flags: ChangeFlags) =>
      runChange('shift', { environment, route, change: (now) => shifted(now, share) }, flags),
    );
}

/** The entry with that share. Weights that give the live color everything are left out. */
export function shifted({ live, inactive }: RouteRelease, share: string): RouteRelease {
  const [, name, digits] = /^([a-z]+)=([0-9]{1,3})%?$/.exec(share) ?? [];
  const percent = Number(digits);
  if (name === undefined || percent > 100) {
    throw new ConfigError('cli.share', { where: share, what: 'not a share in whole percent', fix: 'write for example green=10' });
  }
  const color = checkColor(name);
  const weights = { blue: color === 'blue' ? percent : 100 - percent, green: color === 'green' ? percent : 100 - percent };
  const shareOfLive = live === color ? percent : 100 - percent;
  const rest = inactive === undefined ? {} : { inactive };
  if (shareOfLive === 100) return { live, ...rest };
  if (shareOfLive > 0) return { live, weights, ...rest };
  const fix = `make ${otherColor(checkColor(live))} live: cdk8s-mlops switch`;
  throw new ConfigError('cli.share', { where: share, what: `${live} is live and would get 0 %`, fix });
}
