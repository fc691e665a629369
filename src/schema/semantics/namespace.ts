import { fieldsAt } from '../plain-access';
import type { Semantics } from './semantics';

const LABEL = /^pod-security\.kubernetes\.io\/(enforce|audit|warn)(-version)?$/;

/** Labels that the server reads as the Pod Security levels of a namespace. @see https://kubernetes.io/docs/concepts/security/pod-security-admission/ */
export const namespaceSemantics: Semantics = (object, report) => {
  for (const [key, value] of Object.entries(fieldsAt(object, 'metadata', 'labels'))) {
    const [known, , version] = LABEL.exec(key) ?? [];
    if (known === undefined) continue;
    const right = version ? /^(latest|v1\.(0|[1-9]\d*))$/ : /^(privileged|baseline|restricted)$/;
    if (right.test(String(value))) continue;
    report(
      ['metadata', 'labels', key],
      `is "${value}"`,
      version ? 'write latest, or a version such as v1.34' : 'write restricted, baseline or privileged',
    );
  }
};
