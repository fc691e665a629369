import { ConfigError } from '../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../base/names';
import type { KedaScale } from './keda';
import type { KedaTrigger } from './keda-trigger';
import type { MLServiceProps } from './ml-service-props';
import { runtimeMetrics } from './runtime-metrics';

const CODE = 'MLService.replicas';

/** Refuses what KEDA would refuse, or what would never scale. Bounds are checked with those of other autoscalers. */
export function refuseBrokenKeda(where: string, scale: KedaScale): void {
  const refuse = (what: string, fix: string): never => {
    throw new ConfigError(CODE, { where, what, fix });
  };
  const idle: unknown = scale.idle;
  if (idle !== undefined && idle !== 0) refuse(`idle is ${JSON.stringify(idle)}`, 'use idle: 0, or leave it out');
  if (idle === undefined && scale.cooldown !== undefined) {
    refuse('a cooldown leads to idle, which is not allowed here', 'add idle: 0, or remove cooldown');
  }
  if (!Array.isArray(scale.triggers) || scale.triggers.length === 0) {
    refuse('the autoscaler watches nothing', "add triggers: [KedaTrigger.queue({ server: 'http://…', average: 5 })]");
  }
  for (const trigger of scale.triggers) refuseBrokenTrigger(where, trigger);
  if (scale.idle === 0 && scale.triggers.every(({ kind }) => kind === 'queue')) {
    refuse(
      'nothing would wake the service: while no server runs, none tells of waiting requests',
      "add KedaTrigger.prometheus({ … }) with a query on the gateway's requests, or remove idle",
    );
  }
  const { failures = 3, replicas = scale.min } = scale.fallback ?? {};
  if (Number.isInteger(failures) && failures >= 1 && Number.isInteger(replicas) && replicas >= 0 && replicas <= scale.max) return;
  refuse(`fallback is ${JSON.stringify(scale.fallback)}`, 'use whole numbers: fallback: { failures: 3, replicas: 1 }, at most max');
}

/** Refuses a trigger on metrics that nobody collects. */
export function refuseUnscrapedQueue(where: string, { replicas, runtime, monitoring }: MLServiceProps): void {
  if (typeof replicas !== 'object' || replicas.kind !== 'keda') return;
  if (!replicas.triggers.some(({ kind }) => kind === 'queue')) return;
  if (runtimeMetrics(runtime).waiting === undefined) {
    const fix = 'use KedaTrigger.prometheus({ … }) with a query of your own';
    throw new ConfigError(CODE, { where, what: `no metric is known for the queue of the runtime ${runtime.kind}`, fix });
  }
  if (monitoring !== undefined) return;
  const fix = 'add monitoring: Monitoring.pods(), or use KedaTrigger.prometheus({ … }) with the labels of your own scraping';
  throw new ConfigError(CODE, { where, what: 'the queue of the servers is watched, and nothing collects their metrics', fix });
}

function refuseBrokenTrigger(where: string, trigger: KedaTrigger): void {
  const { kind, server, average, activation = 0, authentication } = trigger ?? {};
  const query: unknown = trigger?.kind === 'prometheus' ? trigger.query : undefined;
  const queried = kind === 'queue' || (typeof query === 'string' && query.trim() !== '');
  const numbers = Number.isFinite(average) && average > 0 && Number.isFinite(activation) && activation >= 0;
  if (queried && numbers && typeof server === 'string' && /^https?:\/\/[^\s/]+/.test(server)) {
    if (authentication !== undefined) checkName(CODE, where, authentication, DNS_SUBDOMAIN);
    return;
  }
  const fix = "give the address, the query and what one replica handles: { server: 'http://prometheus:9090', query: '…', average: 5 }";
  throw new ConfigError(CODE, { where, what: `a trigger is ${JSON.stringify(trigger)}`, fix });
}
