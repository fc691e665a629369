import type { Duration } from 'cdk8s';
import { ConfigError } from '../../base/config-error';
import type { RequestCounter, RuntimeMetrics, SecondsHistogram } from '../runtime/runtime-metrics';
import { seriesSelector } from '../runtime/runtime-metrics';

/** A share of requests that must be fast enough. */
export interface SpeedObjective {
  /** Percent of requests, above 0 and below 100. */
  readonly percent: number;
  /** Must be one of the bounds that the runtime's histogram counts at. */
  readonly within: Duration;
}

/** A share of requests that must not fail, for runtimes whose metrics are not known. */
export interface CountedObjective extends RequestCounter {
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
export interface Objective {
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
export interface SloSite {
  readonly where: string;
  readonly namespace: string;
  readonly name: string;
  readonly runtime: string;
  readonly metrics: RuntimeMetrics;
  /** Seconds without any server after which something is wrong; undefined for a service that may run none. */
  readonly downSeconds: number | undefined;
}

/** The objectives of a service; refuses those that its runtime has no metric for. */
export function objectives(slo: Slo, site: SloSite): readonly Objective[] {
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
