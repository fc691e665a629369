import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { workloadLabels } from '../kube/labels';
import { serviceAccountName } from '../kube/pod/service-account';
import type { BatchJobProps } from './batch-job-props';
import { declareJob } from './declare-job';
import { jobManifest } from './job-manifest';
import { resolveJob } from './resolve-job';
import { hookAnnotations, readName, runObject } from './run/run-object';

/**
 * Work that ends: training, batch scoring, data preparation.
 *
 * On one node a Job, or with a schedule a CronJob. On several nodes the object of an existing engine, such as a JobSet or a RayJob.
 */
export class BatchJob extends Construct {
  /** The Job or CronJob, or the object of the engine. Add JSON patches to it right after the constructor. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: BatchJobProps) {
    super(scope, id);
    const job = resolveJob(this, id, props);
    const rendered = jobManifest(job);
    if (job.account !== undefined)
      serviceAccountName(this, { name: job.account, labels: workloadLabels(job.identity), ...hookAnnotations(job.run) });
    this.resource = runObject(this, job.run, rendered);
    declareJob(this, this.resource, job, rendered.pods);
  }

  /**
   * The Kubernetes name. `Run.once()` appends a hash of the content, JSON patches included: read the name after the last patch
   * (`BatchJob.changed`).
   */
  get name(): string {
    return readName(this.resource);
  }
}
