import type { Command } from 'commander';
import { addedSchemas } from '../app/added-schemas';
import { readRules } from '../app/read-rules';
import { ConfigError } from '../base/config-error';
import type { CheckOptions } from '../check/check-objects';
import { KUBERNETES_MINORS } from '../check/versions/version-findings';
import { Schemas } from '../schema/packs/known-schemas';

/** Flags of the verbs that validate objects. */
export interface ValidationFlags {
  readonly validate: boolean;
  readonly kubernetes?: string;
  readonly rules?: string;
}

/** Adds the flags to a verb. */
export function withValidation(command: Command): Command {
  return command
    .option('--no-validate', 'do not validate the objects')
    .option(
      '--kubernetes <version>',
      `the version of the clusters, ${versions().join(', ')}: warns of what it lacks; else what each environment says of itself`,
    )
    .option('--rules <file>', 'a TypeScript or JavaScript file that exports rules of your own');
}

/** How to check, as the flags and the working directory say. */
export async function checkOptions(flags: ValidationFlags): Promise<CheckOptions> {
  if (flags.kubernetes !== undefined && !versions().includes(flags.kubernetes)) {
    const what = `"${flags.kubernetes}" is no version that is known`;
    throw new ConfigError('cli.kubernetes', { where: '--kubernetes', what, fix: `write one of ${versions().join(', ')}` });
  }
  const rules = flags.rules === undefined ? [] : await readRules(flags.rules);
  return { schemas: new Schemas(addedSchemas()), rules, kubernetes: flags.kubernetes };
}

function versions(): string[] {
  return KUBERNETES_MINORS.map((minor) => `1.${minor}`);
}
