import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Monitoring } from '../../src/kube/server/monitoring';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Model } from '../../src/serving/model/model';
import type { Slo } from '../../src/serving/monitoring/slo';
import { Rollout } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { KedaTrigger } from '../../src/serving/scale/keda';
import { Scale } from '../../src/serving/scale/replicas';
import { renderedYaml } from '../support/rendered';
import { cpu, gpu, refusal, serve, TGI_IMAGE, TRITON_IMAGE } from './serving-props';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Record<string, string>;
}

const monitoring = Monitoring.pods({ labels: { release: 'prometheus' } });
const rules = (slo: Slo, base: object = gpu): Rule[] =>
  (serve({ ...base, monitoring, slo } as MLServiceProps).find('PrometheusRule')?.spec.groups ?? []).flatMap(
    (group: { rules: Rule[] }) => group.rules,
  );
const fiveMinutes = (slo: Slo, base?: object) => rules(slo, base).find(({ record }) => record?.endsWith('rate5m'))?.expr;
const speed = (percent: number, seconds: number) => ({ percent, within: Duration.millis(seconds * 1000) });

test('objectives become recorded error ratios and alerts', () => {
  const slo = { timeToFirstToken: speed(95, 0.5), alertLabels: { team: 'language' } };
  const yaml = renderedYaml((chart) => new MLService(chart, 'llama', { ...gpu, monitoring, slo }));
  const start = yaml.indexOf('apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule');
  expect(yaml.slice(start).split('\n---\n')[0]).toMatchSnapshot();
});

test.each<[string, string | undefined, string]>([
  [
    'failed requests of vLLM are those of its HTTP server',
    fiveMinutes({ availability: 99.9 }),
    '(sum(rate(http_requests_total{namespace="team-a",job="llama",handler!="/v1/models",status="5xx"}[5m])) or vector(0)) / (sum(rate(http_requests_total{namespace="team-a",job="llama",handler!="/v1/models"}[5m])) or vector(0))',
  ],
  [
    'a latency is counted at a bound, however it is written',
    fiveMinutes({ latency: speed(99, 10) }),
    '1 - sum(rate(vllm:e2e_request_latency_seconds_bucket{namespace="team-a",job="llama",le=~"10(\\\\.0)?"}[5m])) / sum(rate(vllm:e2e_request_latency_seconds_count{namespace="team-a",job="llama"}[5m]))',
  ],
  [
    'Triton counts failures and successes apart',
    fiveMinutes(
      { availability: 99 },
      { ...gpu, model: Model.pvc('m'), modelSize: undefined, runtime: Runtime.triton({ image: TRITON_IMAGE }) },
    ),
    '(sum(rate(nv_inference_request_failure{namespace="team-a",job="llama"}[5m])) or vector(0)) / ((sum(rate(nv_inference_request_failure{namespace="team-a",job="llama"}[5m])) or vector(0)) + (sum(rate(nv_inference_request_success{namespace="team-a",job="llama"}[5m])) or vector(0)))',
  ],
  [
    "a server of one's own names its counter",
    fiveMinutes({ availability: { percent: 99.5, metric: 'requests_total', errors: 'code=~"5.."' } }, cpu),
    '(sum(rate(requests_total{namespace="team-a",job="llama",code=~"5.."}[5m])) or vector(0)) / (sum(rate(requests_total{namespace="team-a",job="llama"}[5m])) or vector(0))',
  ],
])('%s', (_, found, expected) => expect(found).toBe(expected));

test('every alert compares two windows that are recorded, at a rate that failure can reach', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999 }), (thousandths) => {
      const all = rules({ availability: thousandths / 1000 });
      const recorded = new Set(all.map(({ record }) => record).filter((record) => record !== undefined));
      const alerts = all.filter(({ alert }) => alert === 'MLServiceBurnsErrorBudget');
      for (const { expr } of alerts) {
        const [, long, limit, short, again] = /^(\S+)\{[^}]*\} > (\S+) and (\S+)\{[^}]*\} > (\S+)$/.exec(expr) ?? [];
        expect([recorded.has(`${long}`), recorded.has(`${short}`), limit]).toEqual([true, true, again]);
        expect(Number(limit)).toBeGreaterThan(0);
        expect(Number(limit)).toBeLessThan(1);
      }
    }),
    { numRuns: 50 },
  );
});

test('99.9 % pages at 14.4 and 6 times the rate, and asks for a ticket at 3 and 1 times', () => {
  const alerts = rules({ availability: 99.9 }).filter(({ alert }) => alert === 'MLServiceBurnsErrorBudget');
  const limits = alerts.map(({ expr, labels }) => [labels.severity, / > (\S+) and /.exec(expr)?.[1]]);
  expect(limits).toEqual([
    ['page', '0.0144'],
    ['page', '0.006'],
    ['ticket', '0.003'],
    ['ticket', '0.001'],
  ]);
});

test('servers that are all gone are noticed, and not while a rollout leaves none', () => {
  const down = (base: object) => rules({ availability: 99.9 }, { ...gpu, ...base }).find(({ alert }) => alert === 'MLServiceDown');
  expect(down({ replicas: 2 })).toMatchObject({ expr: 'absent(up{namespace="team-a",job="llama"} == 1)', for: '5m' });
  expect(down({ replicas: 1 })).toMatchObject({ for: '35m50s' });
  expect(down({ replicas: 1, rollout: Rollout.surge(1) })).toMatchObject({ for: '5m' });
  expect(down({ replicas: 3, rollout: Rollout.recreate() })).toMatchObject({ for: '35m50s' });
  const trigger = KedaTrigger.prometheus({ server: 'http://prometheus:9090', query: 'sum(a)', average: 1 });
  expect(down({ replicas: Scale.keda({ idle: 0, min: 1, max: 2, triggers: [trigger] }) })).toBeUndefined();
  expect(rules({ latency: speed(99, 10) }).map(({ alert }) => alert)).not.toContain('MLServiceDown');
});

test.each<[string, object, unknown]>([
  ['an objective of everything', gpu, { availability: 100 }],
  ['an objective of nothing', gpu, { availability: 0 }],
  ['no objective', gpu, {}],
  ['a bound that is not counted at', gpu, { timeToFirstToken: speed(95, 0.3) }],
  ['a first token of a server without tokens', cpu, { timeToFirstToken: speed(95, 0.5) }],
  ['failures that nobody knows how to count', cpu, { availability: 99.9 }],
  ['a latency that the runtime does not measure', { ...gpu, runtime: Runtime.tgi({ image: TGI_IMAGE }) }, { latency: speed(99, 10) }],
])('%s is refused', (_, base, slo) => expect(refusal({ ...base, monitoring }, { slo })).toBe('MLService.slo'));

test('objectives that nobody measures are refused, and a refusal names the bounds beside', () => {
  expect(refusal(gpu, { slo: { availability: 99.9 } })).toBe('MLService.slo');
  expect(() => rules({ timeToFirstToken: speed(95, 0.3) })).toThrow('use 0.25 s or 0.5 s [MLService.slo]');
});

test('the rule carries the labels by which monitors are picked', () => {
  const rule = serve({ ...gpu, monitoring, slo: { availability: 99.9, labels: { role: 'alert-rules' } } }).find('PrometheusRule');
  expect(rule?.metadata.labels).toMatchObject({ release: 'prometheus', role: 'alert-rules' });
});
