import { Duration } from 'cdk8s';
import { Monitoring } from '../../src/kube/server/monitoring';
import { Runtime } from '../../src/serving/runtime/runtime';
import { cpu, gpu, refusal, SCORER_IMAGE, serve } from './serving-props';

const labels = { release: 'prometheus' };

test('a PodMonitor finds the pods, a ServiceMonitor the Service; both call the job after the service', () => {
  const pods = serve({ ...gpu, monitoring: Monitoring.pods({ labels, interval: Duration.seconds(15) }) });
  expect(pods.find('PodMonitor')).toMatchObject({
    apiVersion: 'monitoring.coreos.com/v1',
    metadata: { name: 'llama', labels },
    spec: {
      jobLabel: 'app.kubernetes.io/instance',
      selector: { matchLabels: pods.service.selector },
      podMetricsEndpoints: [{ port: 'http', path: '/metrics', interval: '15s' }],
    },
  });
  const service = serve({ ...gpu, monitoring: Monitoring.service() });
  expect(service.find('Service')?.metadata.labels).toMatchObject(service.find('ServiceMonitor')?.spec.selector.matchLabels);
  expect(service.find('ServiceMonitor')?.spec).toMatchObject({ endpoints: [{ port: 'http', path: '/metrics' }] });
});

test('the port of metrics is used where there is one', () => {
  const runtime = Runtime.custom({ image: SCORER_IMAGE, port: 8080, metricsPort: 9090, healthPath: '/ok' });
  const spec = serve({ ...cpu, runtime, monitoring: Monitoring.pods({ path: '/stats' }) }).find('PodMonitor')?.spec;
  expect(spec.podMetricsEndpoints).toEqual([{ port: 'metrics', path: '/stats' }]);
});

test('without monitoring there is no monitor', () => {
  expect(
    serve(gpu)
      .objects.map(({ kind }) => kind)
      .filter((kind) => kind.endsWith('Monitor')),
  ).toEqual([]);
});

test.each<[string, unknown]>([
  ['a path that is none', Monitoring.pods({ path: 'metrics' })],
  ['half a second', Monitoring.pods({ interval: Duration.millis(500) })],
  ['what no factory made', { kind: 'Agent' }],
])('%s is refused', (_, monitoring) => expect(refusal(cpu, { monitoring })).toBe('MLService.monitoring'));
