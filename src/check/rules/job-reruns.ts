import { numberAt, textAt, valueAt } from '../../schema/plain-access';
import type { CheckedObject } from '../checked-object';
import { ARGO_APPLICATION, deliveriesIn } from '../deliveries';
import type { Rule } from '../rule';

/** A job that runs indefinitely, one run after the other. */
export const jobReruns: Rule = {
  code: 'job.reruns',
  severity: 'warning',
  title: 'a Job that is deleted when it has finished, and that Flux or Argo CD applies',
  reason: 'the tool finds it missing and creates it again: it runs again and again',
  fix: 'leave ttlSecondsAfterFinished out; for Argo CD, a hook with hook-delete-policy does the same once a sync',
  source: 'https://github.com/argoproj/argo-cd/issues/8586',
  kinds: ['batch/Job'],
  *check(object, world) {
    const ttl = numberAt(object.manifest, 'spec', 'ttlSecondsAfterFinished');
    const delivery = ttl === undefined ? undefined : deliveriesIn(world).of(object);
    if (delivery === undefined || !createsAgain(delivery, object)) return;
    const tool = delivery.groupKind === ARGO_APPLICATION ? 'Application' : 'Kustomization';
    yield { path: ['spec', 'ttlSecondsAfterFinished'], what: `is ${ttl}, and ${tool} ${delivery.name} creates it again` };
  },
};

function createsAgain(delivery: CheckedObject, { manifest }: CheckedObject): boolean {
  const said = (key: string) => textAt(manifest, 'metadata', 'annotations', key);
  if (delivery.groupKind !== ARGO_APPLICATION)
    return said('kustomize.toolkit.fluxcd.io/reconcile') !== 'disabled' && valueAt(delivery.manifest, 'spec', 'suspend') !== true;
  return (
    said('argocd.argoproj.io/hook') === undefined && valueAt(delivery.manifest, 'spec', 'syncPolicy', 'automated', 'selfHeal') === true
  );
}
