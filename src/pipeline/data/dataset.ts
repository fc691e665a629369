import type { Duration, Size } from 'cdk8s';
import { checkedFactories } from '../../base/validate-props';
import { type NamedRef, nameOf } from '../../kube/pod/environment-variables';
import type { AccessMode, DataVolume } from '../../platform/storage/data-volume';
import type { ExistingVolume } from '../../platform/storage/existing-volume';

interface CommonDataset {
  /** Unique in a pipeline; the beginning of the variables that stages find it by. */
  readonly name: string;
  /** Filled by somebody else, so that no stage has to write it. */
  readonly external: boolean;
}

/** A volume that stages share. Made by {@link Dataset.pvc} and {@link Dataset.volume}. */
export interface PvcDataset extends CommonDataset {
  readonly kind: 'pvc';
  readonly accessMode: AccessMode;
  /** The group that its files belong to. */
  readonly fsGroup?: number;
  /** The claim that the pipeline makes, or one that was made before. */
  readonly claim: { readonly size: Size; readonly storageClass?: string } | { readonly volume: DataVolume | ExistingVolume };
}

/** A place in a bucket. Made by {@link Dataset.s3}. */
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
  /** Where the brokers are, or the Kafka of Strimzi that gets the topic. */
  readonly brokers: { readonly bootstrapServers: string } | KafkaTopicProps;
}

/** What flows between stages. */
export type Dataset = PvcDataset | S3Dataset | KafkaDataset;

export interface DatasetOptions {
  /** Says that the data comes from outside: a read of it needs no stage that writes it. @default false */
  readonly external?: boolean;
}

export interface PvcDatasetProps extends DatasetOptions {
  readonly size: Size;
  /** Who may mount it at the same time. One that only one node can mount is refused for stages that may run at once (`DataPipeline.claim`). */
  readonly accessMode: AccessMode;
  /** @default - the cluster's own default */
  readonly storageClass?: string;
  /**
   * The group that its files belong to, given to every stage that uses it: a new volume belongs to root, and what one stage writes another must be
   * able to read. A stage's own `security.fsGroup` wins.
   *
   * @default 1000
   */
  readonly fsGroup?: number;
}

export interface VolumeDatasetOptions extends DatasetOptions {
  /** The group that its files belong to, given to every stage that uses it. @default - none: whoever filled it decided */
  readonly fsGroup?: number;
}

export interface S3DatasetProps extends DatasetOptions {
  /**
   * The Secret with the keys `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`.
   *
   * @default - none: the stage's ServiceAccount has a cloud identity
   */
  readonly credentials?: string | NamedRef;
  /** Address of a store that is not AWS's: `https://minio.storage.svc:9000`. @default - AWS */
  readonly endpoint?: string;
  /** @default - that of the node */
  readonly region?: string;
}

/** A topic that the pipeline makes, in a Kafka that Strimzi runs. */
export interface KafkaTopicProps {
  /** The `Kafka` object. */
  readonly cluster: string | NamedRef;
  /** Where it stands: Strimzi looks for topics there. @default - the pipeline's namespace */
  readonly namespace?: string;
  /** Number of partitions. It can grow later, and never shrink. */
  readonly partitions: number;
  /** Copies of each partition. */
  readonly replicas: number;
  /** How long messages are kept. @default - as the brokers say */
  readonly retention?: Duration;
  /** Port of the listener that stages use. @default 9092 */
  readonly port?: number;
}

export type KafkaDatasetProps = DatasetOptions & {
  /** The topic's name in Kafka. @default - the data set's */
  readonly topic?: string;
} & ({ readonly bootstrapServers: string; readonly cluster?: never } | (KafkaTopicProps & { readonly bootstrapServers?: never }));

/** The default of {@link PvcDatasetProps.fsGroup}. */
const FS_GROUP = 1000;

/** Kinds of data. A value stands for the same data wherever it is used: make it once. */
export const Dataset = checkedFactories('Dataset', {
  /** A PersistentVolumeClaim that the pipeline makes and no delivery deletes. Stages find it mounted at `/data/<name>`. */
  pvc(name: string, props: PvcDatasetProps): PvcDataset {
    const { size, accessMode, storageClass, fsGroup = FS_GROUP, external = false } = props;
    return { kind: 'pvc', name, external, accessMode, fsGroup, claim: { size, storageClass } };
  },
  /** A claim that was made before, of the pipeline's namespace: a `DataVolume` or an `ExistingVolume`. */
  volume(volume: DataVolume | ExistingVolume, options: VolumeDatasetOptions = {}): PvcDataset {
    const { external = false, fsGroup } = options;
    return { kind: 'pvc', name: volume.name, external, accessMode: volume.accessMode, fsGroup, claim: { volume } };
  },
  /** A place in an S3 bucket: `s3://bucket/prefix`. Stages find it in the variable `<NAME>_URI`. */
  s3(name: string, uri: string, props: S3DatasetProps = {}): S3Dataset {
    const { external = false, credentials, endpoint, region } = props;
    return { kind: 's3', name, uri, external, credentials: credentials && nameOf(credentials), endpoint, region };
  },
  /** A Kafka topic. Stages find it in the variables `<NAME>_TOPIC` and `<NAME>_BOOTSTRAP_SERVERS`. */
  kafka(name: string, props: KafkaDatasetProps): KafkaDataset {
    const { external = false, topic = name, bootstrapServers, ...made } = props;
    const brokers = bootstrapServers === undefined ? (made as KafkaTopicProps) : { bootstrapServers };
    return { kind: 'kafka', name, topic, external, brokers };
  },
} as const);
