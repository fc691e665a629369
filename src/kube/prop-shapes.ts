import { ConfigError } from '../base/config-error';
import { shown } from '../base/shown';
import type { PodProps } from './pod';

/** Keys of every member of a union. */
export type KeysOf<T> = T extends unknown ? keyof T : never;

/** What a value looks like, and what to type for it. */
export interface Shape {
  readonly fits: (value: unknown) => boolean;
  readonly example: string;
}

type Fields = Readonly<Record<string, unknown>>;

export const isText = (value: unknown) => typeof value === 'string';
export const isNumber = (value: unknown) => typeof value === 'number';
export const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
export const isNamed = (value: unknown) => isText(value) || (isObject(value) && isText(value.name));

export const shape = (fits: (value: unknown) => boolean, example: string): Shape => ({ fits, example });
export const text = (example: string) => shape(isText, example);
export const number = (example: string) => shape(isNumber, example);
export const boolean = (example: string) => shape((value) => typeof value === 'boolean', example);
export const object = (example: string) => shape(isObject, example);
export const list = (item: (value: unknown) => boolean, example: string) =>
  shape((value) => Array.isArray(value) && value.every(item), example);
export const map = (item: (value: unknown) => boolean, example: string) =>
  shape((value) => isObject(value) && Object.values(value).every(item), example);
/** An instance of a class that has this method. */
export const method = (name: string, example: string) => shape((value) => typeof (value as Fields | null)?.[name] === 'function', example);
/** What a factory of the library makes. */
export const made = (example: string) => shape((value) => isObject(value) && isText(value.kind), example);

export const DURATION = (example: string) => method('toMilliseconds', example);
export const SIZE = method('toKibibytes', 'Size.gibibytes(16)');
export const CPU = shape((value) => isObject(value) && isText(value.amount), 'Cpu.cores(4)');
const CONTAINERS = list((value) => isObject(value) && isText(value.name), "[{ name: 'proxy', image: '…@sha256:…' }]");

/** The shapes of what every pod can have. */
export const POD_SHAPES: { readonly [K in keyof PodProps]-?: Shape } = {
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
  accelerator: shape((value) => isObject(value) && isText(value.resource) && isNumber(value.count), 'Gpu.nvidia(1)'),
};

/**
 * Refuses values that are nothing of the kind, under `<construct>.<prop>`.
 *
 * The compiler does not see them in an object that was put together elsewhere, and a plain JavaScript caller has no compiler.
 */
export function refuseShapes(construct: string, where: string, props: object, shapes: Readonly<Record<string, Shape>>): void {
  for (const [prop, value] of Object.entries(props)) {
    if (value === undefined || !Object.hasOwn(shapes, prop)) continue;
    const { fits, example } = shapes[prop] as Shape;
    if (fits(value)) continue;
    const fix = `use ${prop}: ${example}, or leave it out`;
    throw new ConfigError(`${construct}.${prop}`, { where, what: `${prop} is ${shown(value)}`, fix });
  }
}
