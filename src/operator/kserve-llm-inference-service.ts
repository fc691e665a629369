import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_1035_LABEL, DNS_LABEL, DNS_SUBDOMAIN } from '../base/names';
import { validateProps } from '../base/validate-props';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { customObject, kubeObject } from '../kube/kube-object';
import { wholeNumber } from '../kube/whole-number';
import { canBudgetDisruptions, disruptionBudget } from '../serving/disruption';
import { namespaceAround, timeBudget, warnOfAbortedRequests } from '../serving/ml-service';
import { checkModelPinned, refuseBrokenModel } from '../serving/model/check-model';
import { isDownloaded, Model } from '../serving/model/model';
import { MODEL_DIRECTORY } from '../serving/model/model-location';
import { checkImagesPinned } from '../serving/pinned-images';
import { demandDevices } from '../serving/rollout/device-demand';
import { Rollout } from '../serving/rollout/rollout';
import type { KServeLLMInferenceServiceProps } from './kserve-llm-props';
import { llmSpec } from './kserve-llm-spec';
import { storageAccount, storageUri } from './kserve-storage';
import { operatedPlan, operatedTemplate } from './operated-server';

const CODE = 'KServeLLMInferenceService';

/**
 * KServe derives `<name>-kserve-router-scheduler`, and for several nodes the StatefulSets `<name>-kserve-mn-<group>`, which put their name and
 * eleven more characters into a label. Longer names would be cut and hashed, and nobody would find them.
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
    const where = this.node.path;
    this.namespace = namespaceAround(this);
    refuseBroken(where, props);
    const name = checkName(`${CODE}.name`, where, props.name ?? id, DNS_1035_LABEL, LONGEST_NAME);
    checkModelPinned(this, props.model);
    // KServe puts every kind of model there by itself, and replaces pods or groups in place.
    const ungrouped = { tensorParallel: undefined, pipelineParallel: undefined, dataParallel: undefined };
    const runtime = { ...props.runtime, ...ungrouped };
    const server = { ...props, runtime, model: Model.bakedIn(MODEL_DIRECTORY), modelSize: undefined, rollout: Rollout.inPlace() };
    const operated = operatedPlan(this, name, { ...server, fetchedSize: props.modelSize }, {});
    checkImagesPinned(this, operated.props);
    const { plan } = operated;
    this.selector = plan.selector;
    const template = operatedTemplate(operated, storageAccount(this, CODE, plan, props), props.model);
    const { labels, identity } = plan;
    const spec = llmSpec(storageUri(CODE, where, props.model), plan, template, props);
    const metadata = { name, labels, annotations: template.metadata?.annotations };
    this.workload = customObject(this, 'Resource', {
      apiVersion: 'serving.kserve.io/v1alpha2',
      kind: 'LLMInferenceService',
      metadata,
      spec,
    });
    if (canBudgetDisruptions(plan.replicas)) {
      kubeObject(this, 'PodDisruptionBudget', disruptionBudget(identity.instance, labels, plan.selector));
    }
    const { accelerator, extendedResources, nodes = 1 } = props;
    const { replicas } = plan;
    const rollout = Rollout.inPlace();
    demandDevices(this, { workload: `${this.namespace}/${name}`, accelerator, extendedResources, podsOfUnit: nodes, replicas, rollout });
    setTimeBudget(this, timeBudget({ ...plan, nodes }));
    warnOfAbortedRequests(this, plan);
  }
}

/** What another engine can and this one cannot, asked again for callers without a compiler: nothing is dropped without a word. */
function refuseBroken(where: string, props: KServeLLMInferenceServiceProps): void {
  validateProps(CODE, where, props);
  refuseBrokenModel(where, props.model);
  const refuse = (prop: string, what: string, fix: string): never => {
    throw new ConfigError(`${CODE}.${prop}`, { where, what, fix });
  };
  const { runtime, replicas = 1, nodes = 1, gateway, routeGroup } = props;
  if (runtime.kind !== 'vllm') refuse('runtime', "KServe's presets start vLLM", 'use Runtime.vllm({ … }), or KServeInferenceService');
  if (typeof replicas !== 'number')
    refuse('replicas', 'the autoscaling of this kind is left to another operator', 'use a number, or MLService');
  wholeNumber(`${CODE}.nodes`, where, nodes, { title: 'nodes', min: 1 });
  const kind: string = props.model.kind;
  if (kind === 'gcs' || kind === 'bakedIn') {
    refuse('model', `KServe fetches no model of the kind ${kind} for language models`, 'use Model.huggingFace, s3, pvc or ociImage');
  }
  if (isDownloaded(props.model) === (props.modelSize === undefined)) {
    const what = isDownloaded(props.model) ? 'nobody said how large the download is' : `a model of the kind ${kind} is not downloaded`;
    refuse('modelSize', what, isDownloaded(props.model) ? 'add modelSize: Size.gibibytes(16)' : 'remove modelSize');
  }
  if (gateway !== undefined) {
    checkName(`${CODE}.gateway`, where, gateway.name, DNS_SUBDOMAIN);
    checkName(`${CODE}.gateway`, where, gateway.namespace, DNS_LABEL);
  }
  if (routeGroup === undefined) return;
  checkName(`${CODE}.routeGroup`, where, routeGroup.name, DNS_LABEL);
  const { weight } = routeGroup;
  if (!(Number.isInteger(weight) && weight >= 0 && weight <= 1_000_000)) {
    refuse('routeGroup', `the weight is ${JSON.stringify(weight)}`, 'use a whole number from 0 to 1,000,000');
  }
}
