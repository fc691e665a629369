import { renderApp } from '../../src/render/render-app';
import { FuzzApp } from '../fuzz/fuzz-app';
import { SAMPLES } from '../fuzz/samples';

/** A code, the sound props that are changed, the path of the prop, and what is written there: `undefined` takes it out. */
export type Case = readonly [code: string, sample: string, path: string, value: unknown];

/** The same prop of another sample. */
export class From {
  constructor(readonly sample: string) {}
}

/** The first item of a list again. */
export const TWICE = Symbol('twice');

type Values = Readonly<Record<string, unknown>>;

/** Makes the construct with the changed props, and renders its app. */
export function run([, title, path, value]: Case): void {
  const fuzz = new FuzzApp();
  const sample = sampleOf(title);
  sample.make(fuzz, changed(sample.props(fuzz), path === '' ? [] : path.split('.'), fuzz, value));
  renderApp(fuzz.app);
}

function sampleOf(title: string) {
  const sample = SAMPLES.find((each) => each.title === title);
  if (sample === undefined) throw new Error(`there is no sample "${title}"`);
  return sample;
}

function changed(props: unknown, path: readonly string[], fuzz: FuzzApp, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value === TWICE ? [...(props as unknown[]), (props as unknown[])[0]] : value;
  const copy = (Array.isArray(props) ? [...props] : { ...(props as object) }) as Record<string, unknown>;
  const other = value instanceof From ? (sampleOf(value.sample).props(fuzz) as Values)[key] : value;
  copy[key] = changed(copy[key], rest, fuzz, other);
  return copy;
}
