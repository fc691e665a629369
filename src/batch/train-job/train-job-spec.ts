import type {
  Affinity,
  EnvVar,
  PodSecurityContext,
  ResourceRequirements,
  SecurityContext,
  Toleration,
  Volume,
  VolumeMount,
} from '../../../imports/kubernetes';

/**
 * The fields of a TrainJob that this library writes. Typed by hand: generated bindings would repeat the whole pod specification.
 *
 * @see https://www.kubeflow.org/docs/components/trainer/
 */
export interface TrainJobSpec {
  readonly suspend?: boolean;
  readonly runtimeRef: { readonly apiGroup: string; readonly kind: string; readonly name: string };
  readonly activeDeadlineSeconds?: number;
  readonly initializer?: { readonly dataset?: InitializerSpec; readonly model?: InitializerSpec };
  readonly trainer: TrainerSpec;
  readonly runtimePatches: readonly RuntimePatch[];
}

export interface InitializerSpec {
  readonly storageUri: string;
  readonly env?: readonly EnvVar[];
  readonly secretRef?: { readonly name: string };
}

export interface TrainerSpec {
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly numNodes: number;
  readonly numProcPerNode?: number;
  readonly resourcesPerNode?: ResourceRequirements;
}

/** What one manager changes of the runtime's pods. */
export interface RuntimePatch {
  readonly manager: string;
  readonly trainingRuntimeSpec: { readonly template: { readonly spec: { readonly replicatedJobs: readonly ReplicatedJobPatch[] } } };
}

export interface ReplicatedJobPatch {
  readonly name: string;
  readonly template: { readonly spec: { readonly template: PodTemplatePatch } };
}

export interface PodTemplatePatch {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: PodSpecPatch;
}

/** All that Trainer lets a patch change of a pod, less its init containers and gates. */
export interface PodSpecPatch {
  readonly serviceAccountName?: string;
  readonly volumes?: readonly Volume[];
  readonly containers: readonly {
    readonly name: string;
    readonly volumeMounts?: readonly VolumeMount[];
    readonly securityContext?: SecurityContext;
  }[];
  readonly imagePullSecrets?: readonly { readonly name?: string }[];
  readonly securityContext?: PodSecurityContext;
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: Affinity;
  readonly tolerations?: readonly Toleration[];
  readonly terminationGracePeriodSeconds?: number;
}
