import { dirname } from 'node:path';
import type { Rule } from '../rule';

/** Two files that describe one object. */
export const identityTwice: Rule = {
  code: 'identity.twice',
  severity: 'warning',
  title: 'one object in two files',
  reason: 'the one that is applied last wins, and two tools that own it undo one another indefinitely',
  fix: 'keep one',
  source: 'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
  *check(object, world) {
    if (object.name === '') return;
    const twins = world.duplicates(object);
    const kept = twins
      .slice(twins.indexOf(object) + 1)
      .filter((twin) => isOneTree(twin.file, object.file))
      .at(-1);
    if (kept !== undefined)
      yield { path: ['metadata', 'name'], what: `is "${object.name}", as in ${kept.file ?? kept.construct ?? 'another document'}` };
  },
};

/** Directories side by side may be meant for several clusters; one directory, and what lies below it, is for one. */
function isOneTree(left: string | undefined, right: string | undefined): boolean {
  if (left === undefined || right === undefined) return true;
  const [one, other] = [`${dirname(left)}/`, `${dirname(right)}/`];
  return one.startsWith(other) || other.startsWith(one);
}
