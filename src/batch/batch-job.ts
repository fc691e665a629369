import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { checkPinned } from '../environment/pinned-image';
import { customObject } from '../kube/kube-object';
import { labelContext } from '../kube/label-context';
import { nameOf } from '../kube/pod/environment-variables';
import type { BatchJobProps } from './batch-job-props';
import { warnOfJob } from './job-warnings';
import { deviceDemands, rememberDevices } from './queue/device-demands';
import { rememberDemand } from './queue/queue-findings';
import { refuseJob } from './refuse-job';
import { renderedJob } from './render-job';
import { rememberRun } from './run/remember-run';

/**
 * Work that ends: training, batch scoring, a preparation step.
 *
 * On one machine a Job, or by schedule a CronJob; on several the object of an engine that somebody else has built.
 */
export class BatchJob extends Construct {
  /** The Kubernetes name, with the hash that `Run.once()` adds. */
  readonly name: string;
  /** The Job or CronJob, or the engine's object. */
  readonly resource: ApiObject;

  constructor(scope: Construct, id: string, props: BatchJobProps) {
    super(scope, id);
    const where = this.node.path;
    refuseJob(where, props);
    checkPinned('BatchJob.image', this, props.image);
    const { manifest, pods } = renderedJob(where, props.name ?? id, props, labelContext(this));
    this.resource = customObject(this, 'Resource', manifest);
    this.name = this.resource.name;
    const queue = props.queue === undefined ? undefined : nameOf(props.queue);
    rememberDemand({ construct: this, object: this.resource, queue, accelerator: props.accelerator, pods });
    rememberDevices(this, deviceDemands(this.resource, queue, pods), props);
    rememberRun(this, props);
    warnOfJob(this, props);
  }
}
