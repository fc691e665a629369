import { Chart, Size } from 'cdk8s';
import { dataPipeline } from '../../examples/data-pipeline/app';
import type { CronJob, Deployment, Service } from '../../imports/kubernetes';
import { Environment, GitOpsApp, MLService, Model, Mount, Runtime } from '../../src';
import type { Manifest } from '../../src/manifest/manifest';

const objects = [...dataPipeline().render().charts.values()].flat().map(({ manifest }) => manifest);
const ofKind = <T>(kind: string) => objects.filter((object) => object.kind === kind) as unknown as readonly (T & Manifest)[];

describe('the bugs of the data-pipeline article', () => {
  test("a Service's target port that no container has: it is the name of a container's port, from one place", () => {
    const service = ofKind<Service>('Service').find(({ metadata }) => metadata.name === 'preprocessing');
    const deployment = ofKind<Deployment>('Deployment').find(({ metadata }) => metadata.name === 'preprocessing');
    const names = deployment?.spec?.template.spec?.containers.flatMap(({ ports }) => ports?.map(({ name }) => name));
    expect(service?.spec?.ports?.map(({ targetPort }) => targetPort)).toEqual(['http']);
    expect(names).toContain('http');
  });

  test('a CronJob of batch/v1beta1, which Kubernetes 1.25 removed: there is only batch/v1', () => {
    expect(ofKind<CronJob>('CronJob').map(({ apiVersion }) => apiVersion)).toEqual(['batch/v1', 'batch/v1']);
    // @ts-expect-error the types of Kubernetes 1.36 have no other version
    const removed: CronJob['apiVersion'] = 'batch/v1beta1';
    expect(removed).not.toBe('batch/v1');
  });

  test('the image ":latest": refused, where and how to fix', () => {
    const chart = new Chart(new Environment(new GitOpsApp(), 'prod'), 'services', { namespace: 'ai-pipeline' });
    const build = () =>
      new MLService(chart, 'preprocessing', {
        model: Model.bakedIn('/app/vocabulary'),
        runtime: Runtime.custom({ image: 'acme/preprocessing:latest', port: 8080, healthPath: '/healthz' }),
        cpu: { amount: '1' },
        memory: Size.gibibytes(1),
      });
    expect(build).toThrow(
      /^prod\/services\/preprocessing: image "acme\/preprocessing:latest" has the tag "latest", which moves\n {2}fix: .*@sha256/,
    );
  });

  test('resources and probes left out: the one does not compile and is refused, the other is derived', () => {
    const chart = new Chart(new GitOpsApp(), 'services', { namespace: 'ai-pipeline' });
    const runtime = Runtime.custom({ image: `acme/a@sha256:${'0'.repeat(64)}`, port: 8080, healthPath: '/healthz' });
    // @ts-expect-error cpu and memory are required
    expect(() => new MLService(chart, 'preprocessing', { model: Model.bakedIn('/m'), runtime })).toThrow(/\[MLService\.\w+\]/);
    const [container] = ofKind<Deployment>('Deployment').flatMap((deployment) => deployment.spec?.template.spec?.containers ?? []);
    expect([container?.startupProbe, container?.readinessProbe, container?.livenessProbe]).not.toContain(undefined);
  });

  test('a claim that is announced and never made: a volume that is mounted stands in the app', () => {
    const claims = new Set(ofKind('PersistentVolumeClaim').map(({ metadata }) => metadata.name));
    const mounted = [...JSON.stringify(objects).matchAll(/"claimName":"([^"]+)"/g)].map((match) => match[1]);
    expect(mounted.length).toBeGreaterThan(0);
    expect(mounted.filter((name) => name !== undefined && !claims.has(name))).toEqual([]);
  });
});

test('a mount takes the volume as an object, so that its name cannot be mistyped', () => {
  const volume = { name: 'pipeline-data' };
  expect(Mount.claim('/data', volume).source).toEqual({ persistentVolumeClaim: { claimName: 'pipeline-data' } });
  expect(() => dataPipeline().render()).not.toThrow();
});
