#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { capacityCommand } from './capacity';
import { checkCommand } from './check';
import { renderCommand } from './render';
import { routesCommand } from './routes';
import { scaleCommand } from './scale';
import { schemasCommand } from './schemas';
import { shiftCommand } from './shift';
import { switchCommand } from './switch';

/** 0: clean. 1: findings or drift. 2: wrong use. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('cdk8s-mlops')
    .description('Render machine-learning systems to plain Kubernetes YAML that Flux or Argo CD applies.')
    .version((require('cdk8s-mlops/package.json') as { version: string }).version)
    .exitOverride()
    .addCommand(renderCommand())
    .addCommand(checkCommand())
    .addCommand(schemasCommand())
    .addCommand(capacityCommand())
    .addCommand(switchCommand())
    .addCommand(shiftCommand())
    .addCommand(scaleCommand())
    .addCommand(routesCommand());
  for (const command of program.commands.flatMap((each) => [each, ...each.commands])) command.exitOverride();
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

void main(process.argv);
