import { App, Chart, Size } from 'cdk8s';
import type { StatefulSet } from '../../imports/kubernetes';
import { Mount } from '../../src/kube/pod/mount';
import { StatefulService, type StatefulServiceProps } from '../../src/workload/stateful-service';
import { codeOf } from '../support/code-of';
import { renderedManifests, renderedYaml } from '../support/rendered';
import { LEAST } from './server-props';

const STORAGE = { name: 'data', path: '/data', size: Size.gibibytes(10) };
const props = (change: Partial<StatefulServiceProps> = {}): StatefulServiceProps => ({ ...LEAST, storage: [STORAGE], ...change });
const statefulSet = (change: Partial<StatefulServiceProps> = {}) =>
  renderedManifests((chart) => void new StatefulService(chart, 'features', props(change))).find(
    ({ kind }) => kind === 'StatefulSet',
  ) as unknown as StatefulSet;

describe('a StatefulService renders', () => {
  test('a StatefulSet with claims that outlive it, and a headless Service', () => {
    expect(renderedYaml((chart) => void new StatefulService(chart, 'features', props({ replicas: 2, version: '3' })))).toMatchSnapshot();
  });

  test('no volume for what a claim template stands for, and the one mount of it', () => {
    const { spec } = statefulSet({ mounts: [Mount.configMap('/etc/features', 'features')] }).spec?.template ?? {};
    expect(spec?.volumes?.map(({ name }) => name)).toEqual(['tmp', 'etc-features']);
    expect(spec?.containers[0]?.volumeMounts?.map(({ name }) => name).sort()).toEqual(['data', 'etc-features', 'tmp']);
  });

  test('claim templates that no release changes', () => {
    const templates = (version: string) => statefulSet({ version }).spec?.volumeClaimTemplates;
    expect(templates('1')).toEqual(templates('2'));
  });

  test('the name of each pod in the DNS', () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team-a' });
    expect(new StatefulService(chart, 'features', props({ replicas: 2 })).hosts).toEqual([
      'features-0.features.team-a.svc',
      'features-1.features.team-a.svc',
    ]);
  });

  test('a group that new volumes belong to: the one that was given, else that of the user, else 1000', () => {
    const group = (security: StatefulServiceProps['security']) => statefulSet({ security }).spec?.template.spec?.securityContext?.fsGroup;
    expect([group({ fsGroup: 7, runAsUser: 8 }), group({ runAsUser: 8 }), group(undefined)]).toEqual([7, 8, 1000]);
  });
});

describe('a StatefulService refuses', () => {
  test.each<[string, string, object]>([
    ['no storage', 'StatefulService.storage', { storage: [] }],
    ['storage without a size', 'StatefulService.storage', { storage: [{ name: 'data', path: '/data' }] }],
    ['storage of nothing', 'StatefulService.storage', { storage: [{ ...STORAGE, size: Size.gibibytes(0) }] }],
    ['one name twice', 'StatefulService.storage', { storage: [STORAGE, { ...STORAGE, path: '/other' }] }],
    ['a mount in the place of storage', 'StatefulService.storage', { mounts: [Mount.claim('/data', 'other')] }],
    ['a storage class that is no name', 'StatefulService.storage', { storage: [{ ...STORAGE, storageClass: 'a b' }] }],
    ['an unknown start', 'StatefulService.start', { start: 'Sometimes' }],
    ['a name too long for its pods', 'StatefulSet.name', { name: 'a'.repeat(53) }],
    ['port 0', 'StatefulService.ports', { ports: { http: 0 } }],
  ])('%s', (_, code, change) => {
    expect(codeOf(() => statefulSet(change))).toBe(code);
  });
});
