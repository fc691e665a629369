// The app and its environments.
export { GitOpsApp, type GitOpsAppProps } from './app/gitops-app';
export { ConfigError } from './base/config-error';
export { Cpu } from './base/cpu';
export type { Finding, FindingSubject, Severity } from './base/finding';
export { FindingsError } from './base/findings-error';
// Batch.
export { BatchJob } from './batch/batch-job';
export type { BatchJobProps } from './batch/batch-job-props';
export type { Parallel, PerIndex, SuccessRule } from './batch/job/indexed-job';
export type { OneNodeProps } from './batch/job/plain-job-props';
export { Engine } from './batch/job-engine';
export type { JobSetOptions, JobSetProps } from './batch/job-set/job-set-props';
export { Launch, type MpiOptions, type TorchrunOptions } from './batch/job-set/launch';
export type { JobPodProps } from './batch/pod/job-pod';
export { Queue, type QueueOptions, type QueueTopology } from './batch/queue/queue';
export type { RayJobProps, RayOptions, RayPodResources } from './batch/ray/ray-job-props';
export { type HookPhase, Run, type RunHistory, type RunOnceOptions, type RunScheduledOptions } from './batch/run/run';
export type { SparkDependencies, SparkJobProps, SparkOptions } from './batch/spark/spark-job-props';
export type { Initializer, RuntimeReference, TrainJobOptions, TrainJobProps } from './batch/train-job/train-job-props';
export type { VolcanoJobProps, VolcanoOptions } from './batch/volcano/volcano-job-props';
// Check.
export { accept } from './check/accept';
export type { PolicyAction, PolicyNamespaces } from './check/policy/binding-spec';
export type { ChosenRule, RuleChoice } from './check/policy/chosen-rules';
export type { EnforceableCode } from './check/policy/enforceable';
export { RulePolicies, type RulePoliciesProps } from './check/policy/rule-policies';
// Environments.
export { type Capacity, Environment, type EnvironmentProps } from './environment/environment';
export { Release } from './environment/release';
export type { InactiveRelease, RouteRelease } from './environment/release-file';
// Delivery.
export { AppProject, type AppProjectProps, type GroupKind, type ProjectDestination, type SyncWindow } from './gitops/argo-cd/app-project';
export type { ArgoApplicationProps } from './gitops/argo-cd/argo-application';
export { ArgoApplication } from './gitops/argo-cd/argo-application';
export type { ArgoAutomation, ArgoIgnoreDifference, ArgoSyncOptions } from './gitops/argo-cd/argo-application-spec';
export { ArgoHealthRules, type ArgoHealthRulesProps } from './gitops/argo-cd/argo-health-rules';
export type { ArgoRetry } from './gitops/argo-cd/argo-retry';
export type { ArgoSource } from './gitops/argo-cd/argo-source';
export { ArgoDestination } from './gitops/argo-cd/argo-source';
export type { FluxDependency, FluxHealthTarget, FluxKubeConfig, FluxKustomizationProps } from './gitops/flux/flux-kustomization';
export { FluxKustomization } from './gitops/flux/flux-kustomization';
export type { FluxRewrite, FluxSubstitution, FluxTarget, FluxVariables } from './gitops/flux/flux-rewrite';
export { FluxSource } from './gitops/flux/flux-source';
export { type GitInclude, GitRef, GitRepository, type GitRepositoryProps, type GitVerification } from './gitops/flux/git-repository';
export { OciRef, OciRepository, type OciRepositoryProps, type OciVerification } from './gitops/flux/oci-repository';
export { HEALTH_RULES, type HealthRule } from './gitops/health/health-rules';
export type { StandbyTarget } from './kube/capacity/demand';
export { declareDemand, declareIdle } from './kube/capacity/demand';
export type { Demand } from './kube/capacity/pod-demand';
export { warn } from './kube/construct-findings';
export { commentValue } from './kube/delivery/value-comment';
// Pods and objects.
export { type Accelerator, Gpu, type GpuDevices, Tpu, type TpuSlice } from './kube/devices/accelerator';
export { type ClaimedDevices, type DeviceClaimOptions, Dra } from './kube/devices/claimed-devices';
export { type CustomObject, customObject, kubeObject } from './kube/kube-object';
export type { CostLabels } from './kube/label-context';
export { Env, type EnvSource, type EnvVariables, type NamedRef } from './kube/pod/environment-variables';
export { Mount, type MountOptions } from './kube/pod/mount';
export type { PodProps } from './kube/pod/pod-props';
export type { CpuAmount, ExtendedResources, Resources } from './kube/pod/resources';
export type { SecurityExceptions, SecurityProps } from './kube/pod/security';
export { Monitoring, type MonitoringOptions } from './kube/server/monitoring';
// Model servers that an operator runs.
export { KServeInferenceService } from './operator/kserve/kserve-inference-service';
export { KServeLLMInferenceService } from './operator/kserve/kserve-llm-inference-service';
export type { KServeLLMInferenceServiceProps, KServeRouteGroup } from './operator/kserve/kserve-llm-props';
export type { KServeInferenceServiceProps } from './operator/kserve/kserve-props';
export { KubeRayService } from './operator/kuberay/kuberay-service';
export type { RayApplication, RayDeployment } from './operator/kuberay/ray-application';
export type { KubeRayServiceProps, RayBounds, RayWorkerGroup } from './operator/kuberay/ray-props';
export { type IncrementalUpgrade, RayUpgrade } from './operator/kuberay/ray-upgrade';
export {
  Dataset,
  type DatasetOptions,
  type KafkaDatasetOptions,
  type KafkaTopicOptions,
  type PvcDatasetOptions,
  type S3DatasetOptions,
  type VolumeDatasetOptions,
} from './pipeline/data/dataset';
export type { DatasetRead, DatasetUse } from './pipeline/data/dataset-use';
// Pipelines.
export { DataPipeline, type DataPipelineProps } from './pipeline/data-pipeline';
export { type ArgoStages, type FluxStages, Order, type ScheduleOptions, type WorkflowOptions } from './pipeline/order';
export {
  type JobStage,
  type OwnJobOptions,
  type RerunOptions,
  type ServeStage,
  type ServiceStage,
  Stage,
  type StageLinks,
  type StatefulStage,
  type TaskOptions,
  type TaskStage,
} from './pipeline/stages/stage';
export { Role, type RoleProps, type RoleRule } from './platform/access/role';
export { RoleBinding, type RoleBindingProps, Subject } from './platform/access/role-binding';
export { CloudIdentity, WorkloadAccount, type WorkloadAccountProps } from './platform/access/workload-account';
export type { Isolation } from './platform/namespace/isolation';
export { ExternalEndpoint } from './platform/namespace/isolation';
export type { ContainerDefaults, Quota } from './platform/namespace/quota';
export type { PodSecurityLevel, PodSecurityLevels } from './platform/namespace/team-namespace';
export { TeamNamespace, type TeamNamespaceProps } from './platform/namespace/team-namespace';
export { Tenant, type TenantAccess, type TenantProps, type TenantQueue } from './platform/namespace/tenant';
export { ClusterQueue, type ClusterQueueProps, type QueuePreemption } from './platform/queue/cluster-queue';
export { LocalQueue, type LocalQueueProps } from './platform/queue/local-queue';
export {
  PriorityClass,
  type PriorityClassProps,
  WorkloadPriorityClass,
  type WorkloadPriorityClassProps,
} from './platform/queue/priority-class';
export type { FlavorQuota } from './platform/queue/queue-quota';
export { type NodeTaint, ResourceFlavor, type ResourceFlavorProps } from './platform/queue/resource-flavor';
export { ConfigMap, type ConfigMapProps } from './platform/storage/config-map';
// What a team needs around it.
export type { AccessMode } from './platform/storage/data-volume';
export { DataVolume, type DataVolumeProps } from './platform/storage/data-volume';
export { ExistingVolume, type ExistingVolumeProps, VolumeSource } from './platform/storage/existing-volume';
export { VolumeSnapshot, type VolumeSnapshotProps } from './platform/storage/volume-snapshot';
export type { Layout } from './render/layout';
export { type EndpointPicker, InferencePool, type InferencePoolProps, type PooledService, type PoolRoute } from './routing/inference-pool';
// Routing.
export { BlueGreenRoute } from './routing/route/blue-green-route';
export type { BlueGreenRouteProps, RouteProps } from './routing/route/blue-green-route-props';
export type { Color } from './routing/route/colors';
export { Inactive } from './routing/route/inactive';
export type { LiveInCode, LiveInRelease } from './routing/route/live-traffic';
export { Preview } from './routing/route/route-preview';
export type { RouteTimeouts } from './routing/route/route-timeouts';
export type { ServiceTarget } from './routing/route/service-target';
export { Sticky } from './routing/route/sticky';
export { Traffic, type Weights } from './routing/route/traffic';
export type { ColoredPods } from './routing/routers/colored-pods';
export type { GatewayApiOptions, GatewayApiRouter } from './routing/routers/gateway-api-router';
export type { GatewayReference } from './routing/routers/gateway-reference';
export type { HaproxyIngressOptions, HaproxyIngressRouter } from './routing/routers/haproxy-ingress-router';
export type { HaproxyTechOptions, HaproxyTechRouter } from './routing/routers/haproxy-tech-router';
export type { IngressOptions } from './routing/routers/ingress-object';
export type { IstioOptions, IstioRouter } from './routing/routers/istio-router';
export type { NginxOptions, NginxRouter } from './routing/routers/nginx-router';
export type { Router } from './routing/routers/router';
export type { TraefikOptions, TraefikRouter } from './routing/routers/traefik-router';
export { Via } from './routing/routers/via';
export { Caller } from './serving/caller';
export { MLService } from './serving/ml-service';
export type { MLServiceProps } from './serving/ml-service-props';
export type { Download } from './serving/model/download';
// Serving.
export { Cache, Model } from './serving/model/model';
export type { CountedObjective, Slo, SpeedObjective } from './serving/monitoring/slo';
export { Rollout, Startup } from './serving/rollout/rollout';
export { type CustomRuntimeOptions, Runtime, type TgiOptions, type TritonOptions, type VllmOptions } from './serving/runtime/runtime';
export type { KedaOptions } from './serving/scale/keda';
export { KedaTrigger } from './serving/scale/keda';
export { type HpaScale, type HpaTarget, Scale } from './serving/scale/replicas';
// Servers without a model.
export type { PodStorage } from './workload/claim-template';
export { Health } from './workload/health';
export { NodeService, type NodeServiceProps } from './workload/node-service';
export { Nodes } from './workload/nodes';
export type { ServerProps } from './workload/server-props';
export { StatefulService, type StatefulServiceProps } from './workload/stateful-service';
export { WebService, type WebServiceProps } from './workload/web-service';
