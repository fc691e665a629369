import { type DerivedName, indexSuffix, jobSetPodSuffix, LONGEST_NAMES, MINUTE_LENGTH, volcanoPodSuffix } from '../../base/derived-names';
import { DNS_LABEL } from '../../base/names';
import { fieldsAt, listAt, numberAt, textAt } from '../../schema/plain-access';
import type { CheckedObject } from '../index/checked-object';
import type { Rule } from '../rule';

const NAMES: Readonly<Record<string, DerivedName>> = LONGEST_NAMES;

/** A name that the server takes and its controller fails on. */
export const nameDerived: Rule = {
  code: 'name.derived',
  severity: 'error',
  title: 'a name that leaves no room for what its controller puts behind it',
  reason: 'the object is accepted, and its pods are refused one by one: nothing runs, and only events say why',
  fix: 'shorten the name',
  source: 'https://github.com/kubernetes/kubernetes/issues/64023',
  kinds: [...Object.keys(NAMES), 'batch.volcano.sh/Job', 'jobset.x-k8s.io/JobSet', 'leaderworkerset.x-k8s.io/LeaderWorkerSet'],
  *check(object) {
    const path = ['metadata', 'name'];
    const { name } = object;
    const fixed = NAMES[object.groupKind];
    if (fixed !== undefined && name.length > fixed.max) {
      yield {
        path,
        what: `has ${name.length} characters, and ${fixed.reason}: ${fixed.max} are left`,
        fix: shorten(name.length - fixed.max),
      };
      return;
    }
    for (const { suffix, max, what } of budgetsOf(object)) {
      const over = name.length + suffix.length - max;
      if (over > 0)
        yield { path, what: `has ${name.length} characters, and ${what} (${name}${suffix}) ${max} at most`, fix: shorten(over) };
    }
    if (isIndexedCron(object) && name.includes('.'))
      yield { path, what: 'has a dot, and the numbered pods of its runs make host names of it', fix: 'use a name without dots' };
  },
};

function shorten(characters: number): string {
  return `shorten it by ${characters} or more`;
}

interface Budget {
  /** What the longest derived name has behind the object's own. */
  readonly suffix: string;
  readonly max: number;
  /** `its pods have (…)`. */
  readonly what: string;
}

function* budgetsOf({ groupKind, manifest }: CheckedObject): Iterable<Budget> {
  if (groupKind === 'batch/CronJob') {
    const completions = numberAt(manifest, 'spec', 'jobTemplate', 'spec', 'completions');
    if (textAt(manifest, 'spec', 'jobTemplate', 'spec', 'completionMode') !== 'Indexed' || completions === undefined) return;
    const suffix = `-${'0'.repeat(MINUTE_LENGTH - 1)}${indexSuffix(completions)}`;
    yield { suffix, max: DNS_LABEL.max, what: 'the pods of its runs have host names of' };
  } else if (groupKind === 'leaderworkerset.x-k8s.io/LeaderWorkerSet') {
    const groups = numberAt(manifest, 'spec', 'replicas') ?? 1;
    const alone = (numberAt(manifest, 'spec', 'leaderWorkerTemplate', 'size') ?? 1) <= 1;
    const { max } = LONGEST_NAMES['apps/StatefulSet'];
    if (alone || groups === 0) yield { suffix: '', max, what: 'the StatefulSet that it makes has' };
    else yield { suffix: indexSuffix(groups), max, what: 'the StatefulSets of its groups have' };
  } else if (groupKind === 'jobset.x-k8s.io/JobSet') {
    for (const group of listAt(manifest, 'spec', 'replicatedJobs')) yield* jobSetBudget(group);
  } else if (groupKind === 'batch.volcano.sh/Job' && 'svc' in fieldsAt(manifest, 'spec', 'plugins')) {
    for (const task of listAt(manifest, 'spec', 'tasks')) {
      const suffix = volcanoPodSuffix(textAt(task, 'name') ?? '', numberAt(task, 'replicas') ?? 1);
      yield { suffix, max: DNS_LABEL.max, what: 'its pods have host names of' };
    }
  }
}

/** As its webhook counts. */
function* jobSetBudget(group: unknown): Iterable<Budget> {
  const [name, jobs] = [textAt(group, 'name') ?? '', numberAt(group, 'replicas') ?? 1];
  const completions = numberAt(group, 'template', 'spec', 'completions');
  const isIndexed = textAt(group, 'template', 'spec', 'completionMode') === 'Indexed';
  if (isIndexed && completions !== undefined)
    yield { suffix: jobSetPodSuffix(name, jobs, completions), max: DNS_LABEL.max, what: 'its pods have names of' };
  else yield { suffix: `-${name}${indexSuffix(jobs)}`, max: DNS_LABEL.max, what: 'its Jobs have names of' };
}

function isIndexedCron({ groupKind, manifest }: CheckedObject): boolean {
  return groupKind === 'batch/CronJob' && textAt(manifest, 'spec', 'jobTemplate', 'spec', 'completionMode') === 'Indexed';
}
