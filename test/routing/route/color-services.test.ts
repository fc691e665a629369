import { ApiObject, Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { findingText } from '../../../src/base/finding';
import { FindingsError } from '../../../src/base/findings-error';
import { kubeObject } from '../../../src/kube/kube-object';
import { BlueGreenRoute } from '../../../src/routing/route/blue-green-route';
import type { BlueGreenRouteProps } from '../../../src/routing/route/blue-green-route-props';
import { Via } from '../../../src/routing/routers/via';
import { thrownBy } from '../../support/code-of';
import { renderedManifests } from '../../support/rendered';

const shared = { hostname: 'models.example.com', blue: { name: 'scorer-blue', port: 80 }, green: { name: 'scorer-green', port: 80 } };
const gateway = Via.gatewayApi({ gateway: { name: 'public' } });

describe('checks the Services of the colors', () => {
  const at = (chart: Chart, id: string, props: Partial<BlueGreenRouteProps>): BlueGreenRoute =>
    new BlueGreenRoute(chart, id, { ...shared, live: 'blue', via: gateway, ...props } as BlueGreenRouteProps);

  const findings = (build: (chart: Chart) => void): string => {
    const error = thrownBy(() => renderedManifests(build));
    return FindingsError.is(error) ? error.findings.map(findingText).join('\n') : '';
  };

  test('a Service without pods is refused; one with a literal name is not checked', () => {
    const service = (chart: Chart): kplus.Service =>
      new kplus.Service(chart, 'blue', {
        metadata: { name: 'scorer-blue' },
        ports: [{ port: 80 }],
        selector: kplus.Pods.select(chart, 'pods', { labels: { a: 'b' } }),
      });
    expect(findings((chart) => at(chart, 'scoring', { blue: service(chart) }))).toContain('[BlueGreenRoute.pods]');
    expect(findings((chart) => at(chart, 'scoring', {}))).toBe('');
  });

  test('Services that could select the same pods are refused', () => {
    const service = (chart: Chart, name: string, labels: Record<string, string>): kplus.Service =>
      new kplus.Service(chart, name, {
        metadata: { name },
        ports: [{ port: 80 }],
        selector: kplus.Pods.select(chart, `${name}-pods`, { labels }),
      });
    const text = findings((chart) => {
      kubeObject(chart, 'pod', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'p', labels: { app: 'a', version: 'blue' } },
        spec: { containers: [] },
      });
      at(chart, 'scoring', {
        blue: service(chart, 'scorer-blue', { app: 'a', version: 'blue' }),
        green: service(chart, 'scorer-green', { app: 'a' }),
      });
    });
    expect(text).toContain('one pod could be both colors: blue selects app=a,version=blue, green app=a');
    expect(text).toContain('[BlueGreenRoute.selectors]');
  });

  const labels = { app: 'a', version: 'blue' };
  const template = { metadata: { labels }, spec: {} };
  const noPods = (selector: Record<string, string>, kind: string, body: Record<string, unknown>, namespace?: string): boolean =>
    findings((chart) => {
      const service = new kplus.Service(chart, 'blue', {
        metadata: { name: 'scorer-blue' },
        ports: [{ port: 80 }],
        selector: kplus.Pods.select(chart, 'pods', { labels: selector }),
      });
      const place = namespace === undefined ? chart : new Chart(chart, 'other', { namespace });
      new ApiObject(place, 'x', { apiVersion: 'v1', kind, metadata: { name: 'x' }, ...body });
      at(chart, 'scoring', { blue: service });
    }).includes('[BlueGreenRoute.pods]');

  test.each<[string, Record<string, unknown>]>([
    ['Pod', { metadata: { name: 'x', labels } }],
    ['Deployment', { spec: { template } }],
    ['CronJob', { spec: { jobTemplate: { spec: { template } } } }],
    ['LeaderWorkerSet', { spec: { leaderWorkerTemplate: { workerTemplate: template } } }],
  ])('the pods of a %s count, in the namespace of the Service, by every label of its selector', (kind, body) => {
    expect(noPods({ version: 'blue' }, kind, body)).toBe(false);
    expect(noPods(labels, kind, body)).toBe(false);
    expect(noPods(labels, kind, body, 'elsewhere')).toBe(true);
    expect(noPods({ ...labels, version: 'green' }, kind, body)).toBe(true);
  });

  test('labels of a workload itself are not labels of its pods', () => {
    expect(noPods(labels, 'Deployment', { metadata: { name: 'x', labels }, spec: {} })).toBe(true);
  });
});
