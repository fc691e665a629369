import { textAt, valueAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { POD_KINDS, podOf } from './each-container';

/** A key to the API server in a pod that asked for none. */
export const podToken: EnforceableRule = {
  code: 'pod.token',
  severity: 'warning',
  title: 'the token of the default service account in a pod',
  reason: 'any role that someone gives to the default account is given to this pod too, and to whoever breaks into it',
  fix: 'set automountServiceAccountToken: false, or give the pod a service account of its own',
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  kinds: POD_KINDS,
  *check(object) {
    const pod = podOf(object);
    if (pod === undefined || pod.spec.automountServiceAccountToken === false) return;
    // The older name of the field is still read.
    const account = textAt(pod.spec, 'serviceAccountName') || textAt(pod.spec, 'serviceAccount') || 'default';
    if (account !== 'default' || valueAt(pod.spec, 'automountServiceAccountToken') === true) return;
    yield { path: [...pod.path, 'automountServiceAccountToken'], what: 'is not false, and the pod runs as the default service account' };
  },
  policy: podPolicy({
    findings: cel`
      has(variables.pod.automountServiceAccountToken) || !(variables.pod.?serviceAccountName.orValue('') in ['', 'default']) ? []
        : ['automountServiceAccountToken is not false, and the pod runs as the default service account']`,
  }),
};
