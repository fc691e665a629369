import { join } from 'node:path';
import { Chart } from 'cdk8s';
import { Environment, ExternalEndpoint, GitOpsApp, Subject, Tenant } from 'cdk8s-mlops';
import { argoDelivery, type Delivery, fluxDelivery } from './delivery';
import { featurePipeline } from './features';
import { trainingPipeline } from './training';

/**
 * The data pipeline of a well-known article, which is written for another tool: namespace, storage, a service, a job, a scheduled job and a
 * stateful set. GitOps orders what Git changes: Flux in staging, Argo CD in prod. Training runs every night in a workflow.
 */
export function dataPipeline(): GitOpsApp {
  const app = new GitOpsApp({ outdir: 'dist/data-pipeline' });
  pipelines(app, 'staging', fluxDelivery);
  pipelines(app, 'prod', argoDelivery);
  return app;
}

function pipelines(app: GitOpsApp, name: string, deliver: (environment: Environment) => Delivery): void {
  const environment = new Environment(app, name, { releaseFile: join(__dirname, `releases/${name}.yaml`) });
  const { order, apply } = deliver(environment);
  const home = new Chart(environment, 'namespace');
  const { namespace } = new Tenant(home, 'ai-pipeline', {
    // Buckets, and for tasks of the workflow the Kubernetes API.
    isolation: { allowDns: true, allowSameNamespace: true, allowTo: [ExternalEndpoint.anywhere(443, 6443)] },
    access: { edit: [Subject.group('team-data')] },
  });
  featurePipeline(environment, namespace, order);
  for (const chart of [home, ...trainingPipeline(environment, namespace).charts]) apply(chart);
}
