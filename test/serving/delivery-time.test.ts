import { App, Chart, Duration } from 'cdk8s';
import { renderApp } from '../../src/render/render-app';
import { MLService } from '../../src/serving/ml-service';
import { Deliveries } from '../gitops/delivery-fixture';
import { gpu } from './serving-props';

/** Three servers of 1850 s each, one after another, and how they are delivered. */
function findings(deliver: (deliveries: Deliveries, chart: Chart) => void): string {
  const app = new App();
  const chart = new Chart(app, 'serving', { namespace: 'team-a' });
  new MLService(chart, 'llama', { ...gpu, replicas: 3 });
  deliver(new Deliveries(app), chart);
  try {
    renderApp(app);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const SUM = 'serving/llama can take 5550 s (3 pods after one another × (startup 1200 s + image pull 600 s + stop of the old pod 50 s))';

test('the timeout of Flux covers every start of a rollout, or is refused with the sum', () => {
  const flux = (timeout?: Duration) => findings((deliveries, chart) => deliveries.flux('serving', chart, timeout && { timeout }));
  expect(flux(Duration.seconds(5549))).toContain(SUM);
  expect(flux(Duration.seconds(5549))).toContain('[FluxKustomization.timeout]');
  expect([flux(Duration.seconds(5550)), flux()]).toEqual(['', '']);
});

test('the retries of Argo CD cover it, or are refused with the sum', () => {
  const argo = (limit?: number) =>
    findings((deliveries, chart) => deliveries.argo('serving', chart, limit === undefined ? {} : { retry: { limit } }));
  expect(argo(3)).toContain(SUM);
  expect(argo(3)).toContain('[ArgoApplication.retry]');
  expect([argo(-1), argo()]).toEqual(['', '']);
});
