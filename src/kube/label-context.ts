import type { Construct } from 'constructs';
import { chartAround } from './chart-directory';
import { LABEL_DOMAIN, type LabelContext } from './labels';

/** Construct context key of the app's label domain. */
export const LABEL_DOMAIN_CONTEXT = 'cdk8s-mlops:label-domain';

/**
 * Labels of pods by which cost reports group them. The default keys are those that OpenCost and Kubecost look for.
 *
 * @see https://github.com/opencost/opencost/blob/develop/core/pkg/opencost/config.go
 */
export interface CostLabels {
  /** The team of charts without a team label: `'ml-platform'`. @default - no team label */
  readonly team?: string;
  /** The key of the team label: `'acme.com/team'`. @default 'team' */
  readonly teamKey?: string;
  /** The key of the environment label: `'environment'`. @default 'env' */
  readonly environmentKey?: string;
}

/** Construct context key of the app's cost labels: `CostLabels`, or `false` for none. */
export const COST_LABELS_CONTEXT = 'cdk8s-mlops:cost-labels';

/** Construct context key of the environment's name, set by each environment. */
export const ENVIRONMENT_CONTEXT = 'cdk8s-mlops:environment';

/** The key of the team label, or undefined in an app without cost labels. */
export function teamKey(scope: Construct): string | undefined {
  const settings = scope.node.tryGetContext(COST_LABELS_CONTEXT) as CostLabels | false | undefined;
  return settings === false ? undefined : (settings?.teamKey ?? 'team');
}

/** The label context of a construct. */
export function labelContext(scope: Construct): LabelContext {
  return {
    domain: (scope.node.tryGetContext(LABEL_DOMAIN_CONTEXT) as string | undefined) ?? LABEL_DOMAIN,
    costLabels: costLabels(scope),
  };
}

function costLabels(scope: Construct): Readonly<Record<string, string>> {
  const settings = (scope.node.tryGetContext(COST_LABELS_CONTEXT) ?? {}) as CostLabels | false;
  if (settings === false) return {};
  const { team, teamKey = 'team', environmentKey = 'env' } = settings;
  const chart = chartAround(scope)?.labels ?? {};
  const values = {
    [teamKey]: chart[teamKey] ?? team,
    [environmentKey]: chart[environmentKey] ?? (scope.node.tryGetContext(ENVIRONMENT_CONTEXT) as string | undefined),
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
