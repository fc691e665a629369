import { Command } from 'commander';

/** Flags that every verb about an app has. */
export interface AppCommandFlags {
  readonly app?: string;
  readonly output?: string;
  readonly cache: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
}

/** A verb with those flags. */
export function appCommand(verb: string, description: string): Command {
  return new Command(verb)
    .description(description)
    .option('-a, --app <file>', 'file or command that makes the app (default: app in cdk8s.yaml)')
    .option('-o, --output <dir>', 'output directory for apps that do not name one (default: output in cdk8s.yaml, else dist)')
    .option('--no-cache', 'bundle the app again')
    .option('--json', 'print one JSON document for machines')
    .option('-v, --verbose', 'list every file and the whole diff')
    .allowExcessArguments(false);
}
