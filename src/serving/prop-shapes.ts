import { ConfigError } from '../base/config-error';
import { nearestWord } from '../schema/nearest-word';
import type { MLServiceProps } from './ml-service-props';

/** Keys of every member of a union. */
type KeysOf<T> = T extends unknown ? keyof T : never;

/** What a value looks like, and what to type for it. */
interface Shape {
  readonly fits: (value: unknown) => boolean;
  readonly example: string;
}

type Fields = Readonly<Record<string, unknown>>;

const isText = (value: unknown) => typeof value === 'string';
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const isNamed = (value: unknown) => isText(value) || (isObject(value) && isText(value.name));

const shape = (fits: (value: unknown) => boolean, example: string): Shape => ({ fits, example });
const text = (example: string) => shape(isText, example);
const object = (example: string) => shape(isObject, example);
const list = (item: (value: unknown) => boolean, example: string) => shape((value) => Array.isArray(value) && value.every(item), example);
const map = (item: (value: unknown) => boolean, example: string) =>
  shape((value) => isObject(value) && Object.values(value).every(item), example);
const method = (name: string, example: string) => shape((value) => typeof (value as Fields | null)?.[name] === 'function', example);
const made = (example: string) => shape((value) => isObject(value) && isText(value.kind), example);

const SIZE = method('toKibibytes', 'Size.gibibytes(16)');
const CPU = shape((value) => isObject(value) && isText(value.amount), 'Cpu.cores(4)');
const CONTAINERS = list((value) => isObject(value) && isText(value.name), "[{ name: 'proxy', image: '…@sha256:…' }]");

/** The shape of every prop. A prop that is not here does not compile here. */
const SHAPES: { readonly [K in KeysOf<MLServiceProps>]: Shape } = {
  name: text("'llama'"),
  app: text("'llama'"),
  version: text("'v3'"),
  model: made("Model.huggingFace('org/name', { revision: '<40 hex>' })"),
  modelSize: SIZE,
  cache: made('Cache.perPod()'),
  download: object("{ image: '<image with the tool>@sha256:<digest>' }"),
  runtime: made("Runtime.vllm({ image: '…@sha256:…' })"),
  accelerator: shape(
    (value) => isObject(value) && isText(value.resource ?? value.deviceClass) && typeof value.count === 'number',
    'Gpu.nvidia(1)',
  ),
  startup: object('Startup.within(Duration.minutes(20))'),
  replicas: shape((value) => typeof value === 'number' || (isObject(value) && isText(value.kind)), '2'),
  rollout: made('Rollout.auto()'),
  drain: method('toMilliseconds', 'Duration.seconds(45)'),
  servicePort: shape((value) => typeof value === 'number', '80'),
  sharedMemory: SIZE,
  scratch: SIZE,
  callers: list(() => true, "[Caller.namespace('gateway')]"),
  monitoring: made('Monitoring.pods()'),
  slo: object('{ availability: 99.9 }'),
  cpu: CPU,
  cpuLimit: CPU,
  memory: SIZE,
  ephemeralStorage: SIZE,
  extendedResources: object("{ 'rdma/hca': 1 }"),
  env: map((value) => value !== null, "{ LOG_LEVEL: 'info' }"),
  mounts: list((value) => isObject(value) && isText(value.path) && isObject(value.source), "[Mount.claim('/data', 'data')]"),
  security: object('{ runAsUser: 1000 }'),
  serviceAccount: shape(isNamed, "'models'"),
  mountServiceAccountToken: shape((value) => typeof value === 'boolean', 'false'),
  imagePullSecrets: list(isNamed, "['registry']"),
  extraContainers: CONTAINERS,
  initContainers: CONTAINERS,
  nodeSelector: map(isText, "{ pool: 'serving' }"),
  tolerations: list(isObject, "[{ key: 'team', operator: 'Exists' }]"),
  affinity: object('{ nodeAffinity: { … } }'),
  topologySpread: list(isObject, "[{ maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' }]"),
  priorityClassName: text("'serving'"),
  runtimeClassName: text("'nvidia'"),
  schedulerName: text("'volcano'"),
  podLabels: map(isText, "{ team: 'a' }"),
  podAnnotations: map(isText, "{ note: 'a' }"),
  nodes: shape((value) => typeof value === 'number', '2'),
  exclusiveTopology: text("'example.com/rack'"),
  worker: object("{ args: ['--worker'] }"),
};

/**
 * Refuses props that do not exist: what is misspelt would be dropped without a word.
 *
 * The compiler does not see them in an object that was put together elsewhere, and a plain JavaScript caller has no compiler.
 */
export function refuseUnknownProps(where: string, props: object): void {
  for (const [prop, value] of Object.entries(props)) {
    if (value === undefined || Object.hasOwn(SHAPES, prop)) continue;
    const meant = nearestWord(prop, Object.keys(SHAPES));
    const fix = meant === undefined ? 'remove it' : `use ${meant}`;
    throw new ConfigError('MLService.props', { where, what: `there is no prop "${prop}"`, fix });
  }
}

/** Refuses values that are nothing of the kind, for the same callers. */
export function refuseWrongShapes(where: string, props: object): void {
  for (const [prop, value] of Object.entries(props)) {
    if (value === undefined || !Object.hasOwn(SHAPES, prop)) continue;
    const { fits, example } = SHAPES[prop as keyof typeof SHAPES];
    if (fits(value)) continue;
    const what = `${prop} is ${JSON.stringify(value) ?? String(value)}`;
    throw new ConfigError(`MLService.${prop}`, { where, what, fix: `use ${prop}: ${example}, or leave it out` });
  }
}
