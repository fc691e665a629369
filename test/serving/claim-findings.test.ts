import { App, Chart, Size } from 'cdk8s';
import { Environment } from '../../src/environment/environment';
import { Mount } from '../../src/kube/pod/mount';
import { type AccessMode, DataVolume } from '../../src/platform/storage/data-volume';
import { renderApp } from '../../src/render/render-app';
import { MLService } from '../../src/serving/ml-service';
import type { MLServiceProps } from '../../src/serving/ml-service-props';
import { Cache } from '../../src/serving/model/model';
import { Rollout } from '../../src/serving/rollout/rollout';
import { cpu, gpu } from './serving-props';

/** What an app of one volume and one service renders to: its findings, or nothing. */
function findings(accessMode: AccessMode, props: MLServiceProps, namespace = 'team-a'): string {
  const app = new App();
  const environment = new Environment(app, 'prod');
  new DataVolume(new Chart(environment, 'storage', { namespace: 'team-a' }), 'data', { size: Size.gibibytes(1), accessMode });
  new MLService(new Chart(environment, 'serving', { namespace }), 'scorer', props);
  try {
    renderApp(app);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

const one: MLServiceProps = { ...cpu, mounts: [Mount.claim('/data', 'data')] };

test('a claim of one node, and pods that may be on several, is refused with the count', () => {
  expect(findings('ReadWriteOnce', { ...one, replicas: 4 })).toContain(
    'prod/serving/scorer: 4 pods, and 1 more during a rollout, mount the claim "data", whose access mode is ReadWriteOnce',
  );
  expect(findings('ReadWriteOncePod', one)).toContain('1 pod, and 1 more during a rollout, mount the claim "data"');
  expect(findings('ReadWriteOnce', { ...gpu, replicas: 2, cache: Cache.sharedPvc({ claim: 'data' }) })).toContain('[MLService.mounts]');
});

test.each<[string, AccessMode, MLServiceProps, string]>([
  ['a claim of many nodes', 'ReadWriteMany', { ...one, replicas: 4 }, 'team-a'],
  ['a claim that many nodes read', 'ReadOnlyMany', { ...one, replicas: 4 }, 'team-a'],
  ['one pod at a time', 'ReadWriteOnce', { ...one, rollout: Rollout.recreate() }, 'team-a'],
  ['a server that gives its device to the next', 'ReadWriteOnce', { ...gpu, cache: Cache.sharedPvc({ claim: 'data' }) }, 'team-a'],
  ['one node for all', 'ReadWriteOnce', { ...one, replicas: 2, nodeSelector: { 'kubernetes.io/hostname': 'big' } }, 'team-a'],
  ['a claim of that name elsewhere', 'ReadWriteOnce', { ...one, replicas: 2 }, 'team-b'],
])('%s is accepted', (_, mode, props, namespace) => expect(findings(mode, props, namespace)).toBe(''));
