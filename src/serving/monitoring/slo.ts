import type { Duration } from 'cdk8s';
import type { PrometheusRuleSpec, PrometheusRuleSpecGroupsRules } from '../../../imports/prometheus-operator';
import { ConfigError } from '../../base/config-error';
import { goDuration } from '../../base/units';
import type { CustomObject } from '../../kube/kube-object';
import type { PlainSpec } from '../../kube/plain-spec';
import { type RequestCounter, type RuntimeMetrics, type SecondsHistogram, seriesSelector } from '../runtime/runtime-metrics';

/** A share of requests that must be fast enough. */
export interface SpeedObjective {
  /** Percent of requests, above 0 and below 100. */
  readonly percent: number;
  /** Must be one of the bounds that the runtime's histogram counts at. */
  readonly within: Duration;
}

/** A share of requests that must not fail, for runtimes whose metrics are not known. */
export interface CountedObjective extends RequestCounter {
  /** Share of requests that must succeed: `99.9`. */
  readonly percent: number;
}

/** What users may expect over 30 days. Alerts fire when failures use the rest of the time up too fast. */
export interface Slo {
  /** Percent of requests that are answered without an error of the server; for a custom runtime with the counter that tells. */
  readonly availability?: number | CountedObjective;
  /** How soon the first token comes. vLLM only. */
  readonly timeToFirstToken?: SpeedObjective;
  /** How soon the whole answer is there. vLLM only. */
  readonly latency?: SpeedObjective;
  /** Labels by which the Prometheus of the cluster picks its rules. @default - those of `monitoring` */
  readonly labels?: Readonly<Record<string, string>>;
  /** Labels of the alerts, for routing them: `{ team: 'language' }`. `severity` is `page` or `ticket`. @default - none */
  readonly alertLabels?: Readonly<Record<string, string>>;
}

/** One objective in PromQL. */
interface Objective {
  /** `availability`. */
  readonly name: string;
  /** For people: `99.9 % of requests answered without an error`. */
  readonly title: string;
  /** Share of requests that may fail. */
  readonly budget: number;
  /** Share of requests that failed, over a window such as `5m`. */
  readonly errorRatio: (window: string) => string;
}

/** Where an objective is measured. */
interface SloSite {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  readonly runtime: string;
  readonly metrics: RuntimeMetrics;
  /** Seconds without any server after which something is wrong; undefined for a service that may run none. */
  readonly downSeconds: number | undefined;
}

/** The objectives of a service; refuses those that its runtime has no metric for. */
function objectives(slo: Slo, site: SloSite): readonly Objective[] {
  const { availability, timeToFirstToken, latency } = slo;
  const found = [
    ...(availability === undefined ? [] : [availabilityObjective(availability, site)]),
    ...(timeToFirstToken === undefined ? [] : [speedObjective('timeToFirstToken', timeToFirstToken, site)]),
    ...(latency === undefined ? [] : [speedObjective('latency', latency, site)]),
  ];
  if (found.length > 0) return found;
  throw refusal(site, 'the SLO has no objective', 'add availability: 99.9');
}

function availabilityObjective(given: number | CountedObjective, site: SloSite): Objective {
  const { percent, requests } =
    typeof given === 'number' ? { percent: given, requests: site.metrics.requests } : { percent: given.percent, requests: given };
  if (requests === undefined) {
    const fix = `name them: availability: { percent: 99.9, metric: 'http_requests_total', errors: 'code=~"5.."' }`;
    throw refusal(site, `the runtime ${site.runtime} has no known counter of failed requests`, fix);
  }
  // A counter that has never counted has no series, and a sum with nothing is nothing: an outage of everything would not be seen.
  const rate = (metric: string, window: string, ...more: readonly (string | undefined)[]) =>
    `(sum(rate(${metric}${seriesSelector(site.namespace, site.name, ...more)}[${window}])) or vector(0))`;
  return {
    name: 'availability',
    title: `${percent} % of requests answered without an error of the server`,
    budget: budget(site, percent),
    errorRatio: (window) =>
      'metric' in requests
        ? `${rate(requests.metric, window, requests.of, requests.errors)} / ${rate(requests.metric, window, requests.of)}`
        : `${rate(requests.failed, window)} / (${rate(requests.failed, window)} + ${rate(requests.succeeded, window)})`,
  };
}

const TITLES = { timeToFirstToken: 'a first token', latency: 'a whole answer' } as const;

function speedObjective(name: keyof typeof TITLES, { percent, within }: SpeedObjective, site: SloSite): Objective {
  const histogram = site.metrics[name];
  if (histogram === undefined) throw refusal(site, `the runtime ${site.runtime} has no histogram for ${name}`, `remove ${name}`);
  const seconds = boundOf(histogram, within, site);
  // Python writes 1.0, others 1; Prometheus 3 makes both 1.0.
  const matcher = Number.isInteger(seconds) ? `le=~"${seconds}(\\\\.0)?"` : `le="${seconds}"`;
  const rate = (suffix: string, window: string, more?: string) =>
    `sum(rate(${histogram.metric}_${suffix}${seriesSelector(site.namespace, site.name, more)}[${window}]))`;
  return {
    name,
    title: `${percent} % of requests with ${TITLES[name]} within ${seconds} s`,
    budget: budget(site, percent),
    errorRatio: (window) => `1 - ${rate('bucket', window, matcher)} / ${rate('count', window)}`,
  };
}

function boundOf({ metric, bounds }: SecondsHistogram, within: Duration, site: SloSite): number {
  const seconds = within.toMilliseconds({ integral: false }) / 1000;
  if (bounds.includes(seconds)) return seconds;
  const near = [bounds.filter((bound) => bound < seconds).at(-1), bounds.find((bound) => bound > seconds)].filter(
    (bound) => bound !== undefined,
  );
  throw refusal(
    site,
    `${metric} does not count at ${seconds} s, so nobody could tell`,
    `use ${near.map((bound) => `${bound} s`).join(' or ')}`,
  );
}

/** Rounded to what the percent says: 100 - 99.9 is 0.09999999999999432 to a computer. */
function budget(site: SloSite, percent: number): number {
  if (typeof percent === 'number' && percent > 0 && percent < 100) return Number(((100 - percent) / 100).toPrecision(10));
  throw refusal(site, `an objective of ${percent} % is not above 0 and below 100`, 'use for example 99.9');
}

function refusal({ where }: SloSite, what: string, fix: string): ConfigError {
  return new ConfigError('MLService.slo', { where, what, fix });
}

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
interface SloLabels {
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
