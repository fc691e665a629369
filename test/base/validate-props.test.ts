import { Duration, Lazy, Size } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { validateProps } from '../../src/base/validate-props';
import { Mount } from '../../src/kube/pod/mount';
import { Caller } from '../../src/serving/caller';
import { Model } from '../../src/serving/model/model';
import { Runtime } from '../../src/serving/runtime/runtime';

const SOUND = {
  model: Model.bakedIn('/m'),
  runtime: Runtime.custom({ image: 'ghcr.io/acme/server:1', port: 80, healthPath: '/h' }),
  cpu: Cpu.cores(1),
  memory: Size.gibibytes(1),
  callers: [Caller.pods({ app: 'a' })],
  mounts: [Mount.claim('/data', 'data')],
  env: { A: 'b' },
  drain: Duration.seconds(9),
};

function message(changes: object): string {
  try {
    validateProps('MLService', 'chart/server', { ...SOUND, ...changes });
  } catch (error) {
    if (ConfigError.is(error)) return error.message;
    throw error;
  }
  return 'accepted';
}

const cyclic: Record<string, unknown> = {};
cyclic.again = { cyclic };
const throwing = Object.defineProperty({}, 'A', { enumerable: true, get: () => Object.keys(undefined as never) });

test.each<[string, object, string]>([
  ['sound props', {}, 'accepted'],
  ['a prop that is given as undefined', { version: undefined }, 'accepted'],
  ['a map without a prototype', { env: Object.assign(Object.create(null), { A: 'b' }) }, 'accepted'],
  ['a prop that is misspelt', { replcas: 2 }, 'chart/server: there is no prop "replcas"\n  fix: use replicas [MLService.props]'],
  ['a prop that means nothing', { somethingElse: 1 }, 'chart/server: there is no prop "somethingElse"\n  fix: remove it [MLService.props]'],
  [
    'text for what a factory makes',
    { rollout: 'recreate' },
    'chart/server: rollout is "recreate"\n  fix: use Rollout.auto(…), Rollout.inPlace(…), Rollout.surge(…) or Rollout.recreate(…) [MLService.rollout]',
  ],
  ['text for a size', { memory: '16Gi' }, 'chart/server: memory is "16Gi"\n  fix: use Size.gibibytes(1) [MLService.memory]'],
  ['the wrong class', { drain: Size.gibibytes(1) }, 'chart/server: drain is a Size\n  fix: use Duration.minutes(5) [MLService.drain]'],
  [
    'a number in a map',
    { env: { A: 7 } },
    'chart/server: env.A is 7\n  fix: use text, Env.secret(…), Env.configMap(…) or Env.field(…) [MLService.env]',
  ],
  [
    'a wrong kind deep inside',
    { mounts: [{ path: '/data', source: {}, subPath: 7 }] },
    'chart/server: mounts[0].subPath is 7\n  fix: use text [MLService.mounts]',
  ],
  [
    'a part that is misspelt deep inside',
    { security: { exceptions: { runAsRot: 'x' } } },
    'chart/server: there is no security.exceptions.runAsRot\n  fix: use runAsRoot [MLService.security]',
  ],
  ['a part that is missing', { mounts: [{ path: '/data' }] }, 'chart/server: mounts[0].source is missing'],
  ['a hole in a list', { mounts: new Array(1) }, 'chart/server: mounts[0] is missing'],
  [
    'half of a character',
    { version: 'v\ud800' },
    'chart/server: version holds half of a character\n  fix: use whole characters [MLService.version]',
  ],
  ['a part that cannot be read', { env: throwing }, 'chart/server: env.A cannot be read: '],
  ['data that holds itself', { affinity: cyclic }, 'has more than 64 levels, or holds itself\n  fix: use plain data [MLService.affinity]'],
  ['a value that is made later', { affinity: Lazy.any({ produce: () => ({}) }) }, 'chart/server: affinity is a Lazy'],
  ['null', { slo: null }, 'chart/server: slo is null'],
])('%s', (_, changes, expected) => {
  expect(message(changes)).toContain(expected);
});

test('what an object holds is in no message, because it may be a secret', () => {
  expect(message({ version: { password: 'hunter2' } })).toBe('chart/server: version is an object\n  fix: use text [MLService.version]');
});

test('props that are none are refused', () => {
  for (const props of [null, 7, 'x', [], new Date(0), new Map()]) {
    expect(() => validateProps('Tenant', 'chart/tenant', props)).toThrow(ConfigError);
  }
});

test('factories refuse what they would have dropped', () => {
  expect(() => Mount.claim('/data', 7 as never)).toThrow('Mount.claim(…): claim is 7\n  fix: use text or { name: … } [Mount.claim]');
  expect(() => Mount.claim('/data', 'data', { readonly: true } as never)).toThrow('there is no prop "readonly"\n  fix: use readOnly');
});
