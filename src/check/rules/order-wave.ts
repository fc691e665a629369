import { dirname } from 'node:path';
import { textAt } from '../../schema/plain-access';
import type { CheckedObject } from '../checked-object';
import { deliveriesIn, FLUX_KUSTOMIZATION } from '../deliveries';
import { crdsIn } from '../flux-order';
import type { Rule } from '../rule';

const HOOK = 'argocd.argoproj.io/hook';
const WAVE = 'argocd.argoproj.io/sync-wave';

/** A CRD that Argo CD applies too late. */
export const orderWave: Rule = {
  code: 'order.wave',
  severity: 'error',
  title: 'a sync wave or hook of Argo CD that puts an object before the CRD of its kind',
  reason: 'the API server does not know the kind yet: the sync fails in that wave, and never comes to the CRD',
  fix: 'give the CRD an earlier wave, or the object a later one',
  source: 'https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/',
  *check(object, world) {
    const crd = crdsIn(world).get(object.groupKind);
    if (crd === undefined || !isOneSync(object, crd)) return;
    if (deliveriesIn(world).of(object)?.groupKind === FLUX_KUSTOMIZATION) return;
    const [own, needed] = [stepOf(object), stepOf(crd)];
    if (own === undefined || needed === undefined || own.phase > needed.phase) return;
    if (own.phase === needed.phase && own.wave >= needed.wave) return;
    yield { path: ['metadata', 'annotations'], what: `put it into ${own.title}, and the CRD ${crd.name} into ${needed.title}` };
  },
};

/** Waves order the objects of one Application, which is one directory. */
function isOneSync(object: CheckedObject, crd: CheckedObject): boolean {
  return (
    object.file !== undefined && crd.file !== undefined && dirname(object.file) === dirname(crd.file) && object.cluster === crd.cluster
  );
}

const PHASES: readonly string[] = ['PreSync', 'Sync', 'PostSync'];

/** Undefined for hooks that run at other times. */
function stepOf({ manifest }: CheckedObject) {
  const hook = textAt(manifest, 'metadata', 'annotations', HOOK) ?? 'Sync';
  const phase = PHASES.indexOf(hook);
  const wave = Number(textAt(manifest, 'metadata', 'annotations', WAVE) ?? 0);
  if (phase < 0 || !Number.isInteger(wave)) return undefined;
  return { phase, wave, title: hook === 'Sync' ? `wave ${wave}` : `wave ${wave} of ${hook}` };
}
