import type { RuleCase } from './rule-cases';
import { container, deployment, META, plain } from './rule-yaml';

/** Documents, each in the file that the comment before it names. */
export function files(...named: readonly (readonly [file: string, yaml: string])[]): string {
  return named.map(([file, yaml]) => `# file: ${file}\n${yaml.trimEnd()}\n`).join('---\n');
}

const kustomization = (name: string, path: string, spec = '') =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: flux-system}\nspec: {interval: 10m, prune: true, path: ${path}, ${spec}sourceRef: {kind: GitRepository, name: repository}}`;
const application = (name: string, path: string, automated = '') =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: ${name}, namespace: argocd}\nspec: {project: default, destination: {name: c, namespace: b}, source: {repoURL: "https://a/b", path: ${path}}, syncPolicy: {automated: {${automated}}}}`;
const crd = (annotations = '') =>
  `apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: clusterqueues.kueue.x-k8s.io${annotations}}\nspec: {group: kueue.x-k8s.io, scope: Cluster, names: {kind: ClusterQueue, plural: clusterqueues}, versions: [{name: v1beta2, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}}]}`;
const queue = (annotations = '') => `apiVersion: kueue.x-k8s.io/v1beta2\nkind: ClusterQueue\nmetadata: {name: q${annotations}}\nspec: {}`;
const wave = (number: number) => `, annotations: {argocd.argoproj.io/sync-wave: "${number}"}`;
const job = (spec: string) =>
  `apiVersion: batch/v1\nkind: Job\n${META}\nspec: {${spec}, template: {spec: {automountServiceAccountToken: false, restartPolicy: Never, containers: [${container()}]}}}`;
const slow = deployment(`containers: [${container('startupProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 60}')}]`);

const on = (name: string) => `dependsOn: [{name: ${name}}], `;

