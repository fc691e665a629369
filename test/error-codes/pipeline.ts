import { Duration } from 'cdk8s';
import { type Case, From } from './case';

/** One change of sound props for each documented code. */
export const PIPELINE: readonly Case[] = [
  ['DataPipeline.deadline', 'DataPipeline as a workflow', 'order.options.deadline', Duration.millis(0)],
  ['DataPipeline.keepFinished', 'DataPipeline as a workflow', 'order.options.keepFinished', Duration.days(40000)],
  ['DataPipeline.name', 'DataPipeline', 'name', ''],
  ['DataPipeline.namespace', 'DataPipeline', 'namespace', ''],
  ['DataPipeline.order', 'DataPipeline as a workflow', 'stages', new From('DataPipeline')],
  ['DataPipeline.parallelism', 'DataPipeline as a workflow', 'order.options.parallelism', 0],
  ['DataPipeline.schedule', 'DataPipeline as a workflow', 'order.options.schedule', ''],
  ['DataPipeline.stages', 'DataPipeline', 'stages', []],
  ['DataPipeline.startingDeadline', 'DataPipeline as a workflow', 'order.options.startingDeadline', Duration.days(40000)],
  ['DataPipeline.timeZone', 'DataPipeline as a workflow', 'order.options.timeZone', ''],
];
