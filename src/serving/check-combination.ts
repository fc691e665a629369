import { ConfigError } from '../base/config-error';
import { isClaimed } from '../kube/devices/claimed-devices';
import type { MLServiceProps } from './ml-service-props';
import { isDownloaded } from './model/model';
import { runtimeMetrics } from './runtime/runtime-metrics';

/** Refuses combinations of props that cannot work. The compiler refuses most of them too; this is for callers without a compiler. */
export function checkCombination(where: string, props: MLServiceProps): void {
  const refuse: Refuse = (prop, what, fix) => {
    throw new ConfigError(`MLService.${prop}`, { where, what, fix });
  };
  if (isDownloaded(props.model)) checkDownload(props, refuse);
  else checkModelInPlace(props, refuse);
  checkNodes(props, refuse);
  checkQueueTrigger(props, refuse);
}

type Refuse = (prop: string, what: string, fix: string) => never;

function checkDownload({ model, runtime, modelSize, cache, download }: MLServiceProps, refuse: Refuse): void {
  if (modelSize === undefined) refuse('modelSize', '`modelSize` is required for a downloaded model', 'add modelSize: Size.gibibytes(16)');
  // The compiler knows that there is no such cache here; a plain JavaScript caller does not.
  if ((cache as { readonly kind: string } | undefined)?.kind === 'none') {
    refuse('cache', 'a downloaded model needs a cache', "use Cache.perPod() or Cache.sharedPvc({ claim: '…' })");
  }
  const fetchesItself = model.kind === 'huggingFace' && (runtime.kind === 'vllm' || runtime.kind === 'tgi');
  if (fetchesItself || download !== undefined) return;
  const fix = "add download: { image: '<image with the tool>@sha256:<digest>' }";
  refuse('download', `the runtime ${runtime.kind} cannot fetch from ${model.kind}`, fix);
}

function checkModelInPlace({ model, modelSize, cache, download }: MLServiceProps, refuse: Refuse): void {
  const cached = cache !== undefined && cache.kind !== 'none';
  const sized = modelSize !== undefined && model.kind !== 'ociImage';
  const prop = sized ? 'modelSize' : cached ? 'cache' : download !== undefined ? 'download' : undefined;
  if (prop !== undefined) refuse(prop, `${prop} has no effect: a ${model.kind} model is not downloaded`, `remove ${prop}`);
}

const MAX_NODES = 1000;

function checkNodes({ nodes = 1, runtime, rollout, worker, exclusiveTopology, accelerator }: MLServiceProps, refuse: Refuse): void {
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > MAX_NODES) {
    refuse('nodes', `nodes must be a whole number from 1 to ${MAX_NODES}, got ${JSON.stringify(nodes)}`, 'use for example nodes: 2');
  }
  if (nodes === 1) {
    const prop = worker !== undefined ? 'worker' : exclusiveTopology !== undefined ? 'exclusiveTopology' : undefined;
    if (prop !== undefined) refuse(prop, `${prop} has no effect on one node`, `remove ${prop}, or add nodes: 2`);
    return;
  }
  if (runtime.kind !== 'vllm' && runtime.kind !== 'custom') {
    const fix = 'use Runtime.vllm({ … }), or Runtime.custom({ … }) with its own commands';
    refuse('nodes', `the runtime ${runtime.kind} does not support several nodes`, fix);
  }
  if (runtime.kind === 'vllm' && accelerator !== undefined && !isClaimed(accelerator) && accelerator.resource === 'google.com/tpu') {
    const fix = 'use Runtime.custom({ … }), which may start Ray on every node';
    refuse('nodes', 'vLLM needs Ray to use TPUs of several nodes', fix);
  }
  if (runtime.kind === 'vllm' && worker !== undefined) refuse('worker', 'vLLM sets the command of its workers', 'remove worker');
  if (rollout?.kind === 'recreate') {
    refuse('rollout', 'a LeaderWorkerSet cannot stop all groups before new ones start', 'use Rollout.inPlace()');
  }
}

/** A trigger on metrics that nobody collects would never scale. */
function checkQueueTrigger({ replicas, runtime, monitoring }: MLServiceProps, refuse: Refuse): void {
  if (typeof replicas !== 'object' || replicas.kind !== 'keda' || !replicas.triggers.some(({ kind }) => kind === 'queue')) return;
  if (runtimeMetrics(runtime).waiting === undefined) {
    const fix = 'use KedaTrigger.prometheus({ … }) with your own query';
    refuse('replicas', `the runtime ${runtime.kind} has no known metric of waiting requests`, fix);
  }
  if (monitoring !== undefined) return;
  const fix = 'add monitoring: Monitoring.pods(), or use KedaTrigger.prometheus({ … }) with the labels of your own scraping';
  refuse('replicas', 'KedaTrigger.queue needs metrics that nobody collects', fix);
}
