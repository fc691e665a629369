import { acceptances } from '../index/acceptances';
import type { Rule } from '../rule';

/** Codes of earlier versions, and what they are called now. */
const RENAMED: Readonly<Record<string, string>> = {
  'job.again': 'job.reruns',
  'queue.never': 'queue.never-admitted',
  'quota.unsaid': 'quota.missing-request',
  'scale.twice': 'scale.conflict',
};

/** An annotation that accepts nothing: it has no reason, or its code cannot be accepted or was renamed. */
export const acceptReason: Rule = {
  code: 'check.accept',
  severity: 'warning',
  title: 'a finding accepted without a reason, under an earlier code, or one of the schema check',
  reason: 'the reason is read long after; an annotation with an earlier code has no effect; the API server accepts nothing',
  fix: 'write the reason as the value of the annotation',
  *check(object) {
    for (const { key, code, reason } of acceptances(object)) {
      const path = ['metadata', 'annotations', key];
      if (reason.trim() === '') yield { path, what: 'has no reason, so it has no effect' };
      if (code.startsWith('schema.'))
        yield { path, what: 'accepts what the API server would refuse, so it has no effect', fix: 'fix the object' };
      const renamed = RENAMED[code];
      if (renamed !== undefined) {
        const fix = `rename the annotation to ${key.replace(code, renamed)}`;
        yield { path, what: `has no effect: the rule ${code} is now called ${renamed}`, fix };
      }
    }
  },
};
