import { headerOf, type RoutedRequest } from './routed-request';

/** Says whether a request matches. */
export type TraefikMatcher = (request: RoutedRequest) => boolean;

interface Reader {
  readonly tokens: readonly string[];
  position: number;
}

const TOKEN = /\s*(&&|\|\||[!(),]|`[^`]*`|"(?:[^"\\]|\\.)*"|[A-Za-z]+)/y;

/**
 * Reads an expression of Traefik 3: ``Host(`a`) && (Path(`/v1`) || PathPrefix(`/v1/`)) && !Header(`x`, `y`)``.
 *
 * Undefined for what Traefik would refuse, such as the names of version 2: a route with such an expression is not served.
 *
 * @see https://doc.traefik.io/traefik/reference/routing-configuration/http/routing/rules-and-priority/
 */
export function traefikMatcher(expression: string): TraefikMatcher | undefined {
  const tokens = tokensOf(expression);
  if (tokens === undefined) return undefined;
  const reader: Reader = { tokens, position: 0 };
  const matcher = either(reader);
  return reader.position === tokens.length ? matcher : undefined;
}

function tokensOf(expression: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined || tokens.length > 1000) return undefined;
    tokens.push(token);
  }
  return tokens;
}

function take(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.position] !== token) return false;
  reader.position += 1;
  return true;
}

function either(reader: Reader): TraefikMatcher | undefined {
  let left = both(reader);
  while (left !== undefined && take(reader, '||')) {
    const [one, other] = [left, both(reader)];
    left = other === undefined ? undefined : (request) => one(request) || other(request);
  }
  return left;
}

function both(reader: Reader): TraefikMatcher | undefined {
  let left = single(reader);
  while (left !== undefined && take(reader, '&&')) {
    const [one, other] = [left, single(reader)];
    left = other === undefined ? undefined : (request) => one(request) && other(request);
  }
  return left;
}

function single(reader: Reader): TraefikMatcher | undefined {
  if (take(reader, '!')) {
    const inner = single(reader);
    return inner === undefined ? undefined : (request) => !inner(request);
  }
  if (take(reader, '(')) {
    const inner = either(reader);
    return take(reader, ')') ? inner : undefined;
  }
  const name = reader.tokens[reader.position++] ?? '';
  const values = valuesOf(reader);
  return values === undefined || !Object.hasOwn(MATCHERS, name) ? undefined : MATCHERS[name]?.(values);
}

function valuesOf(reader: Reader): readonly string[] | undefined {
  const values: string[] = [];
  if (!take(reader, '(')) return undefined;
  do {
    const token = reader.tokens[reader.position++] ?? '';
    if (!/^[`"]/.test(token)) return undefined;
    values.push(token.slice(1, -1));
  } while (take(reader, ','));
  return take(reader, ')') ? values : undefined;
}

type Matchers = Readonly<Record<string, (values: readonly string[]) => TraefikMatcher | undefined>>;

/** Since version 3 a matcher takes one value, or a name and one: a rule with more of them is not served. */
const one =
  (matcher: (value: string) => TraefikMatcher | undefined): Matchers[string] =>
  (values) =>
    values.length === 1 ? matcher(values[0] ?? '') : undefined;
const named =
  (matcher: (name: string, value: string) => TraefikMatcher | undefined): Matchers[string] =>
  (values) =>
    values.length === 2 ? matcher(values[0] ?? '', values[1] ?? '') : undefined;

/** Requests here have no method, query or address: what asks for one is never met. */
const never: Matchers[string] = () => () => false;

const MATCHERS: Matchers = {
  Host: one((host) => (request) => request.host === host.toLowerCase()),
  HostRegexp: one((pattern) => byPattern(pattern, ({ host }) => host)),
  Path: one((path) => (request) => request.path === path),
  PathPrefix: one((prefix) => (request) => request.path.startsWith(prefix)),
  PathRegexp: one((pattern) => byPattern(pattern, ({ path }) => path)),
  Header: named((name, value) => (request) => headerOf(request, name) === value),
  HeaderRegexp: named((name, pattern) => byPattern(pattern, (request) => headerOf(request, name))),
  Method: never,
  Query: never,
  QueryRegexp: never,
  ClientIP: never,
};

function byPattern(pattern: string, read: (request: RoutedRequest) => string | undefined): TraefikMatcher | undefined {
  try {
    const regexp = new RegExp(pattern);
    return (request) => {
      const value = read(request);
      return value !== undefined && regexp.test(value);
    };
  } catch {
    return undefined; // a pattern that cannot be read is one that Traefik does not serve
  }
}
