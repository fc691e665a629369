import { listAt, textAt, valueAt } from '../../schema/plain-access';
import { cel } from '../policy/cel';
import { podPolicy } from '../policy/pod-policy';
import type { EnforceableRule } from '../policy/rule-policy';
import { POD_KINDS, podOf } from './each-container';

/** A directory of the node inside a pod. */
export const podHostPath: EnforceableRule = {
  code: 'pod.host-path',
  severity: 'warning',
  title: 'a volume that is a directory of the node',
  reason: 'whoever runs in the pod reads and may write files of the node, and the data is gone when the pod moves',
  fix: 'use a PersistentVolumeClaim, or an emptyDir for what may go',
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  kinds: POD_KINDS,
  *check(object) {
    const pod = podOf(object);
    for (const [index, volume] of listAt(pod?.spec, 'volumes').entries()) {
      if (valueAt(volume, 'hostPath') === undefined) continue;
      yield {
        path: [...(pod?.path ?? []), 'volumes', index, 'hostPath'],
        what: `is the directory ${textAt(volume, 'hostPath', 'path')} of the node`,
      };
    }
  },
  policy: podPolicy({
    findings: cel`
      variables.pod.?volumes.orValue([])
        .filter(v, has(v.hostPath))
        .map(v, 'volume ' + v.name + ' is the directory ' + v.hostPath.path + ' of the node')`,
  }),
};
