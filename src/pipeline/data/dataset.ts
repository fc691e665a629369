import type { Duration, Size } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { AccessMode, DataVolume } from '../../platform/storage/data-volume';
import type { ExistingVolume } from '../../platform/storage/existing-volume';

interface CommonDataset {
  /** Unique in a pipeline; the prefix of its variables. */
  readonly name: string;
  /** Filled from outside, so no stage has to write it. */
  readonly external: boolean;
}

/** A volume that stages share. Made by {@link Dataset.pvc} and {@link Dataset.volume}. */
export interface PvcDataset extends CommonDataset {
  readonly kind: 'pvc';
  readonly accessMode: AccessMode;
  /** The group of its files. */
  readonly fsGroup?: number;
  /** The claim that the pipeline creates, or an existing one. */
  readonly claim: { readonly size: Size; readonly storageClass?: string } | { readonly volume: DataVolume | ExistingVolume };
}

/** A prefix in a bucket. Made by {@link Dataset.s3}. */
export interface S3Dataset extends CommonDataset {
  readonly kind: 's3';
  readonly uri: string;
  /** The Secret with `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. */
  readonly credentials?: string;
  readonly endpoint?: string;
  readonly region?: string;
}

/** A stream. Made by {@link Dataset.kafka}. */
export interface KafkaDataset extends CommonDataset {
  readonly kind: 'kafka';
  readonly topic: string;
  /** Addresses of the brokers, or the Strimzi Kafka that gets the topic. */
  readonly brokers: { readonly bootstrapServers: string } | KafkaTopicOptions;
}

/** Data that flows between stages. */
export type Dataset = PvcDataset | S3Dataset | KafkaDataset;

export interface DatasetOptions {
  /** The data comes from outside: no stage has to write it. @default false */
  readonly external?: boolean;
}

export interface PvcDatasetOptions extends DatasetOptions {
  /** Capacity, above zero. @example Size.gibibytes(100) */
  readonly size: Size;
  /**
   * Which pods can mount it at the same time. A mode for one node is refused if stages can run at the same time (`DataPipeline.claim`).
   *
   * @example 'ReadWriteMany'
   */
  readonly accessMode: AccessMode;
  /** The StorageClass: `'shared'`. @default - the cluster's default */
  readonly storageClass?: string;
  /**
   * The group of its files, set on every stage that uses it: a new volume belongs to root, and stages must be able to read each other's
   * files. A stage's `security.fsGroup` wins.
   *
   * @default 1000
   */
  readonly fsGroup?: number;
}

export interface VolumeDatasetOptions extends DatasetOptions {
  /** The group of its files, set on every stage that uses it: `1000`. @default - none */
  readonly fsGroup?: number;
}

export interface S3DatasetOptions extends DatasetOptions {
  /**
   * Secret with the keys `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`: `'bucket-keys'`.
   *
   * @default - none: the stage's ServiceAccount has a cloud identity
   */
  readonly credentials?: string | NamedRef;
  /** URL of a store other than AWS: `https://minio.storage.svc:9000`. @default - AWS */
  readonly endpoint?: string;
  /** The region: `'eu-central-1'`. @default - that of the node */
  readonly region?: string;
}

/** A topic that the pipeline creates in a Strimzi Kafka. */
export interface KafkaTopicOptions {
  /** The `Kafka` object, or its name. @example 'events' */
  readonly cluster: string | NamedRef;
  /** Namespace of the Kafka, where Strimzi watches topics: `'kafka'`. @default - the pipeline's namespace */
  readonly namespace?: string;
  /** Number of partitions (`DataPipeline.topic`). It can grow later, never shrink. @example 12 */
  readonly partitions: number;
  /** Copies of each partition. @example 3 */
  readonly replicas: number;
  /** How long messages are kept: `Duration.days(7)`. @default - the brokers' setting */
  readonly retention?: Duration;
  /** Port of the listener that stages use: `9093`. @default 9092 */
  readonly port?: number;
}

export type KafkaDatasetOptions = DatasetOptions & {
  /** The topic's name in Kafka: `'clicks'`. @default - the dataset's */
  readonly topic?: string;
} & ({ readonly bootstrapServers: string; readonly cluster?: never } | (KafkaTopicOptions & { readonly bootstrapServers?: never }));

/** The default of {@link PvcDatasetOptions.fsGroup}. */
const FS_GROUP = 1000;

/** Kinds of data. Create each dataset once and use the same value in all stages. */
export const Dataset = checkedFactories('Dataset', {
  /** A PersistentVolumeClaim that the pipeline creates and no delivery deletes, mounted at `/data/<name>`. */
  pvc(name: string, props: PvcDatasetOptions): PvcDataset {
    const { size, accessMode, storageClass, fsGroup = FS_GROUP, external = false } = props;
    return { kind: 'pvc', name, external, accessMode, fsGroup, claim: { size, storageClass } };
  },
  /** An existing claim of the pipeline's namespace: a `DataVolume` or an `ExistingVolume`. */
  volume(volume: DataVolume | ExistingVolume, options: VolumeDatasetOptions = {}): PvcDataset {
    const { external = false, fsGroup } = options;
    return { kind: 'pvc', name: volume.name, external, accessMode: volume.accessMode, fsGroup, claim: { volume } };
  },
  /** A prefix in an S3 bucket: `Dataset.s3('raw', 's3://bucket/prefix')`. Stages read its URI from the variable `<NAME>_URI`. */
  s3(name: string, uri: string, props: S3DatasetOptions = {}): S3Dataset {
    const { external = false, credentials, endpoint, region } = props;
    return { kind: 's3', name, uri, external, credentials: credentials && nameOf(credentials), endpoint, region };
  },
  /** A Kafka topic. Stages read it from the variables `<NAME>_TOPIC` and `<NAME>_BOOTSTRAP_SERVERS`. */
  kafka(name: string, props: KafkaDatasetOptions): KafkaDataset {
    const { external = false, topic = name, bootstrapServers, ...made } = props;
    const brokers = bootstrapServers === undefined ? (made as KafkaTopicOptions) : { bootstrapServers };
    return { kind: 'kafka', name, topic, external, brokers };
  },
} as const);
