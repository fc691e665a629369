import {
  DURATION,
  isNamed,
  isNumber,
  isText,
  type KeysOf,
  list,
  made,
  number,
  object,
  POD_SHAPES,
  refuseShapes,
  type Shape,
  SIZE,
  shape,
  text,
} from '../kube/prop-shapes';
import type { BatchJobProps } from './batch-job-props';

const { extraContainers: _, ...POD } = POD_SHAPES;

/** The shape of every prop. A prop that is not here does not compile here. */
const SHAPES: { readonly [K in KeysOf<BatchJobProps>]: Shape } = {
  ...POD,
  name: text("'train'"),
  app: text("'train'"),
  version: text("'v3'"),
  image: text("'ghcr.io/acme/train:1.4@sha256:<digest>'"),
  run: made('Run.once()'),
  engine: made('Engine.jobSet()'),
  nodes: number('4'),
  queue: shape(isNamed, "'team-a'"),
  parallel: object('{ completions: 100, parallelism: 10 }'),
  retries: number('3'),
  deadline: DURATION('Duration.hours(12)'),
  finalExitCodes: list(isNumber, '[2]'),
  command: list(isText, "['python']"),
  args: list(isText, "['train.py']"),
  workingDir: text("'/work'"),
  terminationGracePeriod: DURATION('Duration.seconds(120)'),
  scratch: SIZE,
  sharedMemory: SIZE,
};

/** What the compiler checks, for callers without one: values of another kind would fail deep inside, without a place. */
export function refuseWrongTypes(where: string, props: object): void {
  refuseShapes('BatchJob', where, props, SHAPES);
}
