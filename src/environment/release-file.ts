import { isUtf8 } from 'node:buffer';
import { existsSync, readFileSync } from 'node:fs';
import type { LineCounter, Node, Pair, YAMLError, YAMLMap } from 'yaml';
import { ConfigError } from '../base/config-error';
import { editedReleaseText } from './release-texts';

/** Loaded when the first release file is read: it takes as long as half of this library. */
const yaml = () => require('yaml') as typeof import('yaml');

/** What becomes of the color that is not live: `warm`, `off`, or how many pods it keeps. */
export type InactiveRelease = 'warm' | 'off' | number;

/** Where the traffic of one route goes. */
export interface RouteRelease {
  /** The color that serves users. */
  readonly live: string;
  /** Share of each color in percent, when traffic is split. They add up to 100. */
  readonly weights?: Readonly<Record<string, number>>;
  /** What becomes of the color that is not live. Left out: it stays warm. */
  readonly inactive?: InactiveRelease;
}

/** The content of a release file: what runs where. */
export interface ReleaseFile {
  /** Image references by name. */
  readonly images: Readonly<Record<string, string>>;
  /** Model revisions by name: a commit, an object version, a digest. */
  readonly models: Readonly<Record<string, string>>;
  readonly routes: Readonly<Record<string, RouteRelease>>;
}

const EMPTY: ReleaseFile = { images: {}, models: {}, routes: {} };

