import { ConfigError } from '../base/config-error';
import { preview } from '../base/preview';
import { validateProps } from '../base/validate-props';
import { requireProps } from '../kube/required-props';

const KINDS: readonly unknown[] = ['job', 'train', 'spark', 'scheduled', 'service', 'stateful', 'serve'];
const DATA_KINDS: readonly unknown[] = ['pvc', 's3', 'kafka'];

/** What the compiler checks, for callers without one: values that no factory made would fail deep inside, without a place. */
export function refuseBrokenProps(where: string, props: object): void {
  requireProps('DataPipeline', where, props, { namespace: "'team-a'", order: 'Order.gitops()', stages: '[ingest, train]' });
  const { order, stages } = props as { readonly order: unknown; readonly stages: unknown };
  refuseOrder(where, order as Readonly<Record<string, unknown>>);
  for (const stage of Array.isArray(stages) ? stages : [stages]) refuseStage(where, stage as Readonly<Record<string, unknown>>);
  validateProps('DataPipeline', where, props);
}

function refuseOrder(where: string, { kind, delivery }: Readonly<Record<string, unknown>>): void {
  const { flux, argo } = (delivery ?? {}) as Readonly<Record<string, unknown>>;
  if (kind === 'argoWorkflows' || (kind === 'gitops' && (flux === undefined || argo === undefined))) return;
  const what = kind === 'gitops' ? 'both Flux and Argo CD would apply the stages' : 'order was not made by Order';
  throw new ConfigError('DataPipeline.order', { where, what, fix: 'use Order.gitops({ flux, source }) or another of its factories' });
}

function refuseStage(where: string, stage: Readonly<Record<string, unknown>>): void {
  const { name, kind, props } = stage ?? {};
  if (!KINDS.includes(kind) || typeof props !== 'object' || props === null) {
    const what = `stages holds ${name === undefined ? preview(stage) : `"${name}"`}, which no factory of Stage made`;
    throw new ConfigError('DataPipeline.stages', { where, what, fix: "make it so: Stage.job('ingest', { … })" });
  }
  const { reads, writes } = props as { readonly reads?: unknown; readonly writes?: unknown };
  for (const use of [reads ?? [], writes ?? []].filter(Array.isArray).flat())
    refuseUse(where, `${name}`, use as Readonly<Record<string, unknown>>);
}

function refuseUse(where: string, stage: string, use: Readonly<Record<string, unknown>>): void {
  const dataset = (use?.dataset ?? use) as Readonly<Record<string, unknown>> | undefined;
  const brokers = dataset?.kind === 'kafka' ? (dataset.brokers as Readonly<Record<string, unknown>>) : { cluster: true };
  if (DATA_KINDS.includes(dataset?.kind) && (brokers.cluster ?? brokers.bootstrapServers) !== undefined) return;
  const what = `"${stage}" uses ${preview(use)}, which is no data set`;
  throw new ConfigError('DataPipeline.dataset', {
    where,
    what,
    fix: "make it so: Dataset.s3('raw', 's3://bucket/prefix'), Dataset.kafka('events', { bootstrapServers }) …",
  });
}
