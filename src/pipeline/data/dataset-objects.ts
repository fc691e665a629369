import type { Size } from 'cdk8s';
import { Construct } from 'constructs';
import { ConfigError } from '../../base/config-error';
import { checkName, DNS_SUBDOMAIN } from '../../base/names';
import { addDeliveryHints } from '../../kube/delivery/delivery-hints';
import { customObject } from '../../kube/kube-object';
import { nameOf } from '../../kube/pod/environment-variables';
import { wholeNumber } from '../../kube/whole-number';
import { DataVolume } from '../../platform/storage/data-volume';
import type { Dataset, KafkaDataset, KafkaTopicOptions, PvcDataset } from './dataset';

/** A dataset whose object the pipeline creates. */
export type MadeDataset =
  | (PvcDataset & { readonly claim: { readonly size: Size } })
  | (KafkaDataset & { readonly brokers: KafkaTopicOptions });

/** Whether the pipeline creates an object for a dataset. */
export function isMade(dataset: Dataset): dataset is MadeDataset {
  if (dataset.kind === 'pvc') return 'size' in dataset.claim;
  return dataset.kind === 'kafka' && 'cluster' in dataset.brokers;
}

/** Creates the object of a dataset. No delivery deletes it. */
export function makeDataset(scope: Construct, app: string, dataset: MadeDataset): Construct {
  if (dataset.kind === 'kafka') return makeTopic(scope, dataset, dataset.brokers);
  const { name, accessMode, claim } = dataset;
  return new DataVolume(scope, name, { ...claim, accessMode, app });
}

/** The addresses of the brokers. */
export function bootstrapServers(namespace: string, brokers: KafkaDataset['brokers']): string {
  if ('bootstrapServers' in brokers) return brokers.bootstrapServers;
  return `${nameOf(brokers.cluster)}-kafka-bootstrap.${brokers.namespace ?? namespace}.svc:${brokers.port ?? 9092}`;
}

/** @see https://strimzi.io/docs/operators/latest/deploying#using-the-topic-operator-str */
function makeTopic(scope: Construct, { name, topic }: KafkaDataset, brokers: KafkaTopicOptions): Construct {
  const place = new Construct(scope, name);
  const where = place.node.path;
  const { cluster, namespace, partitions, replicas, retention } = brokers;
  if (!/^[A-Za-z0-9._-]{1,249}$/.test(topic)) {
    const fix = 'use letters, digits, ".", "_" and "-"';
    throw new ConfigError('DataPipeline.topic', { where, what: `invalid topic name ${JSON.stringify(topic)}`, fix });
  }
  const count = (title: string, value: number, max?: number) => wholeNumber('DataPipeline.topic', where, value, { title, min: 1, max });
  const object = customObject(place, 'Resource', {
    apiVersion: 'kafka.strimzi.io/v1',
    kind: 'KafkaTopic',
    metadata: {
      name: checkName('DataPipeline.topic', where, name, DNS_SUBDOMAIN),
      ...(namespace === undefined ? {} : { namespace }),
      labels: { 'strimzi.io/cluster': nameOf(cluster) },
    },
    spec: {
      ...(topic === name ? {} : { topicName: topic }),
      partitions: count('partitions', partitions),
      replicas: count('replicas', replicas, 32_767),
      ...(retention === undefined ? {} : { config: { 'retention.ms': retention.toMilliseconds() } }),
    },
  });
  // Strimzi deletes a topic and its messages with the object.
  addDeliveryHints(object, { retain: true });
  return place;
}
