import { ConfigError } from '../../base/config-error';
import type { HookPhase, Run, RunScheduled } from './run';
import { type RunContent, runHash } from './run-content';

/** Every run but one by the clock: its object stands in Git. */
export type OneShotRun = Exclude<Run, RunScheduled>;

/** The metadata of an object that is a run. */
export interface OneShotMetadata {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const HOOK_PHASES: readonly HookPhase[] = ['PreSync', 'Sync', 'PostSync', 'SyncFail'];
const ARGO = 'argocd.argoproj.io';

/**
 * Name and annotations of a run that stands in Git, of whatever kind: a name made of the content, a stable one, or a hook.
 *
 * @param labels those of the object, the queue's among them
 */
export function oneShotMetadata(
  where: string,
  name: string,
  run: OneShotRun,
  labels: Readonly<Record<string, string>>,
  spec: NonNullable<RunContent['spec']>,
): OneShotMetadata {
  switch (run.kind) {
    case 'once':
      return { name: `${name}-${runHash({ metadata: { labels }, spec })}`, labels };
    case 'onEveryChange':
      return { name, labels };
    case 'hook':
      return { name, labels, annotations: hookAnnotations(where, run.phase) };
  }
}

/** Whether the run waits for a person. Nothing is written unless it was said: a queue may have its own mind. */
export function suspendField(run: OneShotRun): { readonly suspend?: boolean } {
  return run.kind === 'hook' || run.suspend === undefined ? {} : { suspend: run.suspend };
}

/** @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_hooks/ */
function hookAnnotations(where: string, phase: HookPhase): Record<string, string> {
  if (!HOOK_PHASES.includes(phase)) {
    const what = `hook phase ${JSON.stringify(phase)} is not known`;
    throw new ConfigError('BatchJob.hook', { where, what, fix: `use ${HOOK_PHASES.join(', ')}` });
  }
  return { [`${ARGO}/hook`]: phase, [`${ARGO}/hook-delete-policy`]: 'BeforeHookCreation' };
}
