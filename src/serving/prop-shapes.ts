import { ConfigError } from '../base/config-error';
import {
  isObject,
  isText,
  type KeysOf,
  list,
  made,
  method,
  number,
  object,
  POD_SHAPES,
  refuseShapes,
  type Shape,
  SIZE,
  shape,
  text,
} from '../kube/prop-shapes';
import { nearestWord } from '../schema/nearest-word';
import type { MLServiceProps } from './ml-service-props';

/** The shape of every prop. A prop that is not here does not compile here. */
const SHAPES: { readonly [K in KeysOf<MLServiceProps>]: Shape } = {
  ...POD_SHAPES,
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
  servicePort: number('80'),
  sharedMemory: SIZE,
  scratch: SIZE,
  callers: list(() => true, "[Caller.namespace('gateway')]"),
  monitoring: made('Monitoring.pods()'),
  slo: object('{ availability: 99.9 }'),
  nodes: number('2'),
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
  refuseShapes('MLService', where, props, SHAPES);
}
