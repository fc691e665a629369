import type { JobSetProps } from './job-set/job-set-props';
import type { OneNodeProps } from './one-node-props';

type AnyProp = keyof OneNodeProps | keyof JobSetProps;

/** Props of one engine, with every prop forbidden that only others can carry. */
type Only<T> = T & { readonly [Prop in Exclude<AnyProp, keyof T>]?: undefined };

/** A job on one node, or on several by an engine. A prop that the engine cannot carry does not compile. */
export type BatchJobProps = Only<OneNodeProps> | Only<JobSetProps>;
