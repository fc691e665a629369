import { Duration, Lazy, Size } from 'cdk8s';
import { ConfigError } from '../../src/base/config-error';
import { Cpu } from '../../src/base/cpu';
import { FindingsError } from '../../src/base/findings-error';
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
    validateProps('MLService', 'chart/server', Object.defineProperties({ ...SOUND }, Object.getOwnPropertyDescriptors(changes)));
  } catch (error) {
    if (ConfigError.is(error) || FindingsError.is(error)) return error.message;
    throw error;
  }
  return 'accepted';
}

/** A property that throws when it is read. */
function throwing(key: string): object {
  return Object.defineProperty({}, key, { enumerable: true, get: () => Object.keys(undefined as never) });
}

/** An object that throws whatever is done with it. */
function hostileProxy(): object {
  const refuse = () => {
    throw new Error('do not touch');
  };
  return new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse, getOwnPropertyDescriptor: refuse });
}

const cyclic: Record<string, unknown> = {};
cyclic.again = { cyclic };

test.each<[string, object, string]>([
  ['sound props', {}, 'accepted'],
  ['a prop set to undefined', { version: undefined }, 'accepted'],
  ['a map without a prototype', { env: Object.assign(Object.create(null), { A: 'b' }) }, 'accepted'],
  [
    'a misspelled prop',
    { replcas: 2 },
    'chart/server: unknown field `replcas`, did you mean `replicas`?\n  fix: rename it to replicas [MLService.props]',
  ],
  ['an unknown prop', { somethingElse: 1 }, 'chart/server: unknown field `somethingElse`\n  fix: remove it [MLService.props]'],
  ['an unknown prop that is a getter', throwing('somethingElse'), 'chart/server: unknown field `somethingElse`\n  fix: remove it'],
  [
    'an unknown prop that is a symbol',
    { [Symbol('a')]: 1 },
    'chart/server: unknown field `[Symbol(a)]`\n  fix: remove it [MLService.props]',
  ],
  [
    'a string where a factory is needed',
    { rollout: 'recreate' },
    'chart/server: `rollout` must be Rollout, got string "recreate"\n  fix: use Rollout.',
  ],
  ['a string for a size', { memory: '16Gi' }, 'chart/server: `memory` must be Size, got string "16Gi"\n  fix: use Size.gibibytes('],
  ['a number for cores', { cpu: 1 }, 'chart/server: `cpu` must be Cpu, got number 1\n  fix: use Cpu.cores('],
  ['the wrong class', { drain: Size.gibibytes(1) }, 'chart/server: `drain` must be Duration, got a Size\n  fix: use Duration.'],
  ['a required prop left out', { memory: undefined }, 'chart/server: `memory` is required\n  fix: add memory: Size.gibibytes('],
  ['not a number', { replicas: Number.NaN }, 'chart/server: `replicas` must be a number or Scale, got number NaN'],
  ['a number in a map', { env: { A: 7 } }, 'chart/server: `env.A` must be a string or Env, got number 7\n  fix: use '],
  [
    'a wrong type deep inside',
    { mounts: [{ path: '/data', source: {}, subPath: 7 }] },
    'chart/server: `mounts[0].subPath` must be a string, got number 7\n  fix: use a string [MLService.mounts]',
  ],
  [
    'a misspelled field deep inside',
    { security: { exceptions: { runAsRot: 'x' } } },
    'chart/server: unknown field `security.exceptions.runAsRot`, did you mean `runAsRoot`?\n  fix: rename it to runAsRoot [MLService.security]',
  ],
  [
    'a required field left out deep inside',
    { mounts: [{ path: '/data' }] },
    'chart/server: `mounts[0].source` is required\n  fix: add source: ',
  ],
  ['a hole in a list', { mounts: new Array(1) }, 'chart/server: `mounts[0]` is required\n  fix: add Mount.'],
  [
    'half of a character',
    { version: 'v\ud800' },
    'chart/server: `version` contains half of a character\n  fix: use whole characters [MLService.version]',
  ],
  ['a field that cannot be read', { env: throwing('A') }, 'chart/server: `env.A` cannot be read: Cannot convert undefined'],
  [
    'a proxy that throws',
    { env: hostileProxy() },
    'chart/server: `props` cannot be read: do not touch\n  fix: pass plain data [MLService.props]',
  ],
  [
    'data that contains itself',
    { affinity: cyclic },
    '…` has more than 64 levels or contains itself\n  fix: pass plain data [MLService.affinity]',
  ],
  [
    'a value that is made later',
    { affinity: Lazy.any({ produce: () => ({}) }) },
    'chart/server: `affinity` must be plain data, got a Lazy',
  ],
  ['null', { slo: null }, 'chart/server: `slo` must be an object, got null'],
])('%s', (_, changes, expected) => {
  expect(message(changes)).toContain(expected);
});

test('all wrong props of one construct are reported together, each with its own code and fix', () => {
  const lines = message({ cpu: 1, memory: undefined, replcas: 2, env: { A: 7, B: null } }).split('\n');
  expect(lines[0]).toBe('5 findings');
  expect(lines.filter((line) => line.startsWith('chart/server: '))).toEqual([
    'chart/server: `memory` is required',
    'chart/server: `env.A` must be a string or Env, got number 7',
    'chart/server: `env.B` must be a string or Env, got null',
    'chart/server: `cpu` must be Cpu, got number 1',
    'chart/server: unknown field `replcas`, did you mean `replicas`?',
  ]);
  expect(lines.flatMap((line) => /\[(MLService\.\w+)\]$/.exec(line)?.[1] ?? [])).toEqual([
    'MLService.memory',
    'MLService.env',
    'MLService.env',
    'MLService.cpu',
    'MLService.props',
  ]);
});

test('a long list of wrong values is cut, so that the message stays readable', () => {
  expect(message({ imagePullSecrets: Array.from({ length: 10_000 }, () => 7) }).split('\n')[0]).toBe('20 findings');
});

test('what an object contains is in no message, because it may be a secret', () => {
  expect(message({ version: { password: 'hunter2' } })).toBe(
    "chart/server: `version` must be a string, got an object\n  fix: use '1.4.0' [MLService.version]",
  );
});

test('props that are not an object are refused', () => {
  for (const props of [null, 7, 'x', [], new Date(0), new Map()]) {
    expect(() => validateProps('Tenant', 'chart/tenant', props)).toThrow(/^chart\/tenant: `props` must be an object, got /);
  }
});

test('factories refuse arguments of the wrong type, and options that they would drop', () => {
  expect(() => Mount.claim('/data', 7 as never)).toThrow(
    'Mount.claim(…): `claim` must be a string or an object, got number 7\n  fix: use a string or { name: … } [Mount.claim]',
  );
  expect(() => Mount.claim('/data', 'data', { readonly: true } as never)).toThrow(
    'Mount.claim(…): unknown field `readonly`, did you mean `readOnly`?\n  fix: rename it to readOnly [Mount.claim]',
  );
});
