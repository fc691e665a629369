import type {
  Affinity,
  Container,
  EnvVar,
  PodSecurityContext,
  SecurityContext,
  Toleration,
  Volume,
  VolumeMount,
} from '../../../imports/kubernetes';
import type { SparkDependencies } from './spark-job-props';

/**
 * The fields of a SparkApplication that this library writes. Typed by hand: generated bindings would repeat the whole pod specification.
 *
 * @see https://www.kubeflow.org/docs/components/spark-operator/
 */
export interface SparkApplicationSpec {
  readonly suspend?: boolean;
  readonly type: 'Python' | 'Scala' | 'Java' | 'R';
  readonly mode: 'cluster';
  readonly sparkVersion: string;
  readonly image: string;
  readonly imagePullSecrets?: readonly string[];
  readonly mainApplicationFile: string;
  readonly mainClass?: string;
  readonly arguments?: readonly string[];
  readonly sparkConf?: Readonly<Record<string, string>>;
  readonly hadoopConf?: Readonly<Record<string, string>>;
  readonly deps?: SparkDependencies;
  readonly restartPolicy: SparkRestartPolicy;
  readonly timeToLiveSeconds?: number;
  readonly volumes?: readonly Volume[];
  readonly driver: SparkPodSpec;
  readonly executor: SparkPodSpec & { readonly instances: number };
}

export interface SparkRestartPolicy {
  readonly type: 'Never' | 'OnFailure';
  readonly onFailureRetries?: number;
  readonly onFailureRetryInterval?: number;
  readonly onSubmissionFailureRetries?: number;
  readonly onSubmissionFailureRetryInterval?: number;
}

/** A pod as the operator describes it: fields of the container and of the pod side by side. */
export interface SparkPodSpec {
  readonly cores: number;
  readonly coreRequest: string;
  readonly coreLimit?: string;
  readonly memory: string;
  readonly memoryOverhead: string;
  readonly gpu?: { readonly name: string; readonly quantity: number };
  readonly serviceAccount: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly env?: readonly EnvVar[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly securityContext?: SecurityContext;
  readonly podSecurityContext?: PodSecurityContext;
  readonly initContainers?: readonly Container[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly tolerations?: readonly Toleration[];
  readonly affinity?: Affinity;
  readonly priorityClassName?: string;
  readonly schedulerName?: string;
  readonly terminationGracePeriodSeconds?: number;
}
