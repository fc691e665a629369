import type { Command } from 'commander';
import { type CapacityTable, capacityTables } from '../check/capacity/capacity-table';
import { capacityMarkdown, capacityText } from '../check/capacity/capacity-text';
import type { Rendered } from '../render/render-app';
import { type AppCommandFlags, appCommand, runAppVerb } from './app-verb';

interface CapacityFlags extends AppCommandFlags {
  readonly markdown?: boolean;
}

/** `cdk8s-mlops capacity`: the devices that each environment needs at its peak, and why. */
export function capacityCommand(): Command {
  return appCommand(
    'capacity',
    'Print the devices that each environment needs at its peak, beside what it has; exit 1 when that is too little',
  )
    .option('--markdown', 'print Markdown tables, for a pull request')
    .action(capacity);
}

function capacity(flags: CapacityFlags): Promise<void> {
  return runAppVerb('capacity', flags, {
    prepare: () => (apps, steps) => {
      steps.done();
      const reports = apps.map(({ outdir, rendered }) => ({ outdir, environments: tablesOf(rendered) }));
      // Named by their directories: two apps may have an environment of one name.
      const tables = reports.flatMap(({ outdir, environments }) =>
        environments.map((table) => ({ ...table, environment: `${outdir}/${table.environment}` })),
      );
      if (flags.json) process.stdout.write(`${JSON.stringify({ command: 'capacity', ok: true, apps: reports }, null, 2)}\n`);
      else process.stdout.write(flags.markdown ? capacityMarkdown(tables) : capacityText(tables));
    },
  });
}

function tablesOf({ charts }: Rendered): readonly CapacityTable[] {
  const [object] = [...charts.values()].flat();
  return object === undefined ? [] : capacityTables(object.construct.node.root);
}
