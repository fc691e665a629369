import { acceptances } from '../index/acceptances';
import type { Rule } from '../rule';

/** An acceptance that says nothing. */
export const acceptReason: Rule = {
  code: 'check.accept',
  severity: 'warning',
  title: 'a finding accepted without a reason, or one of the schema check',
  reason: 'an acceptance is read long after; the API server accepts nothing',
  fix: 'write the reason as the value of the annotation',
  *check(object) {
    for (const { key, code, reason } of acceptances(object)) {
      const path = ['metadata', 'annotations', key];
      if (reason.trim() === '') yield { path, what: 'has no reason, so that it counts for nothing' };
      if (code.startsWith('schema.'))
        yield { path, what: 'accepts what the API server would refuse, so that it counts for nothing', fix: 'fix the object' };
    }
  },
};
