import type { Command } from 'commander';
import { ConfigError } from '../base/config-error';
import type { InactiveRelease, RouteRelease } from '../environment/release-file';
import { otherColor } from '../routing/route/colors';
import { type ChangeFlags, changeCommand, runChange } from './run-change';
import { checkColor } from './switch';

/** `cdk8s-mlops scale prod scoring blue=off`: sets the size of the color that is not live; `warm` wakes it. */
export function scaleCommand(): Command {
  return changeCommand(
    'scale',
    'Set the size of the idle color, or wake it: edit the release file, render, show the difference and write a proof',
  )
    .argument('<environment>', 'the environment, for example prod')
    .argument('<route>', 'the route, as the release file calls it')
    .argument('<size>', 'color and size: blue=off, blue=1 or blue=warm')
    .action((environment: string, route: string, size: string, flags: ChangeFlags) =>
      runChange('scale', { environment, route, change: (now) => scaled(now, size) }, flags),
    );
}

/** The entry with that size. `warm` is the default and left out. */
export function scaled({ live, weights }: RouteRelease, size: string): RouteRelease {
  const [, name, wanted] = /^([a-z]+)=(off|warm|[1-9][0-9]{0,5})$/.exec(size) ?? [];
  if (name === undefined || wanted === undefined) {
    throw new ConfigError('cli.size', {
      where: size,
      what: 'not a color with a size',
      fix: 'write it like blue=off, blue=1 or blue=warm',
    });
  }
  const color = checkColor(name);
  if (color === live) {
    const fix = `scale ${otherColor(color)}, or change replicas in the code`;
    throw new ConfigError('cli.size', { where: size, what: `${color} is live, and only the idle color is scaled`, fix });
  }
  const inactive: InactiveRelease = wanted === 'off' || wanted === 'warm' ? wanted : Number(wanted);
  return { live, ...(weights === undefined ? {} : { weights }), ...(inactive === 'warm' ? {} : { inactive }) };
}
