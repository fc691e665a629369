import { ConfigError } from '../../base/config-error';
import type { ResolvedPod } from '../../kube/pod/resolve-pod';
import { type JobBasics, resolveRetries } from '../job-basics';
import { resolveJobPod } from '../pod/job-pod';
import { checkRunName } from '../run/run-name';
import { type FinalExitCodes, resolveFinalExitCodes } from './failure-policy';
import { type IndexedFields, resolveParallel } from './indexed-job';
import type { OneNodeProps } from './plain-job-props';

/** A job that Kubernetes itself runs, resolved. */
export interface ResolvedPlainJob extends JobBasics {
  readonly engine: 'none';
  readonly parallel: IndexedFields;
  /** Undefined where each index has its own limit. */
  readonly retries?: number;
  readonly finalExitCodes: FinalExitCodes;
  readonly pod: ResolvedPod;
}

export function resolvePlainJob(basics: JobBasics, props: OneNodeProps): ResolvedPlainJob {
  const { where, name, run } = basics;
  const { parallel, retries, finalExitCodes } = props;
  const nodes: number | undefined = props.nodes;
  if (nodes !== undefined && nodes !== 1) {
    throw new ConfigError('BatchJob.nodes', {
      where,
      what: `a plain Job cannot run on ${nodes} nodes: its pods cannot discover each other`,
      fix: 'add engine: Engine.jobSet(), or use parallel for work in independent parts',
    });
  }
  checkRunName(where, name, run, parallel?.completions);
  return {
    ...basics,
    engine: 'none',
    parallel: resolveParallel(where, parallel),
    ...(retries === undefined && parallel?.perIndex !== undefined ? {} : { retries: resolveRetries(where, retries) }),
    finalExitCodes: resolveFinalExitCodes(where, finalExitCodes, parallel?.perIndex?.finalExitCodes),
    pod: resolveJobPod(basics, props),
  };
}
