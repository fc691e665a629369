import { Duration } from 'cdk8s';
import fc from 'fast-check';
import { Monitoring } from '../../src/kube/server/monitoring';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Startup } from '../../src/serving/rollout/rollout';
import { Runtime } from '../../src/serving/runtime/runtime';
import { KedaTrigger } from '../../src/serving/scale/keda';
import { replicaBounds, Scale } from '../../src/serving/scale/replicas';
import { codeOf } from '../support/code-of';
import { renderedYaml } from '../support/rendered';
import { cpu, gpu, refusal, serve, TGI_IMAGE, TOOL_IMAGE, TRITON_IMAGE, VLLM_IMAGE } from './serving-props';

const server = 'http://prometheus-operated.monitoring:9090';
const queue = KedaTrigger.queue({ server, average: 5 });
const gateway = KedaTrigger.prometheus({ server, query: 'sum(rate(envoy_http_downstream_rq_total[1m]))', average: 2, activation: 0.1 });
const props = (replicas: Scale): MLServiceProps => ({ ...gpu, replicas, monitoring: Monitoring.pods() });
const keda = (change: object = {}) => Scale.keda({ min: 1, max: 4, triggers: [queue], ...change } as Parameters<typeof Scale.keda>[0]);
const scaledObject = (replicas: Scale, more: object = {}) =>
  serve({ ...props(replicas), ...more } as MLServiceProps).find('ScaledObject')?.spec;

test('a service that scales on its queue, and to nothing while nobody asks', () => {
  const replicas = keda({ idle: 0, triggers: [queue, gateway], polling: Duration.seconds(15) });
  const yaml = renderedYaml((chart) => new MLService(chart, 'llama', props(replicas)));
  expect(yaml.slice(yaml.indexOf('apiVersion: keda.sh'))).toMatchSnapshot();
});

test('where KEDA owns the replicas, the Deployment has none', () => {
  expect(serve(props(keda())).deployment.spec).not.toHaveProperty('replicas');
  expect(serve(props(keda())).find('HorizontalPodAutoscaler')).toBeUndefined();
});

test('the bounds are those in use; an idle service may run none', () => {
  expect(replicaBounds('test', keda())).toEqual({ min: 1, max: 4 });
  expect(replicaBounds('test', keda({ idle: 0, triggers: [gateway] }))).toEqual({ min: 1, max: 4, idle: 0 });
});

test('a queue that cannot be asked is unknown, not empty; an idle service has nobody to ask', () => {
  expect(scaledObject(keda())?.triggers[0].metadata.ignoreNullValues).toBe('false');
  expect(scaledObject(keda({ idle: 0, triggers: [gateway, queue] }))?.triggers[1].metadata).not.toHaveProperty('ignoreNullValues');
});

test('a service never becomes idle within the time that a start may take', () => {
  const minutes = fc.integer({ min: 1, max: 100 });
  fc.assert(
    fc.property(minutes, fc.option(minutes, { nil: undefined }), (startup, cooldown) => {
      const replicas = keda({ idle: 0, triggers: [gateway], cooldown: cooldown === undefined ? undefined : Duration.minutes(cooldown) });
      const change = { ...props(replicas), startup: Startup.within(Duration.minutes(startup)) };
      if (cooldown !== undefined && cooldown < startup) return expect(refusal(change, {})).toBe('MLService.replicas');
      const spec = serve(change as MLServiceProps).find('ScaledObject')?.spec;
      expect(spec.cooldownPeriod).toBeGreaterThanOrEqual(startup * 60);
      expect(spec.initialCooldownPeriod).toBeGreaterThanOrEqual(startup * 60);
    }),
    { numRuns: 30 },
  );
});

test('without idle there is no cooldown, which KEDA would ignore', () => {
  expect(Object.keys(scaledObject(keda())).filter((key) => /cooldown|idle/i.test(key))).toEqual([]);
});

test.each<[string, object]>([
  ['no trigger', { triggers: [] }],
  ['a minimum of none', { min: 0 }],
  ['a minimum above the maximum', { min: 5 }],
  ['a cooldown that leads nowhere', { cooldown: Duration.minutes(30) }],
  ['an idle service that nothing wakes', { idle: 0 }],
  ['a fallback above the maximum', { fallback: { failures: 3, replicas: 5 } }],
  ['a fallback without failures', { fallback: { failures: 0, replicas: 1 } }],
  ['a trigger without address', { triggers: [KedaTrigger.queue({ server: 'prometheus', average: 5 })] }],
  ['a trigger that nobody can reach', { triggers: [KedaTrigger.queue({ server, average: 0 })] }],
  ['a trigger without query', { triggers: [KedaTrigger.prometheus({ server, query: ' ', average: 5 })] }],
  ['an authentication that is no name', { triggers: [KedaTrigger.queue({ server, average: 5, authentication: 'No Name' })] }],
])('%s is refused', (_, change) => expect(codeOf(() => replicaBounds('test', keda(change)))).toBe('MLService.replicas'));

test('the queue of servers that nobody asks, or that have none, is refused', () => {
  expect(refusal(gpu, { replicas: keda() })).toBe('MLService.replicas');
  expect(refusal(cpu, { replicas: keda(), monitoring: Monitoring.pods() })).toBe('MLService.replicas');
  expect(refusal(gpu, { replicas: keda({ triggers: [gateway] }) })).toBe('accepted');
});

test.each<[string, Runtime, string]>([
  ['vLLM', Runtime.vllm({ image: VLLM_IMAGE }), 'vllm:num_requests_waiting'],
  ['TGI', Runtime.tgi({ image: TGI_IMAGE }), 'tgi_queue_size'],
  ['Triton', Runtime.triton({ image: TRITON_IMAGE }), 'nv_inference_pending_request_count'],
])('the queue of %s is the gauge that it has', (_, runtime, metric) => {
  const base = { ...props(keda()), runtime, download: { image: TOOL_IMAGE } } as MLServiceProps;
  expect(serve(base).find('ScaledObject')?.spec.triggers[0].metadata.query).toBe(`sum(${metric}{namespace="team-a",job="llama"})`);
});

test('a credential is referred to by name', () => {
  const trigger = KedaTrigger.queue({ server, average: 5, authentication: { name: 'prometheus' } });
  expect(scaledObject(keda({ triggers: [trigger] }))?.triggers[0].authenticationRef).toEqual({ name: 'prometheus' });
});
