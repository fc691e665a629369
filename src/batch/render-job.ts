import { ConfigError } from '../base/config-error';
import type { LabelContext } from '../kube/labels';
import type { BatchJobProps } from './batch-job-props';
import { jobManifest } from './job/job-manifest';
import type { Engine } from './job-engine';
import { jobSetManifest } from './job-set/job-set-manifest';
import type { OneNodeProps } from './one-node-props';
import { rayJobManifest } from './ray/ray-job-manifest';
import type { RenderedJob } from './rendered-job';
import { sparkManifest } from './spark/spark-manifest';
import { trainJobManifest } from './train-job/train-job-manifest';
import { volcanoManifest } from './volcano/volcano-manifest';

/** The object for a job called `name`, by the engine that its props name. */
export function renderedJob(where: string, name: string, props: BatchJobProps, context: LabelContext): RenderedJob {
  if (isOnOneNode(props)) return oneNode(where, name, props, context);
  if (isOn(props, 'jobSet')) return jobSetManifest(where, name, props, context);
  if (isOn(props, 'ray')) return rayJobManifest(where, name, props, context);
  if (isOn(props, 'spark')) return sparkManifest(where, name, props, context);
  if (isOn(props, 'trainJob')) return trainJobManifest(where, name, props, context);
  if (isOn(props, 'volcano')) return volcanoManifest(where, name, props, context);
  return props satisfies never;
}

function oneNode(where: string, name: string, props: OneNodeProps, context: LabelContext): RenderedJob {
  if (props.nodes !== undefined && props.nodes !== 1) {
    const what = `nodes is ${JSON.stringify(props.nodes)}, and pods of a Job know nothing of one another`;
    throw new ConfigError('BatchJob.nodes', {
      where,
      what,
      fix: 'add engine: Engine.jobSet(), or use parallel for work in separate parts',
    });
  }
  const manifest = jobManifest(where, name, props, context);
  const job = manifest.kind === 'Job' ? manifest.spec : manifest.spec?.jobTemplate.spec;
  const pods = job === undefined ? [] : [{ template: job.template, count: job.parallelism ?? 1 }];
  return { manifest: { ...manifest }, pods };
}

function isOnOneNode(props: BatchJobProps): props is Extract<BatchJobProps, { readonly engine?: undefined }> {
  return props.engine === undefined;
}

/** The type has no field that tells its members apart but one of a field, where the compiler does not look. */
function isOn<Kind extends Engine['kind']>(
  props: BatchJobProps,
  kind: Kind,
): props is Extract<BatchJobProps, { readonly engine: { readonly kind: Kind } }> {
  return props.engine?.kind === kind;
}
