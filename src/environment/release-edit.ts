import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { ConfigError } from '../base/config-error';
import { parseReleaseFile, type RouteRelease } from './release-file';

interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * The text of a release file with one route's entry changed, and no other byte: comments, order, quotes, spaces and line ends stay.
 *
 * The opposite edit gives back the same bytes. `path` is for messages. Refused: a route that the file does not have (`release.routes`), and
 * an entry written in a way that cannot be edited in place, such as a value over several lines (`release.edit`).
 */
export function editRoute(path: string, text: string, name: string, entry: RouteRelease): string {
  const before = parseReleaseFile(path, text);
  if (!Object.hasOwn(before.routes, name)) {
    const known = Object.keys(before.routes);
    const what = `routes has no "${name}"${known.length === 0 ? '' : `; it has ${known.join(', ')}`}`;
    throw new ConfigError('release.routes', { where: path, what, fix: `add a line below routes: \`${name}: {live: blue}\`` });
  }
  const edited = spliced(text, splices(text, routeMap(text, name), entry));
  const wanted = { ...before, routes: { ...before.routes, [name]: entry } };
  if (isUnderstoodAs(path, edited, wanted)) return edited;
  const fix = `write it plainly, \`${name}: {live: ${before.routes[name]?.live}}\`, and try again`;
  throw new ConfigError('release.edit', { where: path, what: `routes.${name} is written in a way that cannot be edited in place`, fix });
}

/** What was edited is read again before anybody else reads it. */
function isUnderstoodAs(path: string, text: string, wanted: object): boolean {
  try {
    return isDeepStrictEqual(parseReleaseFile(path, text), wanted);
  } catch (error) {
    if (ConfigError.is(error)) return false;
    throw error;
  }
}

function routeMap(text: string, name: string): YAMLMap {
  const document = parseDocument(text);
  const routes = document.get('routes') as YAMLMap;
  return pairOf(routes, name)?.value as YAMLMap;
}

function pairOf(map: YAMLMap, key: string): Pair<Scalar, Scalar | YAMLMap> | undefined {
  return (map.items as Pair<Scalar, Scalar | YAMLMap>[]).find((pair) => isScalar(pair.key) && String(pair.key.value) === key);
}

function splices(text: string, route: YAMLMap, { live, weights, inactive }: RouteRelease): readonly Splice[] {
  const livePair = pairOf(route, 'live');
  return [
    scalarSplice(text, livePair?.value, live),
    // Of two that are added in one place, the later one comes to stand first.
    ...optionalSplices(text, route, 'inactive', inactive === undefined ? undefined : `inactive: ${inactive}`, (node) => [
      scalarSplice(text, node, `${inactive}`),
    ]),
    ...optionalSplices(text, route, 'weights', weights === undefined ? undefined : `weights: {${sharesText(weights)}}`, (node) =>
      isMap(node) ? Object.entries(weights ?? {}).map(([color, share]) => scalarSplice(text, pairOf(node, color)?.value, `${share}`)) : [],
    ),
  ];
}

function sharesText(weights: Readonly<Record<string, number>>): string {
  return Object.entries(weights)
    .map(([color, share]) => `${color}: ${share}`)
    .join(', ');
}

/** A key that an entry may leave out: added, taken away, or edited in its place. */
function optionalSplices(
  text: string,
  route: YAMLMap,
  key: string,
  wanted: string | undefined,
  edited: (node: unknown) => readonly Splice[],
): readonly Splice[] {
  const pair = pairOf(route, key);
  if (wanted === undefined) return pair === undefined ? [] : [removal(text, route, pair)];
  if (pair !== undefined) return edited(pair.value);
  const live = pairOf(route, 'live');
  return live === undefined ? [] : [addition(text, route, live, wanted)];
}

/** The value's own place; quotes stay. */
function scalarSplice(text: string, node: unknown, value: string): Splice {
  const [from, to] = rangeOf(node);
  const quote = /^["']/.exec(text.slice(from, to))?.[0] ?? '';
  return { from, to, text: `${quote}${value}${quote}` };
}

function addition(text: string, route: YAMLMap, live: Pair<Scalar, unknown>, added: string): Splice {
  const [, to] = rangeOf(live.value);
  if (route.flow === true) return { from: to, to, text: `, ${added}` };
  // A line of its own after that of `live`, behind its comment if it has one.
  const column = rangeOf(live.key)[0] - lineStart(text, rangeOf(live.key)[0]);
  const end = lineEnd(text, to);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return { from: end, to: end, text: `${newline}${' '.repeat(column)}${added}` };
}

function removal(text: string, route: YAMLMap, pair: Pair<Scalar, unknown>): Splice {
  const [start] = rangeOf(pair.key);
  const [, end] = rangeOf(pair.value);
  if (route.flow === true) {
    const comma = text.lastIndexOf(',', start);
    if (comma >= rangeOf(route)[0] && /^,\s*$/.test(text.slice(comma, start))) return { from: comma, to: end, text: '' };
    const after = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0;
    return { from: start, to: end + after, text: '' };
  }
  // Whole lines, from the end of the line before.
  const from = lineStart(text, start);
  const first = from > 0 ? from - (text[from - 2] === '\r' ? 2 : 1) : 0;
  return { from: first, to: lineEnd(text, end - (text[end - 1] === '\n' ? 1 : 0)), text: '' };
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line ends, before its line break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function rangeOf(node: unknown): readonly [number, number] {
  const range = (node as { range?: readonly [number, number, number] | null } | null | undefined)?.range;
  return range === undefined || range === null ? [0, 0] : [range[0], range[1]];
}

/** Later places first, so that earlier ones stay where they are. */
function spliced(text: string, edits: readonly Splice[]): string {
  return [...edits]
    .sort((left, right) => right.from - left.from)
    .reduce((edited, { from, to, text: part }) => `${edited.slice(0, from)}${part}${edited.slice(to)}`, text);
}
