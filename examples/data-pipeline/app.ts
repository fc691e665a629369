import { join } from 'node:path';
import { Chart, Duration, Size } from 'cdk8s';
import { BatchJob, Cpu, DataVolume, Environment, GitOpsApp, MLService, Model, Mount, Run, Runtime, TeamNamespace } from 'cdk8s-mlops';
import * as kplus from 'cdk8s-plus-27';

const NAMESPACE = 'ai-pipeline';

/**
 * A data pipeline's infrastructure: namespace, storage, a service, a job, a scheduled job and a stateful set. The program of a well-known
 * article on the subject, which is written for another tool.
 */
export function dataPipeline(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/data-pipeline' });
  const prod = new Environment(app, 'prod', { releaseFile: join(__dirname, 'releases/prod.yaml') });
  new TeamNamespace(new Chart(prod, 'namespace'), NAMESPACE, { isolation: { allowDns: true, allowSameNamespace: true } });

  const storage = new Chart(prod, 'storage', { namespace: NAMESPACE });
  const data = new DataVolume(storage, 'pipeline-data', { size: Size.gibibytes(100), accessMode: 'ReadWriteMany', storageClass: 'shared' });

  services(prod, new Chart(prod, 'services', { namespace: NAMESPACE }), data);
  jobs(prod, new Chart(prod, 'jobs', { namespace: NAMESPACE }), data);
  return app;
}

/** The preprocessing service, and the feature store as a stateful set of cdk8s-plus-27. */
function services(prod: Environment, chart: Chart, data: DataVolume): void {
  new MLService(chart, 'preprocessing', {
    model: Model.bakedIn('/app/vocabulary'),
    runtime: Runtime.custom({ image: prod.release.image('preprocessing'), port: 8080, healthPath: '/healthz' }),
    replicas: 2,
    cpu: Cpu.millis(500),
    memory: Size.gibibytes(1),
    mounts: [Mount.claim('/data', data, { readOnly: true })],
  });
  const service = new kplus.Service(chart, 'features', { metadata: { name: 'features' }, clusterIP: 'None', ports: [{ port: 6379 }] });
  const features = new kplus.StatefulSet(chart, 'features-set', {
    metadata: { name: 'features' },
    service,
    replicas: 1,
    select: false,
    securityContext: { fsGroup: 1000, user: 1000 },
  });
  features.select(kplus.LabelSelector.of({ labels: { 'app.kubernetes.io/name': 'features' } }));
  features.podMetadata.addLabel('app.kubernetes.io/name', 'features');
  service.selectLabel('app.kubernetes.io/name', 'features');
  features.addContainer({
    name: 'store',
    image: prod.release.image('features'),
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    portNumber: 6379,
    resources: { cpu: { request: kplus.Cpu.millis(500) }, memory: { request: Size.gibibytes(2), limit: Size.gibibytes(2) } },
  });
}

/** A first load that runs once per version, and the nightly one. */
function jobs(prod: Environment, chart: Chart, data: DataVolume): void {
  const image = prod.release.image('ingest');
  const common = { image, cpu: Cpu.cores(2), memory: Size.gibibytes(4), mounts: [Mount.claim('/data', data)] };
  new BatchJob(chart, 'first-load', { ...common, args: ['load', '--all'], run: Run.once(), deadline: Duration.hours(6) });
  new BatchJob(chart, 'nightly-load', {
    ...common,
    args: ['load', '--since=yesterday'],
    run: Run.scheduled('30 1 * * *', { timeZone: 'Europe/Berlin' }),
    deadline: Duration.hours(2),
    finalExitCodes: [2],
  });
}
