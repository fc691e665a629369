import type { OneNodeProps } from './job/plain-job-props';
import type { JobSetProps } from './job-set/job-set-props';
import type { RayJobProps } from './ray/ray-job-props';
import type { SparkJobProps } from './spark/spark-job-props';
import type { TrainJobProps } from './train-job/train-job-props';
import type { VolcanoJobProps } from './volcano/volcano-job-props';

type AnyProp =
  | keyof OneNodeProps
  | keyof JobSetProps
  | keyof TrainJobProps
  | keyof RayJobProps
  | keyof SparkJobProps
  | keyof VolcanoJobProps;

/** Props of one engine, with every prop forbidden that only others can carry. */
type Only<T> = T & { readonly [Prop in Exclude<AnyProp, keyof T>]?: undefined };

/**
 * A job on one node, or on several by an engine. A prop that the engine cannot carry does not compile.
 *
 * The commonest stands last: when props fit none, the compiler compares them with that one and tells what it lacks.
 */
export type BatchJobProps =
  | Only<JobSetProps>
  | Only<TrainJobProps>
  | Only<RayJobProps>
  | Only<SparkJobProps>
  | Only<VolcanoJobProps>
  | Only<OneNodeProps>;
