import { Chart } from 'cdk8s';
import {
  AppProject,
  ArgoApplication,
  ArgoDestination,
  ArgoHealthRules,
  type Environment,
  FluxKustomization,
  GitRef,
  GitRepository,
  Order,
} from 'cdk8s-mlops';

const REPOSITORY = 'https://git.example.com/ml/data-pipeline.git';

/** A delivery tool: how it orders the stages of a pipeline, and how it applies a chart that needs no order. */
export interface Delivery {
  readonly order: ReturnType<typeof Order.gitops>;
  readonly apply: (chart: Chart) => void;
}

/** One Kustomization a stage. */
export function fluxDelivery(environment: Environment): Delivery {
  const flux = new Chart(environment, 'flux', { namespace: 'flux-system' });
  const source = new GitRepository(flux, 'source', { name: 'data-pipeline', url: REPOSITORY, ref: GitRef.branch('main') });
  const apply = (chart: Chart) => {
    // A claim may wait for its first pod, and the first run of a workflow is tonight.
    const readiness = chart.node.id === 'data' ? { wait: false as const } : {};
    new FluxKustomization(flux, chart.node.path.replaceAll('/', '-'), { chart, source, ...readiness });
  };
  return { order: Order.gitops({ flux, source }), apply };
}

/** One Application for all stages, with sync waves. */
export function argoDelivery(environment: Environment): Delivery {
  const argo = new Chart(environment, 'argo', { namespace: 'argocd' });
  new ArgoHealthRules(argo, 'health');
  const project = new AppProject(argo, 'data', {
    sourceRepos: [REPOSITORY],
    destinations: [{ server: 'https://kubernetes.default.svc', namespace: 'ai-pipeline' }],
    clusterResources: [{ group: '', kind: 'Namespace', name: 'ai-pipeline' }],
  });
  const common = {
    project,
    source: { repoUrl: REPOSITORY, targetRevision: 'main' },
    destination: ArgoDestination.inCluster('ai-pipeline'),
  };
  const apply = (chart: Chart) => void new ArgoApplication(argo, chart.node.path.replaceAll('/', '-'), { ...common, chart });
  return { order: Order.gitops({ argo, ...common }), apply };
}
