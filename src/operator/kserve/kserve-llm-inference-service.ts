import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { LONGEST_NAMES } from '../../base/derived-names';
import { checkName, DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN } from '../../base/names';
import { validateProps } from '../../base/validate-props';
import { setTimeBudget } from '../../kube/delivery/time-budget';
import { customObject, kubeObject } from '../../kube/kube-object';
import { serviceAccountName } from '../../kube/pod/service-account';
import { disruptionBudget } from '../../kube/server/server-objects';
import { MOST_NODES, wholeNumber } from '../../kube/whole-number';
import { namespaceAround } from '../../serving/resolve-model-server';
import { demandDevices } from '../../serving/rollout/device-demand';
import { Rollout, rolloutBudget } from '../../serving/rollout/rollout';
import { parallelism } from '../../serving/runtime/vllm-engine';
import { resolveOperated } from '../operated-server';
import type { KServeLLMInferenceServiceProps } from './kserve-llm-props';
import { checkArguments, llmManifest, PRESET_CONTAINER, type ResolvedLlmService } from './kserve-llm-spec';
import { resolveKServeStorage } from './kserve-storage';

const CODE = 'KServeLLMInferenceService';

/**
 * KServe derives `<name>-kserve-router-scheduler`, and for several nodes the StatefulSets `<name>-kserve-mn-<group>`, which put their name and
 * eleven more characters into a label. Longer names would be cut and hashed, and hard to find.
 */
const LONGEST_NAME = LONGEST_NAMES['apps/StatefulSet'].max - '-kserve-mn-999'.length;

/** A language model that KServe runs and routes to: LLMInferenceService, on vLLM, with an endpoint picker in front. */
export class KServeLLMInferenceService extends Construct {
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  /** The LLMInferenceService, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;
  /** Why no other route can have it as a backend. */
  readonly routedBy = 'KServe, which makes the HTTPRoute, the pool and the certificates of an LLMInferenceService itself: use routeGroup';

  constructor(scope: Construct, id: string, props: KServeLLMInferenceServiceProps) {
    super(scope, id);
    const service = resolveLlmService(this, id, props);
    this.namespace = service.namespace;
    this.selector = service.selector;
    serviceAccountName(this, service);
    this.workload = customObject(this, 'Resource', llmManifest(service));
    const budget = disruptionBudget(service);
    if (budget !== undefined) kubeObject(this, 'PodDisruptionBudget', budget);
    demandDevices(this, service.demand);
    setTimeBudget(this, service.budget);
  }
}

function resolveLlmService(construct: Construct, id: string, props: KServeLLMInferenceServiceProps): ResolvedLlmService {
  const where = construct.node.path;
  namespaceAround(construct);
  validateProps(CODE, where, props);
  const { runtime, replicas = 1, nodes = 1, gateway, routeGroup, endpointPicker = true } = props;
  const refuse = (prop: string, what: string, fix: string): never => {
    throw new ConfigError(`${CODE}.${prop}`, { where, what, fix });
  };
  if (runtime.kind !== 'vllm') refuse('runtime', "KServe's presets start vLLM", 'use Runtime.vllm({ … }), or KServeInferenceService');
  if (typeof replicas !== 'number')
    refuse('replicas', 'KServe leaves the autoscaling of this kind to another operator', 'use a number, or MLService');
  wholeNumber(`${CODE}.nodes`, where, nodes, { title: 'nodes', min: 1, max: MOST_NODES });
  const kind: string = props.model.kind;
  if (kind === 'gcs' || kind === 'bakedIn') {
    refuse('model', `KServe does not fetch ${kind} models for language models`, 'use Model.huggingFace, s3, pvc or ociImage');
  }
  if (gateway !== undefined) {
    checkName(`${CODE}.gateway`, where, gateway.name, DNS_SUBDOMAIN);
    checkName(`${CODE}.gateway`, where, gateway.namespace, DNS_LABEL);
  }
  if (routeGroup !== undefined) {
    checkName(`${CODE}.routeGroup`, where, routeGroup.name, DNS_LABEL);
    wholeNumber(`${CODE}.routeGroup`, where, routeGroup.weight, { title: 'weight', min: 0, max: 1_000_000 });
  }
  const storage = resolveKServeStorage(CODE, where, props);
  // KServe puts every kind of model into one directory by itself, and replaces pods or groups in place.
  const ungrouped = { ...runtime, tensorParallel: undefined, pipelineParallel: undefined, dataParallel: undefined };
  const name = checkName(`${CODE}.name`, where, props.name ?? id, DNS_1035_LABEL, LONGEST_NAME);
  const service = resolveOperated(
    construct,
    { ...props, name, nodes: undefined, runtime: ungrouped, modelSize: undefined, rollout: Rollout.inPlace() },
    {
      container: PRESET_CONTAINER,
      weights: storage.weights({}),
      fetchedToDisk: storage.fetchedToDisk,
      spread: nodes > 1 ? 'none' : undefined,
    },
  );
  const sizes = parallelism(where, runtime, props.accelerator?.count ?? 0, nodes);
  if (nodes === 1 ? sizes.pipeline !== 1 : sizes.pipeline !== nodes || sizes.data !== 1) {
    const parts = `pipelineParallel ${sizes.pipeline} and dataParallel ${sizes.data}`;
    const fix = nodes === 1 ? `use nodes: ${sizes.pipeline}` : 'remove pipelineParallel and dataParallel';
    refuse('nodes', `${nodes} ${nodes === 1 ? 'node' : 'nodes'}, ${parts}: KServe puts each part of a pipeline on its own node`, fix);
  }
  // The preset of several nodes reads the size from the spec; that of one node did not always.
  const args = [...(nodes > 1 || sizes.tensor === 1 ? [] : [`--tensor-parallel-size=${sizes.tensor}`]), ...(runtime.args ?? [])];
  const leaderArgs = [...(service.engine.drains ? [`--shutdown-timeout=${service.stop.drain}`] : []), ...args];
  checkArguments(CODE, where, leaderArgs);
  return {
    ...service,
    nodes,
    demand: { ...service.demand, podsOfUnit: nodes },
    budget: rolloutBudget({ ...service, nodes }),
    uri: storage.uri,
    secrets: storage.secrets,
    servedName: runtime.servedModelName ?? (props.model.kind === 'huggingFace' ? props.model.repository : service.identity.app),
    parallelism: sizes,
    gateway,
    routeGroup,
    endpointPicker,
    leaderArgs,
    workerArgs: args,
  };
}
