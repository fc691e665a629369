import { ApiObject, App, Chart } from 'cdk8s';
import { isRun } from '../../src/kube/delivery/delivery-hints';

function object(apiVersion: string, kind: string): ApiObject {
  return new ApiObject(new Chart(new App(), 'test'), 'object', { apiVersion, kind, metadata: { name: 'x' } });
}

describe('isRun', () => {
  test.each([
    ['batch/v1', 'Job'],
    ['batch.volcano.sh/v1alpha1', 'Job'],
    ['jobset.x-k8s.io/v1alpha2', 'JobSet'],
    ['ray.io/v1', 'RayJob'],
    ['sparkoperator.k8s.io/v1beta2', 'SparkApplication'],
    ['trainer.kubeflow.org/v1alpha1', 'TrainJob'],
  ])('%s %s ends', (apiVersion, kind) => {
    expect(isRun(object(apiVersion, kind))).toBe(true);
  });

  test.each([
    ['batch/v1', 'CronJob'],
    ['ray.io/v1', 'RayCluster'],
    ['ray.io/v1', 'RayCronJob'],
    ['sparkoperator.k8s.io/v1beta2', 'ScheduledSparkApplication'],
    ['example.com/v1', 'Job'],
    ['v1', 'Pod'],
  ])('%s %s goes on', (apiVersion, kind) => {
    expect(isRun(object(apiVersion, kind))).toBe(false);
  });
});
