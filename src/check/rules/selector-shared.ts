import { fieldsAt } from '../../schema/plain-access';
import { isEmptySelector } from '../../schema/semantics/label-selector';
import type { Rule } from '../rule';

/** A workload that takes another's pods for its own. */
export const selectorShared: Rule = {
  code: 'selector.shared',
  severity: 'error',
  title: 'a selector that fits the pods of another workload too',
  reason: 'each controller counts the pods of the other: they delete and make pods against one another',
  fix: 'give each workload a label of its own, in selector and template',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  kinds: ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet', 'apps/ReplicaSet'],
  *check(object, world) {
    const selector = fieldsAt(object.manifest, 'spec', 'selector');
    if (isEmptySelector(selector)) return;
    for (const { object: other } of world.selectedBeside(object, selector)) {
      if (other === object || (other.name === object.name && other.groupKind === object.groupKind) || !other.groupKind.startsWith('apps/'))
        continue;
      yield { path: ['spec', 'selector'], what: `fits the pods of ${other.groupKind.slice(5)} ${other.name} too` };
    }
  },
};