/** Reads a release file; undefined when there is none. One that cannot be understood is refused with its line. */
export function readReleaseFile(path: string): ReleaseFile | undefined {
  const edited = editedReleaseText(path);
  if (edited !== undefined) return parseReleaseFile(path, edited);
  if (!existsSync(path)) return undefined;
  const bytes = bytesOf(path);
  if (isUtf8(bytes)) return parseReleaseFile(path, bytes.toString('utf8'));
  throw new ConfigError('release.file', { where: path, what: 'the file is not UTF-8 text', fix: 'save it as UTF-8' });
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    const what = `the file cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new ConfigError('release.file', { where: path, what, fix: 'make it a file that you may read', cause });
  }
}

/** The same for text that was read already; `path` is for messages only. */
export function parseReleaseFile(path: string, text: string): ReleaseFile {
  const lines = new (yaml().LineCounter)();
  const document = yaml().parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const reader = new Reader(path, lines);
  // Warnings are about unknown tags and directives; their meaning would be lost.
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) throw reader.refuse('release.yaml', error.pos[0], yamlProblem(error), 'fix the YAML');
  if (document.contents === null || isNull(document.contents)) return EMPTY;
  const root = reader.map(document.contents, 'the file', ['images', 'models', 'routes']);
  return {
    images: reader.texts(root.get('images'), 'images'),
    models: reader.texts(root.get('models'), 'models'),
    routes: reader.routes(root.get('routes')),
  };
}

function yamlProblem(error: YAMLError): string {
  return error.code === 'MULTIPLE_DOCS' ? 'the file holds several documents, and one is read' : error.message;
}

type Entries = ReadonlyMap<string, Node>;

/** Narrows YAML nodes, with the line of each for messages. */
class Reader {
  constructor(
    private readonly path: string,
    private readonly lines: LineCounter,
  ) {}

  refuse(code: string, offset: number, what: string, fix: string): ConfigError {
    return new ConfigError(code, { where: `${this.path}:${this.lines.linePos(offset).line}`, what, fix });
  }

  map(node: Node, title: string, allowed?: readonly string[]): Entries {
    this.refuseAlias(node, title);
    if (!yaml().isMap(node)) throw this.refuse('release.type', offsetOf(node), `${title} is not a map`, 'write `key: value` lines');
    const entries = new Map<string, Node>();
    for (const pair of (node as YAMLMap).items as Pair<Node, Node | null>[]) {
      const key = this.key(pair.key, offsetOf(pair.key ?? node), title);
      const offset = offsetOf(pair.key);
      if (allowed !== undefined && !allowed.includes(key)) {
        throw this.refuse('release.key', offset, `${title} has the unknown key "${key}"`, `use ${allowed.join(', ')}`);
      }
      if (pair.value === null || isNull(pair.value)) {
        throw this.refuse('release.value', offset, `"${key}" has no value`, 'write one, or remove the line');
      }
      entries.set(key, pair.value);
    }
    return entries;
  }

  /** A key as the file has it: read as a number, `1.10` would become `1.1`. */
  private key(node: Node | null, offset: number, title: string): string {
    if (yaml().isScalar(node) && typeof node.value === 'string') return node.value;
    throw this.refuse('release.key', offset, `${title} has a key that is not text`, 'put the key in double quotes');
  }

  private refuseAlias(node: Node, title: string): void {
    if (!yaml().isAlias(node)) return;
    throw this.refuse(
      'release.type',
      offsetOf(node),
      `${title} is the alias *${node.source}`,
      'write the value out: tools edit it in place',
    );
  }

  texts(node: Node | undefined, title: string): Record<string, string> {
    if (node === undefined) return {};
    return Object.fromEntries([...this.map(node, title)].map(([key, value]) => [key, this.text(value, `${title}.${key}`)]));
  }

  text(node: Node, title: string): string {
    if (yaml().isScalar(node) && typeof node.value === 'string' && node.value !== '') return node.value;
    this.refuseAlias(node, title);
    throw this.refuse('release.type', offsetOf(node), `${title} is not text`, 'put the value in double quotes');
  }

  routes(node: Node | undefined): Record<string, RouteRelease> {
    if (node === undefined) return {};
    return Object.fromEntries([...this.map(node, 'routes')].map(([name, value]) => [name, this.route(value, `routes.${name}`)]));
  }

  route(node: Node, title: string): RouteRelease {
    const entries = this.map(node, title, ['live', 'weights', 'inactive']);
    const live = entries.get('live');
    if (live === undefined) throw this.refuse('release.live', offsetOf(node), `${title} has no \`live\``, 'add `live: blue`');
    const weights = entries.get('weights');
    const inactive = entries.get('inactive');
    return {
      live: this.text(live, `${title}.live`),
      ...(weights === undefined ? {} : { weights: this.weights(weights, `${title}.weights`) }),
      ...(inactive === undefined ? {} : { inactive: this.inactive(inactive, `${title}.inactive`) }),
    };
  }

  inactive(node: Node, title: string): InactiveRelease {
    const said = yaml().isScalar(node) ? node.value : undefined;
    if (said === 'warm' || said === 'off') return said;
    if (typeof said === 'number' && Number.isInteger(said) && said >= 1) return said;
    throw this.refuse('release.inactive', offsetOf(node), `${title} must be warm, off or a number of pods`, 'write `off`, `warm` or `1`');
  }

  weights(node: Node, title: string): Record<string, number> {
    const weights = [...this.map(node, title)].map(([color, value]): [string, number] => {
      const share = yaml().isScalar(value) ? value.value : undefined;
      if (typeof share === 'number' && Number.isInteger(share) && share >= 0 && share <= 100) return [color, share];
      throw this.refuse('release.weights', offsetOf(value), `${title}.${color} is not a whole number from 0 to 100`, 'use whole percent');
    });
    const sum = weights.reduce((total, [, share]) => total + share, 0);
    if (sum === 100) return Object.fromEntries(weights);
    const terms = weights.length < 2 ? '' : `${weights.map(([, share]) => share).join(' + ')} = `;
    throw this.refuse('release.weights', offsetOf(node), `${title} add up to ${terms}${sum}`, 'make them add up to 100');
  }
}

function isNull(node: Node): boolean {
  return yaml().isScalar(node) && node.value === null;
}

function offsetOf(node: Node | null | undefined): number {
  return node?.range?.[0] ?? 0;
}
