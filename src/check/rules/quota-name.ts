import { quotaNameProblem } from '../../platform/namespace/limit-names';
import { fieldsAt } from '../../schema/plain-access';
import type { Rule } from '../rule';

/** A limit that limits nothing. */
export const quotaName: Rule = {
  code: 'quota.name',
  severity: 'error',
  title: 'a limit of a ResourceQuota by a name that Kubernetes accepts and never counts',
  reason: 'the limit looks as if it held, and everybody takes as many devices as there are',
  fix: 'write requests.<device>',
  source: 'https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources',
  kinds: ['/ResourceQuota'],
  *check({ manifest }) {
    for (const name of Object.keys(fieldsAt(manifest, 'spec', 'hard'))) {
      const problem = quotaNameProblem(name);
      // Other names are refused by the server, and so by the schema check.
      if (problem?.use !== undefined) yield { path: ['spec', 'hard', name], what: problem.what, fix: `write ${problem.use}` };
    }
  },
};
