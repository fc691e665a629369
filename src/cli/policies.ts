import { App, Chart } from 'cdk8s';
import { Command, Option } from 'commander';
import { readRules } from '../app/read-rules';
import { ConfigError } from '../base/config-error';
import { ENFORCEABLE_RULES } from '../check/policy/enforceable';
import { RulePolicies } from '../check/policy/rule-policies';
import type { EnforceableRule, Rule } from '../check/rule';
import { applyOrder } from '../manifest/apply-order';
import { yamlDocument, yamlStream } from '../manifest/yaml-text';
import { renderApp } from '../render/render-app';
import { failure } from './failure';

interface PoliciesFlags {
  readonly action?: 'deny' | 'warn' | 'audit';
  readonly name: string;
  readonly exempt?: readonly string[];
  readonly rules?: string;
}

/** `cdk8s-mlops policies`: what `RulePolicies` renders, for a cluster whose manifests are written by hand. */
export function policiesCommand(): Command {
  return new Command('policies')
    .description('Print rules as policies that a cluster enforces: YAML for kubectl, or for a repository without an app')
    .argument('[code...]', 'rules by their codes; without any, all that a cluster can enforce')
    .addOption(
      new Option('--action <action>', 'what happens to who breaks a rule; without it, errors are denied').choices([
        'deny',
        'warn',
        'audit',
      ]),
    )
    .option('--name <name>', 'what the names of the policies begin with', 'rules')
    .option('--exempt <namespace...>', 'namespaces that are left alone')
    .option('--rules <file>', 'a TypeScript or JavaScript file that exports rules of your own')
    .action(policies);
}

async function policies(codes: readonly string[], { action, name, exempt, rules }: PoliciesFlags): Promise<void> {
  try {
    const own = rules === undefined ? [] : await readRules(rules);
    const app = new App();
    const namespaces = exempt === undefined ? undefined : { exempt };
    new RulePolicies(new Chart(app, 'policies'), 'policies', { name, action, namespaces, rules: chosen(codes, own.filter(isEnforceable)) });
    const manifests = applyOrder([...renderApp(app).charts.values()].flat().map(({ manifest }) => manifest));
    process.stdout.write(yamlStream(manifests.map((manifest) => yamlDocument(manifest))));
  } catch (error) {
    failure('policies', error, {});
  }
}

function isEnforceable(rule: Rule): rule is EnforceableRule {
  return rule.policy !== undefined;
}

function chosen(codes: readonly string[], own: readonly EnforceableRule[]): readonly EnforceableRule[] {
  const all = [...Object.values(ENFORCEABLE_RULES), ...own];
  const known = new Map(all.map((rule) => [rule.code, rule]));
  if (codes.length === 0) return all;
  return codes.map((code) => {
    const rule = known.get(code);
    if (rule !== undefined) return rule;
    const what = 'there is no such rule, or none that a cluster can enforce';
    throw new ConfigError('cli.policies', { where: code, what, fix: `use ${[...known.keys()].join(', ')}` });
  });
}
