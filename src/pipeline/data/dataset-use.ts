import { ConfigError } from '../../base/config-error';
import { Env, type EnvVariables, mergeVariables } from '../../kube/pod/environment-variables';
import { Mount } from '../../kube/pod/mount';
import type { Dataset, KafkaDataset, PvcDataset, S3Dataset } from './dataset';
import { bootstrapServers } from './dataset-objects';

/** A dataset as a stage uses it: in its usual place, or in another one. */
export type DatasetUse =
  | Dataset
  | {
      readonly dataset: PvcDataset;
      /** Mount path: `'/models'`; `false` for no mount, as with `Model.pvc`. @default - `/data/<name>` */
      readonly at?: string | false;
      /** Directory inside, to mount a part of it: `'v2'`. @default - all */
      readonly subPath?: string;
      readonly env?: undefined;
    }
  | {
      readonly dataset: S3Dataset | KafkaDataset;
      /** Prefix of its variables: `'INPUT'`; `false` for none. @default - the name in capitals */
      readonly env?: string | false;
      readonly at?: undefined;
      readonly subPath?: undefined;
    };

/** A dataset that a stage reads. */
export type DatasetRead =
  | DatasetUse
  | (Exclude<DatasetUse, Dataset> & {
      /**
       * Whether the stage starts only after the stages that write it. `false` reads what exists: a service whose data a nightly job renews.
       *
       * @default true
       */
      readonly waits?: boolean;
    });

/** A use in its full form. */
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

/** Mounts and variables for the data of a stage. */
export interface DataAccess {
  readonly mounts: readonly Mount[];
  readonly env: EnvVariables;
  /** The group of the files. */
  readonly fsGroup?: number;
}

/** Mounts and variables for the datasets of a stage; those that it only reads are mounted read-only. */
export function dataAccess(where: string, namespace: string, reads: readonly PlainUse[], writes: readonly PlainUse[]): DataAccess {
  const written = new Set(writes.map(({ dataset }) => dataset));
  const uses = [...writes, ...reads.filter(({ dataset }) => !written.has(dataset))];
  const mounts = uses.flatMap((use) => claimMount(use, written.has(use.dataset)));
  const env = uses.reduce<EnvVariables>((all, use) => addVariables(where, all, variablesOf(namespace, use)), {});
  return { mounts, env, fsGroup: fileGroup(where, uses) };
}

/** A pod has one file group for all its volumes. */
function fileGroup(where: string, uses: readonly PlainUse[]): number | undefined {
  const claims = uses.flatMap(({ dataset }) => (dataset.kind === 'pvc' && dataset.fsGroup !== undefined ? [dataset] : []));
  const groups = [...new Set(claims.map(({ fsGroup }) => fsGroup))];
  if (groups.length < 2) return groups[0];
  const what = `claims of this stage have different file groups: ${claims.map(({ name, fsGroup }) => `"${name}" has ${fsGroup}`).join(', ')}`;
  throw new ConfigError('DataPipeline.access', { where, what, fix: 'give them the same fsGroup, or split the stage' });
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

/** A process has one set of credentials: a second one would silently replace the first. */
function addVariables(where: string, all: EnvVariables, more: EnvVariables): EnvVariables {
  for (const [name, value] of Object.entries(more)) {
    if (!Object.hasOwn(all, name) || JSON.stringify(all[name]) === JSON.stringify(value)) continue;
    const what = `two datasets of this stage set different values of ${name}`;
    throw new ConfigError('DataPipeline.access', {
      where,
      what,
      fix: 'give them the same credentials, endpoint and region, rename the variables with { dataset, env: … }, or split the stage',
    });
  }
  return mergeVariables(all, more);
}
