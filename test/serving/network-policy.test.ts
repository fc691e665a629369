import { Caller } from '../../src/serving/caller';
import { Runtime } from '../../src/serving/runtime/runtime';
import { cpu, refusal, serve, TRITON_IMAGE } from './serving-props';

const policy = (...callers: Caller[]) => serve({ ...cpu, callers }).find('NetworkPolicy')?.spec;

test('without callers there is no policy', () => expect(serve(cpu).find('NetworkPolicy')).toBeUndefined());

test('an empty list admits nobody: a policy without rules', () => {
  expect(policy()).toEqual({ podSelector: { matchLabels: serve(cpu).service.selector }, policyTypes: ['Ingress'] });
});

test('callers are pods of the namespace, of another one, or a workload', () => {
  const other = serve(cpu, 'router').service;
  expect(
    policy(Caller.pods({ app: 'web' }), Caller.namespace('gateway', { app: 'envoy' }), Caller.workload(other)).ingress[0].from,
  ).toEqual([
    { podSelector: { matchLabels: { app: 'web' } } },
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateway' } }, podSelector: { matchLabels: { app: 'envoy' } } },
    { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'team-a' } }, podSelector: { matchLabels: other.selector } },
  ]);
});

test('a gateway is found by the label that Gateway API asks for', () => {
  expect(policy(Caller.gateway({ name: 'public', namespace: 'gateways' })).ingress[0].from).toEqual([
    {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'gateways' } },
      podSelector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'public' } },
    },
  ]);
});

test('callers reach every port of the runtime by name', () => {
  const served = serve({ ...cpu, runtime: Runtime.triton({ image: TRITON_IMAGE }), callers: [Caller.namespace('gateway')] });
  const ports = served.find('NetworkPolicy')?.spec.ingress[0].ports.map((entry: { port: string }) => entry.port);
  expect(ports).toEqual(served.server.ports?.map((port) => port.name));
});

test.each([[{}], [{ peer: {} }], [null], ['gateway']])('%j is no caller', (caller) => {
  expect(refusal(cpu, { callers: [caller] })).toBe('MLService.callers');
});