/** What Flux and Argo CD do with a directory of files. */
export const DELIVERY_CASES: readonly RuleCase[] = [
  [
    'order.crd',
    files(
      ['flux/crds.yaml', kustomization('crds', './crds')],
      ['flux/queues.yaml', kustomization('queues', './queues')],
      ['crds/crd.yaml', crd()],
      ['queues/queue.yaml', queue()],
    ),
    'spec.dependsOn',
    files(
      ['flux/crds.yaml', kustomization('crds', './crds')],
      ['flux/queues.yaml', kustomization('queues', './queues', on('crds'))],
      ['crds/crd.yaml', crd()],
      ['queues/queue.yaml', queue()],
    ),
  ],
  [
    'order.cycle',
    files(
      ['flux/crds.yaml', kustomization('crds', './crds', on('queues'))],
      ['flux/queues.yaml', kustomization('queues', './queues')],
      ['crds/crd.yaml', crd()],
      ['queues/queue.yaml', queue()],
    ),
    'spec.dependsOn',
    // Flux applies the CRDs of a Kustomization before its other objects.
    files(['flux/all.yaml', kustomization('all', './all')], ['all/crds/crd.yaml', crd()], ['all/queue.yaml', queue()]),
  ],
  [
    'order.cycle',
    files(
      ['flux/a.yaml', kustomization('a', './a', on('b'))],
      ['flux/b.yaml', kustomization('b', './b', on('c'))],
      ['flux/c.yaml', kustomization('c', './c', on('a'))],
    ),
    'spec.dependsOn',
    files(
      ['flux/a.yaml', kustomization('a', './a', on('b'))],
      ['flux/b.yaml', kustomization('b', './b', on('c'))],
      ['flux/c.yaml', kustomization('c', './c')],
    ),
  ],
  [
    'order.wave',
    files(['app/crd.yaml', crd(wave(1))], ['app/queue.yaml', queue()]),
    'metadata.annotations',
    files(['app/crd.yaml', crd(wave(-1))], ['app/queue.yaml', queue()]),
  ],
  [
    'order.wave',
    files(['app/crd.yaml', crd()], ['app/queue.yaml', queue(', annotations: {argocd.argoproj.io/hook: PreSync}')]),
    'metadata.annotations',
    files(['app/crd.yaml', crd()], ['app/queue.yaml', queue(', annotations: {argocd.argoproj.io/hook: PostSync}')]),
  ],
  [
    'time.delivery',
    files(
      ['flux/jobs.yaml', kustomization('jobs', './jobs', 'wait: true, timeout: 5m, ')],
      ['jobs/job.yaml', job('activeDeadlineSeconds: 3600')],
    ),
    'spec.timeout',
    files(
      ['flux/jobs.yaml', kustomization('jobs', './jobs', 'wait: true, timeout: 1h1m, ')],
      ['jobs/job.yaml', job('activeDeadlineSeconds: 3600')],
    ),
  ],
  [
    'time.delivery',
    files(['flux/apps.yaml', kustomization('apps', './apps', 'wait: true, ')], ['repository/apps/server.yaml', slow]),
    'spec.timeout',
    files(['flux/apps.yaml', kustomization('apps', './apps')], ['repository/apps/server.yaml', slow]),
  ],
  [
    'job.reruns',
    files(['flux/jobs.yaml', kustomization('jobs', './jobs')], ['jobs/job.yaml', job('ttlSecondsAfterFinished: 60')]),
    'spec.ttlSecondsAfterFinished',
    files(['flux/jobs.yaml', kustomization('jobs', './jobs')], ['elsewhere/job.yaml', job('ttlSecondsAfterFinished: 60')]),
  ],
  [
    'job.reruns',
    files(['argo/jobs.yaml', application('jobs', 'jobs', 'selfHeal: true')], ['jobs/job.yaml', job('ttlSecondsAfterFinished: 60')]),
    'spec.ttlSecondsAfterFinished',
    files(['argo/jobs.yaml', application('jobs', 'jobs')], ['jobs/job.yaml', job('ttlSecondsAfterFinished: 60')]),
  ],
  [
    'reference.delivery',
    files(['flux/a.yaml', kustomization('a', './a', on('z'))], ['flux/b.yaml', kustomization('b', './b')]),
    'spec.dependsOn[0].name',
    files(['flux/a.yaml', kustomization('a', './a', on('b'))], ['flux/b.yaml', kustomization('b', './b')]),
  ],
  [
    'identity.owners',
    files(
      ['clusters/prod/all.yaml', kustomization('all', './clusters/prod')],
      ['clusters/prod/apps.yaml', kustomization('apps', './clusters/prod/apps')],
      ['clusters/prod/apps/server.yaml', plain],
    ),
    'spec.path',
    files(
      ['clusters/prod/all.yaml', kustomization('all', './clusters/prod')],
      ['clusters/prod/apps.yaml', kustomization('apps', './clusters/prod/apps')],
      [
        'clusters/prod/kustomization.yaml',
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [all.yaml, apps.yaml]',
      ],
      ['clusters/prod/apps/server.yaml', plain],
    ),
  ],
  [
    'identity.owners',
    files(['flux/a.yaml', kustomization('a', './apps')], ['flux/b.yaml', kustomization('b', './apps')], ['apps/server.yaml', plain]),
    'spec.path',
    files(
      ['flux/a.yaml', kustomization('a', './apps', 'targetNamespace: one, ')],
      ['flux/b.yaml', kustomization('b', './apps', 'targetNamespace: two, ')],
      ['apps/server.yaml', plain],
    ),
  ],
  [
    'identity.owners',
    files(['argo/a.yaml', application('a', 'apps')], ['argo/b.yaml', application('b', 'apps')], ['apps/server.yaml', plain]),
    'spec.source.path',
    files(['argo/a.yaml', application('a', 'apps')], ['argo/b.yaml', application('b', 'apps/server')], ['apps/server/server.yaml', plain]),
  ],
];
