import { ConfigError } from '../../base/config-error';
import { Env, type EnvVariables, mergeVariables } from '../../kube/pod/environment-variables';
import { Mount } from '../../kube/pod/mount';
import type { Dataset, KafkaDataset, PvcDataset, S3Dataset } from './dataset';
import { bootstrapServers } from './dataset-objects';

/** A data set as a stage uses it: by itself, in its usual place, or with a place of its own. */
export type DatasetUse =
  | Dataset
  | {
      readonly dataset: PvcDataset;
      /** Where it is mounted; `false` when the stage finds it in another way, as a server does with `Model.pvc`. @default - `/data/<name>` */
      readonly at?: string | false;
      /** A directory inside, to mount a part of it. @default - all */
      readonly subPath?: string;
      readonly env?: undefined;
    }
  | {
      readonly dataset: S3Dataset | KafkaDataset;
      /** The beginning of its variables; `false` when the stage finds it in another way. @default - the name in capitals */
      readonly env?: string | false;
      readonly at?: undefined;
      readonly subPath?: undefined;
    };

/** A data set that a stage reads. */
export type DatasetRead =
  | DatasetUse
  | (Exclude<DatasetUse, Dataset> & {
      /**
       * Whether the stage starts only after those who write it. With `false` it takes what is there: a service whose data a nightly job renews.
       *
       * @default true
       */
      readonly waits?: boolean;
    });

/** A use with nothing left open. */
export interface PlainUse {
  readonly dataset: Dataset;
  readonly at?: string | false;
  readonly subPath?: string;
  readonly env?: string | false;
  readonly waits: boolean;
}

export function plainUse(use: DatasetRead): PlainUse {
  if (!('dataset' in use)) return { dataset: use, waits: true };
  return { waits: true, ...use };
}

/** What a stage's pods are given to find their data. */
export interface DataAccess {
  readonly mounts: readonly Mount[];
  readonly env: EnvVariables;
  /** The group of the claims' files. */
  readonly fsGroup?: number;
}

/** Mounts and variables for what a stage reads and writes; what it only reads is mounted read-only. */
export function dataAccess(where: string, namespace: string, reads: readonly PlainUse[], writes: readonly PlainUse[]): DataAccess {
  const written = new Set(writes.map(({ dataset }) => dataset));
  const uses = [...writes, ...reads.filter(({ dataset }) => !written.has(dataset))];
  const mounts = uses.flatMap((use) => claimMount(use, written.has(use.dataset)));
  const env = uses.reduce<EnvVariables>((all, use) => addVariables(where, all, variablesOf(namespace, use)), {});
  return { mounts, env, fsGroup: fileGroup(where, uses) };
}

/** A pod has one group for the files of all its volumes. */
function fileGroup(where: string, uses: readonly PlainUse[]): number | undefined {
  const claims = uses.flatMap(({ dataset }) => (dataset.kind === 'pvc' && dataset.fsGroup !== undefined ? [dataset] : []));
  const groups = [...new Set(claims.map(({ fsGroup }) => fsGroup))];
  if (groups.length < 2) return groups[0];
  const what = `the stage's claims belong to different groups: ${claims.map(({ name, fsGroup }) => `"${name}" to ${fsGroup}`).join(', ')}`;
  throw new ConfigError('DataPipeline.access', { where, what, fix: 'give them one fsGroup, or split the stage' });
}

function claimMount({ dataset, at = `/data/${dataset.name}`, subPath }: PlainUse, writable: boolean): readonly Mount[] {
  if (dataset.kind !== 'pvc' || at === false) return [];
  return [Mount.claim(at, dataset.name, { name: dataset.name, ...(writable ? {} : { readOnly: true }), subPath })];
}

function variablesOf(
  namespace: string,
  { dataset, at = `/data/${dataset.name}`, env = variableName(dataset.name) }: PlainUse,
): EnvVariables {
  switch (dataset.kind) {
    case 'pvc':
      return at === false ? {} : { [`${variableName(dataset.name)}_PATH`]: at };
    case 's3':
      return env === false ? {} : { [`${env}_URI`]: dataset.uri, ...s3Access(dataset) };
    case 'kafka':
      return env === false
        ? {}
        : { [`${env}_TOPIC`]: dataset.topic, [`${env}_BOOTSTRAP_SERVERS`]: bootstrapServers(namespace, dataset.brokers) };
  }
}

/** The variables that every S3 client reads. @see https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html */
function s3Access({ credentials, endpoint, region }: S3Dataset): EnvVariables {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'];
  return {
    ...(credentials === undefined ? {} : Object.fromEntries(keys.map((key) => [key, Env.secret(credentials, key)]))),
    ...(endpoint === undefined ? {} : { AWS_ENDPOINT_URL_S3: endpoint }),
    ...(region === undefined ? {} : { AWS_REGION: region }),
  };
}

function variableName(name: string): string {
  return name.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
}

/** One process has one set of credentials: a second one would silently take the place of the first. */
function addVariables(where: string, all: EnvVariables, more: EnvVariables): EnvVariables {
  for (const [name, value] of Object.entries(more)) {
    if (!Object.hasOwn(all, name) || JSON.stringify(all[name]) === JSON.stringify(value)) continue;
    const what = `two of the stage's data sets want different values of ${name}`;
    throw new ConfigError('DataPipeline.access', {
      where,
      what,
      fix: 'give them the same credentials, endpoint and region, or { dataset, env: … } another name, or split the stage',
    });
  }
  return mergeVariables(all, more);
}
