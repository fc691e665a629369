import type { PrometheusRuleSpec, PrometheusRuleSpecGroupsRules } from '../../../imports/prometheus-operator';
import { goDuration } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { seriesSelector } from '../runtime/runtime-metrics';
import { type Objective, objectives, type Slo, type SloSite } from './slo';

type Rule = Omit<PlainSpec<PrometheusRuleSpecGroupsRules>, 'expr'> & { readonly expr: string };

/**
 * How fast the budget of 30 days may burn: at 14.4 times the allowed rate an hour takes 2 % of it.
 *
 * The long window says that it matters, the short one that it still goes on.
 *
 * @see https://sre.google/workbook/alerting-on-slos/#6-multiwindow-multi-burn-rate-alerts
 */
const BURN_RATES = [
  { severity: 'page', long: '1h', short: '5m', factor: 14.4, wait: '2m' },
  { severity: 'page', long: '6h', short: '30m', factor: 6, wait: '15m' },
  { severity: 'ticket', long: '1d', short: '2h', factor: 3, wait: '1h' },
  { severity: 'ticket', long: '3d', short: '6h', factor: 1, wait: '3h' },
] as const;

/** In the order of their length; each is recorded once, because a query over days costs. */
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;

/** What the rules are called and labeled like. */
export interface SloLabels {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The PrometheusRule of a service's objectives: recorded error ratios, and alerts on how fast they use the budget up. */
export function sloRule(slo: Slo, site: SloSite, { name, labels }: SloLabels): CustomObject {
  const groups = objectives(slo, site).map((objective) => ({
    name: `${site.namespace}-${site.name}-${objective.name}`,
    rules: [
      ...WINDOWS.map((window) => record(site, objective, window)),
      ...alerts(slo, site, objective),
      ...downAlert(slo, site, objective),
    ],
  }));
  const spec: Omit<PlainSpec<PrometheusRuleSpec>, 'groups'> & { readonly groups: readonly { name: string; rules: readonly Rule[] }[] } = {
    groups,
  };
  return { apiVersion: 'monitoring.coreos.com/v1', kind: 'PrometheusRule', metadata: { name, labels: { ...slo.labels, ...labels } }, spec };
}

function record(site: SloSite, objective: Objective, window: string): Rule {
  return { record: series(window), expr: objective.errorRatio(window), labels: identity(site, objective) };
}

/** A rate that even total failure cannot reach would be an alert that never fires. */
function alerts(slo: Slo, site: SloSite, objective: Objective): readonly Rule[] {
  return BURN_RATES.filter(({ factor }) => factor * objective.budget < 1).map(({ severity, long, short, factor, wait }) => {
    const limit = Number((factor * objective.budget).toPrecision(10));
    const matchers = `{${Object.entries(identity(site, objective))
      .map(([key, value]) => `${key}="${value}"`)
      .join(',')}}`;
    return {
      alert: 'MLServiceBurnsErrorBudget',
      expr: `${series(long)}${matchers} > ${limit} and ${series(short)}${matchers} > ${limit}`,
      for: wait,
      labels: { ...slo.alertLabels, ...identity(site, objective), severity },
      annotations: {
        summary: `${site.namespace}/${site.name} misses its objective: ${objective.title}`,
        description: `At the rate of the last ${long} the failures that 30 days allow are used up ${factor} times as fast as they may be.`,
      },
    };
  });
}

/** Servers that are all gone tell of no failed requests, so no error ratio would show it. */
function downAlert(slo: Slo, site: SloSite, objective: Objective): readonly Rule[] {
  if (site.downSeconds === undefined || objective.name !== 'availability') return [];
  const { namespace, name } = site;
  return [
    {
      alert: 'MLServiceDown',
      expr: `absent(up${seriesSelector(namespace, name)} == 1)`,
      for: goDuration(site.downSeconds),
      labels: { ...slo.alertLabels, ...identity(site, objective), severity: 'page' },
      annotations: {
        summary: `${namespace}/${name} has no server that answers Prometheus`,
        description: 'Requests that no server takes are not among the failed ones that the objective counts.',
      },
    },
  ];
}

function identity({ namespace, name }: SloSite, objective: Objective): Record<string, string> {
  return { namespace, service: name, objective: objective.name };
}

function series(window: string): string {
  return `mlservice:slo_errors:ratio_rate${window}`;
}
