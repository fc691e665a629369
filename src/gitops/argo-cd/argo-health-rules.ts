import { Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { preview } from '../../base/preview';
import { validateProps } from '../../base/validate-props';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { customObject } from '../../kube/kube-object';
import { groupKindOf, type HealthRule, healthRulesFor } from '../health/health-rules';
import { clusterOf } from '../order/chart-graph';
import { planOf } from '../order/delivery-plan';
import { noteApplicationHealth } from './sync-waves';

/** @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/#custom-health-checks */
export interface ArgoHealthRulesProps {
  /** The ConfigMap's name. @default 'argocd-cm', the only one that Argo CD reads */
  readonly name?: string;
  /** Rules for other kinds; a rule for a kind that the library knows replaces its rule. @default - the library's rules */
  readonly rules?: readonly HealthRule[];
}

/**
 * Health checks for Argo CD, for Applications and for kinds that it has none for.
 *
 * Without them, such objects are healthy at once, and sync waves do not wait. Writes the ConfigMap `argocd-cm` with rules for the kinds that
 * Argo CD applies in this cluster, and no other key. Argo CD reads only this ConfigMap, so other settings must come from the same file or
 * from a tool that keeps foreign keys.
 */
export class ArgoHealthRules extends Construct {
  readonly name: string;

  constructor(scope: Construct, id: string, props: ArgoHealthRulesProps = {}) {
    super(scope, id);
    validateProps('ArgoHealthRules', this.node.path, props);
    refuseRulesWithoutLua(this.node.path, props.rules ?? []);
    const object = customObject(this, 'Resource', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      // Argo CD ignores the ConfigMap without this label.
      metadata: { name: props.name ?? 'argocd-cm', labels: { 'app.kubernetes.io/part-of': 'argocd' } },
      // Charts may get more objects after this.
      data: Lazy.any({ produce: () => healthData(this, props.rules ?? []) }),
    });
    // Deleting it would delete all configuration of Argo CD.
    addDeliveryHints(object, { retain: true });
    noteApplicationHealth(this);
    this.name = object.name;
  }
}

function refuseRulesWithoutLua(where: string, rules: readonly HealthRule[]): void {
  for (const { group, kind } of rules) {
    const key = argoKind({ group, kind });
    if (KEY.test(key)) continue;
    const what = `the rule for ${preview(key)} is not a valid key of a ConfigMap`;
    throw new ConfigError('ArgoHealthRules.rules', { where, what, fix: "use a group such as 'example.com' and a kind such as 'Thing'" });
  }
  const rule = rules.find(({ lua }) => lua === undefined);
  if (rule === undefined) return;
  const what = `the rule for ${rule.kind} has no Lua script, which Argo CD needs`;
  throw new ConfigError('ArgoHealthRules.rules', { where, what, fix: 'add `lua`, or use the rule with Flux only' });
}

/** An Application is as healthy as the objects that it applies. Argo CD 1.8 removed this check (argo-cd#3781). */
const APPLICATION: HealthRule = {
  group: 'argoproj.io',
  kind: 'Application',
  cel: { current: "has(status.health) && status.health.status == 'Healthy'" },
  lua: [
    'if obj.status == nil or obj.status.health == nil or obj.status.health.status == nil then',
    '  return { status = "Progressing", message = "waiting for the first comparison" }',
    'end',
    'return { status = obj.status.health.status, message = obj.status.health.message or "" }',
    '',
  ].join('\n'),
};

function healthData(construct: Construct, own: readonly HealthRule[]): Readonly<Record<string, string>> {
  const plan = planOf(construct);
  const objects = plan.deliveries
    .filter(({ tool, chart }) => tool === 'Argo CD' && clusterOf(chart) === clusterOf(construct))
    .flatMap(({ chart }) => plan.charts.get(chart)?.objects ?? []);
  const kinds = [APPLICATION, ...own, ...objects.map(groupKindOf)];
  const rules = healthRulesFor(kinds, [APPLICATION, ...own]);
  return Object.fromEntries(
    rules.flatMap((rule) => (rule.lua === undefined ? [] : [[`resource.customizations.health.${argoKind(rule)}`, rule.lua]])),
  );
}

/** The part of a ConfigMap's key that is left of 253 characters. */
const KEY = /^[-._A-Za-z0-9]{1,200}$/;

/** Kinds of the core group have no prefix. */
function argoKind({ group, kind }: Pick<HealthRule, 'group' | 'kind'>): string {
  return group === '' ? kind : `${group}_${kind}`;
}
