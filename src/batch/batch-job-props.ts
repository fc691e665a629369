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

/** Props of one engine. Props that only other engines support do not compile. */
type Only<T> = T & { readonly [Prop in Exclude<AnyProp, keyof T>]?: undefined };

/**
 * A job on one node, or on several with an engine. A prop that the engine does not support does not compile.
 *
 * The most common member is last: when props match none, the compiler reports the difference from that one.
 */
export type BatchJobProps =
  | Only<JobSetProps>
  | Only<TrainJobProps>
  | Only<RayJobProps>
  | Only<SparkJobProps>
  | Only<VolcanoJobProps>
  | Only<OneNodeProps>;
