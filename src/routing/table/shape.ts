import type { FoundManifest, TextProblem } from '../../manifest/manifest-text';

/**
 * What a field must be where it is given: a text, a number, a list of such, a map with such fields. Fields that are not named may be anything;
 * those with a "!" must be there; "*" stands for all.
 */
type Shape = 'text' | 'number' | 'port' | readonly [Shape] | { readonly [field: string]: Shape };

const BACKEND: Shape = { 'name!': 'text', namespace: 'text', port: 'port', weight: 'number' };
const LABELS: Shape = {
  selector: {},
  template: { metadata: { labels: {} }, spec: { containers: [{ ports: [{ name: 'text', containerPort: 'port' }] }] } },
};
const TRAEFIK_BACKEND: Shape = { ...BACKEND, kind: 'text', sticky: { cookie: { name: 'text' } } };
const TEXT_MATCH: Shape = { exact: 'text', prefix: 'text', regex: 'text' };
const DESTINATION: Shape = { host: 'text', subset: 'text', port: { number: 'number' } };

const METADATA: Shape = { 'name!': 'text', namespace: 'text', labels: {}, annotations: { '*': 'text' } };

/** The fields that the interpreters read, by kind. */
const SHAPES: Readonly<Record<string, Shape>> = {
  Ingress: {
    ingressClassName: 'text',
    rules: [
      {
        host: 'text',
        http: {
          paths: [
            { path: 'text', pathType: 'text', 'backend!': { service: { 'name!': 'text', port: { number: 'number', name: 'text' } } } },
          ],
        },
      },
    ],
  },
  HTTPRoute: {
    parentRefs: [{ 'name!': 'text', namespace: 'text' }],
    hostnames: ['text'],
    rules: [
      {
        matches: [{ path: { type: 'text', value: 'text' }, headers: [{ 'name!': 'text', 'value!': 'text' }], queryParams: [{}] }],
        filters: [{ type: 'text', requestMirror: { 'backendRef!': BACKEND, percent: 'number' } }],
        backendRefs: [BACKEND],
      },
    ],
  },
  IngressRoute: { routes: [{ 'match!': 'text', priority: 'number', services: [TRAEFIK_BACKEND] }] },
  TraefikService: {
    weighted: { services: [TRAEFIK_BACKEND], sticky: { cookie: { name: 'text' } } },
    mirroring: { 'name!': 'text', kind: 'text', port: 'port', mirrors: [{ ...BACKEND, percent: 'number' }] },
  },
  VirtualService: {
    hosts: ['text'],
    gateways: ['text'],
    http: [
      {
        match: [{ uri: TEXT_MATCH, authority: TEXT_MATCH, headers: { '*': TEXT_MATCH }, withoutHeaders: { '*': TEXT_MATCH } }],
        route: [{ destination: DESTINATION, weight: 'number' }],
        mirror: DESTINATION,
        mirrors: [{ destination: DESTINATION }],
      },
    ],
  },
  Service: { selector: {}, ports: [{ name: 'text', port: 'number', targetPort: 'port' }] },
  Deployment: LABELS,
  StatefulSet: LABELS,
  DaemonSet: LABELS,
};

/** What keeps an object of a kind that routers read from being read: the first field that is of another type than the API has. */
export function shapeProblem({ manifest, file, line }: FoundManifest): TextProblem | undefined {
  const shape = Object.hasOwn(SHAPES, manifest.kind) ? SHAPES[manifest.kind] : undefined;
  const metadata = fieldProblem(manifest.metadata, METADATA, 'metadata');
  const problem = metadata ?? (shape === undefined ? undefined : specProblem(manifest.spec, shape));
  return problem === undefined ? undefined : { file, line, what: `${manifest.kind} "${manifest.metadata.name}": ${problem}` };
}

function specProblem(spec: unknown, shape: Shape): string | undefined {
  return spec === undefined ? 'spec is missing' : fieldProblem(spec, shape, 'spec');
}

function fieldProblem(value: unknown, shape: Shape, path: string): string | undefined {
  if (value === undefined) return undefined;
  if (shape === 'port') return typeof value === 'string' || typeof value === 'number' ? undefined : `${path} is no port`;
  if (shape === 'text') return typeof value === 'string' ? undefined : `${path} is no text`;
  if (shape === 'number') return typeof value === 'number' ? undefined : `${path} is no number`;
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) return `${path} is no list`;
    return firstOf(value.map((item, position) => () => fieldProblem(item, shape[0] as Shape, `${path}[${position}]`)));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${path} is no map`;
  const fields = Object.entries(shape as Readonly<Record<string, Shape>>);
  const named = fields.flatMap(([key, field]) =>
    key === '*' ? Object.keys(value).map((name) => [name, field] as const) : [[key, field] as const],
  );
  return firstOf(
    named.map(([key, field]) => () => {
      const name = key.replace('!', '');
      const found = (value as Record<string, unknown>)[name];
      return found === undefined && key.endsWith('!') ? `${path}.${name} is missing` : fieldProblem(found, field, `${path}.${name}`);
    }),
  );
}

function firstOf(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}
