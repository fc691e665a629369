import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../base/config-error';
import { LONGEST_NAMES } from '../base/derived-names';
import { checkName, DNS_1035_LABEL } from '../base/names';
import { validateProps } from '../base/validate-props';
import { assertValidManifest } from '../kube/assert-valid-manifest';
import { setTimeBudget } from '../kube/delivery/time-budget';
import { customObject, kubeObject } from '../kube/kube-object';
import { networkPolicy, refuseBrokenCallers } from '../serving/caller';
import { canBudgetDisruptions, disruptionBudget } from '../serving/disruption';
import { chosenStrategy, type Endpoints, namespaceAround, timeBudget, warnOfAbortedRequests } from '../serving/ml-service';
import { checkModelPinned, refuseBrokenModel } from '../serving/model/check-model';
import { isDownloaded } from '../serving/model/model';
import { addMonitoring } from '../serving/monitoring/monitoring';
import { checkImagesPinned } from '../serving/pinned-images';
import { demandDevices } from '../serving/rollout/device-demand';
import { inferenceService } from './kserve-predictor';
import type { KServeInferenceServiceProps } from './kserve-props';
import { storageAccount, storageUri } from './kserve-storage';
import { type OperatedPlan, operatedPlan, operatedTemplate } from './operated-server';

const CODE = 'KServeInferenceService';

/** A model server that KServe runs: an InferenceService in the mode without Knative, with the runtimes of this library. */
export class KServeInferenceService extends Construct {
  /** The Service that takes requests, `<name>-predictor`: with {@link port} a color of a route. */
  readonly name: string;
  /** The Service's port for HTTP. */
  readonly port: number = 80;
  readonly namespace: string;
  /** Labels that select the service's pods, and nothing else. */
  readonly selector: Readonly<Record<string, string>>;
  readonly endpoints: Endpoints;
  /** The InferenceService, for patches that no prop offers: `service.workload.addJsonPatch(…)`. */
  readonly workload: ApiObject;

  constructor(scope: Construct, id: string, props: KServeInferenceServiceProps) {
    super(scope, id);
    const where = this.node.path;
    this.namespace = namespaceAround(this);
    refuseBroken(where, props);
    const name = checkNames(where, props.name ?? id, this.namespace);
    checkModelPinned(this, props.model);
    const operated = operatedPlan(this, name, { ...props, fetchedSize: props.modelSize }, storageEnv(where, props));
    checkImagesPinned(this, operated.props);
    const { plan } = operated;
    this.name = `${name}-predictor`;
    this.selector = plan.selector;
    this.endpoints = { selector: plan.selector, port: plan.engine.ports[0].port };
    this.workload = customObject(this, 'Resource', predictorOf(this, name, operated, props));
    addCompanions(this, operated, props);
    const { accelerator, extendedResources, rollout } = props;
    demandDevices(this, {
      workload: `${this.namespace}/${name}`,
      accelerator,
      extendedResources,
      podsOfUnit: 1,
      replicas: plan.replicas,
      rollout,
    });
    setTimeBudget(this, timeBudget(plan));
    warnOfAbortedRequests(this, plan);
  }
}

/** What another engine can and this one cannot, asked again for callers without a compiler: nothing is dropped without a word. */
function refuseBroken(where: string, props: KServeInferenceServiceProps): void {
  validateProps(CODE, where, props);
  refuseBrokenModel(where, props.model);
  refuseBrokenCallers(where, props.callers);
  const refuse = (prop: string, what: string, fix: string) => {
    throw new ConfigError(`${CODE}.${prop}`, { where, what, fix });
  };
  const { replicas, monitoring, model } = props;
  if (typeof replicas === 'object' && (replicas.kind !== 'hpa' || replicas.cpuUtilization === undefined)) {
    refuse(
      'replicas',
      "KServe's own autoscaler knows the use of processors and of memory",
      'use Scale.hpa({ min, max, cpuUtilization: 70 }), or MLService',
    );
  }
  if (monitoring !== undefined && monitoring.kind !== 'PodMonitor') {
    refuse('monitoring', 'the Service is made by KServe, with labels of its own', 'use Monitoring.pods()');
  }
  if (isDownloaded(model) === (props.modelSize === undefined)) {
    const what = isDownloaded(model) ? 'nobody said how large the download is' : `a model of the kind ${model.kind} is not downloaded`;
    refuse('modelSize', what, isDownloaded(model) ? 'add modelSize: Size.gibibytes(16)' : 'remove modelSize');
  }
}

/** KServe writes the name into host names together with the namespace. */
function checkNames(where: string, name: string, namespace: string): string {
  checkName(`${CODE}.name`, where, name, DNS_1035_LABEL, LONGEST_NAMES['serving.kserve.io/InferenceService'].max);
  checkName(`${CODE}.name`, where, `${name}-predictor-${namespace}`, DNS_1035_LABEL);
  return name;
}

/** Read by KServe's storage initializer for containers that are not those of a ServingRuntime. */
function storageEnv(where: string, { model }: KServeInferenceServiceProps): Readonly<Record<string, string>> {
  return isDownloaded(model) ? { STORAGE_URI: storageUri(CODE, where, model) } : {};
}

function predictorOf(scope: Construct, name: string, operated: OperatedPlan, props: KServeInferenceServiceProps) {
  const { plan } = operated;
  const account = storageAccount(scope, CODE, plan, props);
  const strategy = chosenStrategy(scope, plan, props, (chosen) => chosen);
  return inferenceService(
    { name, labels: plan.labels, replicas: props.replicas, strategy },
    operatedTemplate(operated, account, props.model),
  );
}

function addCompanions(scope: Construct, { plan, props: inner }: OperatedPlan, { callers }: KServeInferenceServiceProps): void {
  const { identity, labels, selector, replicas, engine } = plan;
  addMonitoring(scope, plan, inner);
  if (canBudgetDisruptions(replicas)) kubeObject(scope, 'PodDisruptionBudget', disruptionBudget(identity.instance, labels, selector));
  if (callers !== undefined) {
    const policy = networkPolicy(identity.instance, labels, selector, engine.ports, callers);
    assertValidManifest(`${CODE}.callers`, scope.node.path, policy);
    kubeObject(scope, 'NetworkPolicy', policy);
  }
}
