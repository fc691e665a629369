import type { RuleCase } from './rule-cases';
import { all, container, deployment, META, POD } from './rule-yaml';

const cron = (schedule: string, spec: string, job = '', name = 'a') =>
  `apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ${name}, namespace: b}\nspec: {schedule: "${schedule}", ${spec}jobTemplate: {spec: {${job}template: {spec: {automountServiceAccountToken: false, restartPolicy: Never, containers: [${container()}]}}}}}`;
const statefulSet = (name: string) =>
  `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: ${name}, namespace: b}\nspec: {serviceName: a, selector: {matchLabels: {app: a}}, template: {metadata: {labels: {app: a}}, spec: {automountServiceAccountToken: false, containers: [${container()}]}}}`;
const jobSet = (name: string) =>
  `apiVersion: jobset.x-k8s.io/v1alpha2\nkind: JobSet\nmetadata: {name: ${name}, namespace: b}\nspec: {replicatedJobs: [{name: node, replicas: 1, template: {spec: {completionMode: Indexed, completions: 16, parallelism: 16, template: {spec: {restartPolicy: Never, containers: [${container()}]}}}}}]}`;
const group = (name: string, replicas: number) =>
  `apiVersion: leaderworkerset.x-k8s.io/v1\nkind: LeaderWorkerSet\nmetadata: {name: ${name}, namespace: b}\nspec: {replicas: ${replicas}, leaderWorkerTemplate: {size: 2, workerTemplate: {spec: {containers: [${container()}]}}}}`;
const kustomization = (name: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: ${name}, namespace: b}\nspec: {interval: 1m, prune: true, sourceRef: {kind: GitRepository, name: a}}`;
const ray = (name: string) =>
  `apiVersion: ray.io/v1\nkind: RayService\nmetadata: {name: ${name}, namespace: b}\nspec: {rayClusterConfig: {headGroupSpec: {rayStartParams: {}, template: {spec: {containers: [${container()}]}}}}}`;
const budget = (available: string) =>
  `apiVersion: policy/v1\nkind: PodDisruptionBudget\n${META}\nspec: {minAvailable: ${available}, selector: {matchLabels: {app: a}}}`;

const long = (length: number) => 'n'.repeat(length);
const probe = (port: string) => `readinessProbe: {httpGet: {port: ${port}}}`;
const http = 'ports: [{name: http, containerPort: 80}]';
const indexed = 'completionMode: Indexed, completions: 10, ';

/** Names that controllers make longer, and times that do not go together. */
export const NAME_AND_TIME_CASES: readonly RuleCase[] = [
  ['name.derived', statefulSet(long(53)), 'metadata.name', statefulSet(long(52))],
  ['name.derived', cron('0 0 * * *', '', indexed, long(51)), 'metadata.name', cron('0 0 * * *', '', indexed, long(50))],
  ['name.derived', cron('0 0 * * *', '', indexed, 'a.b'), 'metadata.name', cron('0 0 * * *', '', '', 'a.b')],
  ['name.derived', jobSet(long(48)), 'metadata.name', jobSet(long(47))],
  ['name.derived', group(long(50), 11), 'metadata.name', group(long(50), 10)],
  ['name.derived', kustomization(long(64)), 'metadata.name', kustomization(long(63))],
  ['name.derived', ray(long(48)), 'metadata.name', ray(long(47))],
  [
    'reference.probe-port',
    deployment(`containers: [${container(`${http}, ${probe('web')}`)}]`),
    `${POD}.containers[0].readinessProbe.httpGet.port`,
    deployment(`containers: [${container(`${http}, ${probe('http')}`)}]`),
  ],
  [
    'reference.probe-port',
    deployment(`containers: [${container('lifecycle: {preStop: {httpGet: {port: stop}}}')}]`),
    `${POD}.containers[0].lifecycle.preStop.httpGet.port`,
    deployment(`containers: [${container('lifecycle: {preStop: {httpGet: {port: 8080}}}')}]`),
  ],
  [
    'time.grace',
    deployment(`containers: [${container('lifecycle: {preStop: {sleep: {seconds: 30}}}')}]`),
    `${POD}.containers[0].lifecycle.preStop`,
    deployment(`terminationGracePeriodSeconds: 60, containers: [${container('lifecycle: {preStop: {sleep: {seconds: 30}}}')}]`),
  ],
  [
    'time.grace',
    deployment(`containers: [${container('lifecycle: {preStop: {exec: {command: [/bin/sh, -c, "sleep 60 && nginx -s quit"]}}}')}]`),
    `${POD}.containers[0].lifecycle.preStop`,
    deployment(`containers: [${container('lifecycle: {preStop: {exec: {command: [/bin/sh, -c, "nginx -s quit; sleep 60"]}}}')}]`),
  ],
  [
    'time.progress',
    deployment(`containers: [${container('startupProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 61}')}]`),
    'spec.progressDeadlineSeconds',
    deployment(`containers: [${container('startupProbe: {tcpSocket: {port: 80}, periodSeconds: 10, failureThreshold: 60}')}]`),
  ],
  [
    'cron.times',
    cron('*/10 * * * *', '', 'activeDeadlineSeconds: 3600, '),
    'spec.concurrencyPolicy',
    cron('*/10 * * * *', 'concurrencyPolicy: Allow, ', 'activeDeadlineSeconds: 3600, '),
  ],
  [
    'cron.times',
    cron('0 1,23 * * *', '', 'activeDeadlineSeconds: 7201, '),
    'spec.concurrencyPolicy',
    cron('0 1,23 * * *', '', 'activeDeadlineSeconds: 7200, '),
  ],
  [
    'cron.times',
    cron('0 0 * * *', 'startingDeadlineSeconds: 5, '),
    'spec.startingDeadlineSeconds',
    cron('0 0 * * *', 'startingDeadlineSeconds: 60, '),
  ],
  [
    'disruption.blocks',
    all(deployment(`containers: [${container()}]`, 'replicas: 2'), budget('60%')),
    'spec.minAvailable',
    all(deployment(`containers: [${container()}]`, 'replicas: 3'), budget('60%')),
  ],
];
