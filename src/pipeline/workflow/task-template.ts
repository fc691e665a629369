import type { PodSpec, PodTemplateSpec } from '../../../imports/kubernetes';
import { ConfigError } from '../../base/config-error';
import { wholeSeconds } from '../../base/units';
import { exitCodes } from '../../batch/job/failure-policy';
import { MAIN_CONTAINER, resolveJobPod } from '../../batch/pod/job-pod';
import { resolveQueue } from '../../batch/queue/queue';
import { canonicalJson } from '../../batch/run/run-hash';
import type { PodIdentity } from '../../kube/labels';
import { podTemplate } from '../../kube/pod/resolve-pod';
import { wholeNumber } from '../../kube/whole-number';
import type { TaskStage } from '../stages/stage';
import type { RetryStrategy, TaskTemplate } from './workflow-types';

/** The pod of a task, as it would be in a Job; for what looks at pods: queues, capacity. */
export function taskPod(where: string, identity: PodIdentity, props: TaskStage['props']): PodTemplateSpec {
  const queue = resolveQueue(where, props.queue);
  const pod = podTemplate(resolveJobPod({ where, identity, queue }, props));
  return { ...pod, metadata: { ...pod.metadata, labels: { ...pod.metadata?.labels, ...queue.labels } } };
}

/** The template of a task: the same pod, retries and deadline that a Job would have. */
export function taskTemplate(where: string, name: string, pod: PodTemplateSpec, props: TaskStage['props']): TaskTemplate {
  const { labels, annotations } = pod.metadata ?? {};
  refuseArgoNames(where, pod.spec);
  return {
    name,
    metadata: { ...(labels === undefined ? {} : { labels }), ...(annotations === undefined ? {} : { annotations }) },
    ...podFields(pod.spec),
    ...(props.deadline === undefined ? {} : { activeDeadlineSeconds: wholeSeconds('BatchJob.deadline', where, props.deadline, 1) }),
    ...retryStrategy(where, props),
  };
}

/** Fields of a pod that a template has, and a patch with all others, so that none is lost. */
function podFields(spec: PodSpec | undefined): Pick<TaskTemplate, 'container'> & Partial<TaskTemplate> {
  const {
    containers = [],
    initContainers,
    volumes,
    nodeSelector,
    tolerations,
    affinity,
    priorityClassName,
    schedulerName,
    serviceAccountName,
    securityContext,
    // The engine sets both: a task never restarts in place, and its executor reports through the API.
    restartPolicy: _restartPolicy,
    automountServiceAccountToken: _automount,
    ...others
  } = spec ?? { containers: [] };
  const { name: _main, ...container } = containers[0] ?? { name: MAIN_CONTAINER };
  // A ServiceAccount of this library mounts no token, and without one the executor cannot say how the task ended.
  const patch = { ...others, ...(serviceAccountName === undefined ? {} : { automountServiceAccountToken: true }) };
  const fields = { initContainers, volumes, nodeSelector, tolerations, affinity, priorityClassName, schedulerName, serviceAccountName };
  return {
    container,
    ...Object.fromEntries(Object.entries({ ...fields, securityContext }).filter(([, value]) => value !== undefined)),
    ...(Object.keys(patch).length === 0 ? {} : { podSpecPatch: canonicalJson(patch) }),
  };
}

const RETRIES = 3;

/** Any failure is tried again, a lost node too, but for the exit codes that are final. */
function retryStrategy(where: string, { retries, finalExitCodes }: TaskStage['props']): { readonly retryStrategy?: RetryStrategy } {
  const limit = wholeNumber('BatchJob.retries', where, retries ?? RETRIES, { title: 'retries', min: 0 });
  const codes = exitCodes(where, finalExitCodes);
  if (limit === 0) return {};
  return {
    retryStrategy: {
      limit,
      retryPolicy: 'Always',
      backoff: { duration: '10s', factor: 2, maxDuration: '10m' },
      ...(codes.length === 0 ? {} : { expression: `!(asInt(lastRetry.exitCode) in [${codes.join(', ')}])` }),
    },
  };
}

/** The engine adds these containers to every pod. */
const ARGO_CONTAINERS: ReadonlySet<string> = new Set(['init', 'wait', 'main', 'supervisor']);

function refuseArgoNames(where: string, spec: PodSpec | undefined): void {
  const taken = spec?.initContainers?.find(({ name }) => ARGO_CONTAINERS.has(name));
  if (taken === undefined) return;
  const what = `a container is called "${taken.name}", as one that Argo Workflows adds`;
  throw new ConfigError('DataPipeline.containers', { where, what, fix: 'give it another name' });
}
