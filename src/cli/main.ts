#!/usr/bin/env node
import { Command, CommanderError } from 'commander';

/** The verbs. One is loaded when it is asked for: all of them take longer to load than a hundred objects to check. */
const VERBS: Readonly<Record<string, () => Promise<Command>>> = {
  render: async () => (await import('./render')).renderCommand(),
  check: async () => (await import('./check-command')).checkCommand(),
  schemas: async () => (await import('./schemas')).schemasCommand(),
  policies: async () => (await import('./policies')).policiesCommand(),
  capacity: async () => (await import('./capacity')).capacityCommand(),
  switch: async () => (await import('./switch')).switchCommand(),
  shift: async () => (await import('./shift')).shiftCommand(),
  scale: async () => (await import('./scale')).scaleCommand(),
  routes: async () => (await import('./routes')).routesCommand(),
};

/** Verbs that this library calls itself. */
const INTERNAL: Readonly<Record<string, () => Promise<Command>>> = {
  'app-state': async () => (await import('./app-state')).appStateCommand(),
};

/** 0: clean. 1: findings or drift. 2: wrong use. */
async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('cdk8s-mlops')
    .description('Render machine-learning systems to plain Kubernetes YAML that Flux or Argo CD applies.')
    .version((require('cdk8s-mlops/package.json') as { version: string }).version)
    .exitOverride();
  for (const load of askedVerbs(argv)) program.addCommand(await load());
  for (const command of program.commands.flatMap((each) => [each, ...each.commands])) command.exitOverride();
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    process.exitCode = error.exitCode === 0 ? 0 : 2;
  }
}

/** All of them for help, and for an unknown verb. */
function askedVerbs([, , verb = '']: readonly string[]): readonly (() => Promise<Command>)[] {
  const asked = [VERBS, INTERNAL].find((verbs) => Object.hasOwn(verbs, verb))?.[verb];
  return asked === undefined ? Object.values(VERBS) : [asked];
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv);
