import { performance } from 'node:perf_hooks';
import { findingText } from '../../src/base/finding';
import { ConfigError, FindingsError } from '../../src/index';
import { renderApp } from '../../src/render/render-app';
import { canonical, jsReadings } from '../manifest/js-readers';
import { schemaFindings } from '../support/schema-findings';
import { FuzzApp, type Sample } from './fuzz-app';
import { SECRET } from './sound-parts';

/** The longest that one app of a few objects may take, on a slow and busy machine. */
const MOST_MILLIS = 10_000;

/** How it ends when someone gives a construct some props. */
export interface Outcome {
  /** The message with which they were refused; undefined when they were rendered. */
  readonly refusal?: string;
  /** What is wrong with that end, empty when nothing is. */
  readonly faults: readonly string[];
}

export function outcome(sample: Sample, change: (props: object) => unknown): Outcome {
  const started = performance.now();
  const found = unboundOutcome(sample, change);
  const millis = performance.now() - started;
  return millis < MOST_MILLIS ? found : { ...found, faults: [...found.faults, `it took ${Math.round(millis)} ms`] };
}

function unboundOutcome(sample: Sample, change: (props: object) => unknown): Outcome {
  const fuzz = new FuzzApp();
  const props = change(sample.props(fuzz));
  try {
    sample.make(fuzz, props);
    const { tree, charts } = renderApp(fuzz.app);
    const objects = [...charts.values()].flat().map(({ manifest }) => manifest);
    return { faults: [...schemaFindings(objects), ...textFaults([...tree.values()].flatMap((texts) => [...texts.values()]))] };
  } catch (error) {
    return { refusal: String(error), faults: refusalFaults(error) };
  }
}

/** What is wrong with an error: it is none of ours, it tells too little, or too much. */
export function refusalFaults(error: unknown): readonly string[] {
  if (FindingsError.is(error)) return error.findings.flatMap((finding) => messageFaults(findingText(finding)));
  if (!ConfigError.is(error)) return [`an error without a name: ${error instanceof Error ? error.stack : String(error)}`];
  const { code, where, what, fix, message } = error;
  const empty = Object.entries({ where, what, fix }).flatMap(([part, text]) =>
    typeof text !== 'string' || text.trim() === '' ? [`${part} is empty: ${message}`] : [],
  );
  return [...empty, ...messageFaults(`${message.endsWith(`[${code}]`) ? message : `${message} without its code`}`)];
}

const CODE = /\[[A-Za-z0-9]+(?:\.[a-zA-Z0-9-]+)+\]$/;

function messageFaults(message: string): readonly string[] {
  const faults = [
    ...(CODE.test(message) ? [] : ['has no code']),
    ...(message.includes('[object Object]') ? ['shows an object as text'] : []),
    ...(/"undefined"|undefined\./.test(message) ? ['shows what is not there'] : []),
    ...(message.includes(SECRET) ? ['shows a secret'] : []),
    ...(message.length > 4_000 ? ['has no end'] : []),
  ];
  return faults.map((fault) => `the message ${fault}: ${message.slice(0, 1_000)}`);
}

/** Readers of YAML 1.1 and 1.2 have to agree on every document of every file. */
function textFaults(files: readonly string[]): readonly string[] {
  const documents = files.flatMap((text) => text.split(/^---\n/m)).filter((text) => text.trim() !== '');
  return documents.flatMap((text) => {
    const readings = new Set(Object.values(jsReadings(text)).map(canonical));
    return readings.size === 1 ? [] : [`readers do not agree on:\n${text}`];
  });
}
