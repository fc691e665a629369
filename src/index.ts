// The app and its environments.
export { GitOpsApp, type GitOpsAppProps } from './app/gitops-app';
export { ConfigError, type ConfigErrorProps } from './base/config-error';
export { Cpu } from './base/cpu';
export { FindingsError } from './base/findings-error';
// Batch.
export { BatchJob, type BatchJobProps } from './batch/batch-job';
export type { FinalExitCodes } from './batch/failure-policy';
export type { JobPodProps } from './batch/job-pod';
export type { JobSpecProps } from './batch/job-spec';
export type { OwnMountsProps } from './batch/own-mounts';
export type { Parallel, PerIndex } from './batch/parallelism';
export { type HookPhase, Run, type RunHistory, type RunOnceOptions, type RunScheduledOptions, type SuspendOptions } from './batch/run';
export type { SuccessRule } from './batch/success-policy';
export { type Capacity, Environment, type EnvironmentProps } from './environment/environment';
export { Release } from './environment/release';
export type { RouteRelease } from './environment/release-file';
// Delivery.
export { AppProject, type AppProjectProps, type GroupKind, type ProjectDestination, type SyncWindow } from './gitops/app-project';
export { ArgoApplication } from './gitops/argo-application';
export type { ArgoApplicationProps, ArgoAutomation, ArgoIgnoreDifference, ArgoSyncOptions } from './gitops/argo-application-props';
export { ArgoDestination } from './gitops/argo-destination';
export { ArgoHealthRules, type ArgoHealthRulesProps } from './gitops/argo-health-rules';
export type { ArgoRetry } from './gitops/argo-retry';
export type { ArgoSource } from './gitops/argo-source';
export { FluxKustomization } from './gitops/flux-kustomization';
export type { FluxDependency, FluxHealthTarget, FluxKubeConfig, FluxKustomizationProps } from './gitops/flux-kustomization-props';
export type { FluxRewrite, FluxSubstitution, FluxTarget, FluxVariables } from './gitops/flux-rewrite';
export { FluxSource } from './gitops/flux-source';
export { GitRef } from './gitops/git-ref';
export { type GitInclude, GitRepository, type GitRepositoryProps, type GitVerification } from './gitops/git-repository';
export { HEALTH_RULES, type HealthRule } from './gitops/health-rules';
export { OciRef } from './gitops/oci-ref';
export { OciRepository, type OciRepositoryProps, type OciVerification } from './gitops/oci-repository';
// Pods and objects.
export { type Accelerator, Gpu } from './kube/accelerator';
export { type Demand, declareDemand, declareIdle } from './kube/demand';
export { Env, type EnvSource, type EnvVariables, type Named } from './kube/environment-variables';
export { type CustomObject, customObject, kubeObject } from './kube/kube-object';
export { Mount, type MountOptions } from './kube/mount';
export type { PodProps } from './kube/pod';
export type { CpuAmount, Resources } from './kube/resources';
export type { SecurityExceptions, SecurityProps } from './kube/security';
export { commentValue } from './kube/value-comment';
export { type Warning, warn } from './kube/warning';
// Rendering.
export type { FileTree, FileTreeDirectory } from './manifest/file-tree';
export type { Manifest, ManifestMetadata, ValueComment } from './manifest/manifest';
// What a team needs around it.
export { CloudIdentity } from './platform/cloud-identity';
export type { ContainerDefaults } from './platform/container-defaults';
export { type AccessMode, DataVolume, type DataVolumeProps } from './platform/data-volume';
export type { Isolation } from './platform/isolation';
export type { PodSecurityLevel, PodSecurityLevels } from './platform/pod-security';
export type { Quota } from './platform/quota';
export { TeamNamespace, type TeamNamespaceProps } from './platform/team-namespace';
export { WorkloadAccount, type WorkloadAccountProps } from './platform/workload-account';
export type { Layout } from './render/layout';
export { type Rendered, renderApp } from './render/render-app';
export type { RenderedObject } from './render/rendered-object';
// Routing.
export { BlueGreenRoute, type BlueGreenRouteProps, type RouteProps } from './routing/blue-green-route';
export type { Colour } from './routing/colours';
export type { GatewayApiOptions, GatewayApiRouter } from './routing/gateway-api';
export type { GatewayReference } from './routing/gateway-reference';
export type { LiveInCode, LiveInRelease } from './routing/live-traffic';
export type { NginxOptions, NginxRouter } from './routing/nginx';
export { Preview } from './routing/preview';
export type { RouteTimeouts } from './routing/route-timeouts';
export type { Router } from './routing/router';
export type { ServiceTarget } from './routing/service-target';
export { Traffic, type Weights } from './routing/traffic';
export { Via } from './routing/via';
// Serving.
export { Cache } from './serving/cache';
export { Caller } from './serving/caller';
export type { Download } from './serving/download';
export { MLService } from './serving/ml-service';
export type { MLServiceProps } from './serving/ml-service-props';
export { Model } from './serving/model';
export { Rollout } from './serving/rollout';
export { type CustomProps, Runtime, type TgiProps, type TritonProps, type VllmProps } from './serving/runtime';
export { type HpaScale, type HpaTarget, Scale } from './serving/scale';
export { Startup } from './serving/startup';
