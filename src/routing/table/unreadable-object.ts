import type { Manifest } from '../../manifest/manifest';
import type { FoundManifest, TextProblem } from '../../manifest/manifest-text';
import { Schemas } from '../../schema/packs/known-schemas';
import { pathText, type SchemaFinding } from '../../schema/schema-finding';
import { checkMetadata } from '../../schema/structure/check-metadata';
import { checkValue } from '../../schema/structure/check-value';
import { Walk } from '../../schema/structure/walk';

/**
 * The kinds that interpreters read, each with the schema that tells whether it can be read. Interpreters look at the kind alone, so an object
 * of another group or version (`networking.istio.io/v1beta1`) is held to the same schema.
 */
const SCHEMA_OF_KIND: ReadonlyMap<string, string> = new Map(
  [
    'networking.k8s.io/v1/Ingress',
    'gateway.networking.k8s.io/v1/HTTPRoute',
    'traefik.io/v1alpha1/IngressRoute',
    'traefik.io/v1alpha1/TraefikService',
    'networking.istio.io/v1/VirtualService',
    'v1/Service',
    'apps/v1/Deployment',
    'apps/v1/StatefulSet',
    'apps/v1/DaemonSet',
  ].map((key) => [key.split('/').at(-1) as string, key]),
);

/** Kinds that are read beside routes. A directory may hold partial ones, such as patches, so their required fields may be missing. */
const BESIDE_ROUTES: ReadonlySet<string> = new Set(['Service', 'Deployment', 'StatefulSet', 'DaemonSet']);

/** Ingresses written before Kubernetes 1.18 have no path type; interpreters take such a path as a prefix. */
const MAY_BE_MISSING: ReadonlySet<string> = new Set(['pathType']);

const SCHEMAS = new Schemas();

/**
 * Why the interpreters cannot read an object: the first field that is missing or has another type than the shipped schema gives it. Fields
 * that no schema names, ranges and formats are not looked at here: `cdk8s-mlops check` reports those.
 */
export function unreadableObject({ manifest, file, line }: FoundManifest): TextProblem | undefined {
  const problem = firstProblem(manifest);
  return problem === undefined ? undefined : { file, line, what: `${manifest.kind} "${manifest.metadata.name}": ${problem}` };
}

function firstProblem(manifest: Manifest): string | undefined {
  const key = SCHEMA_OF_KIND.get(manifest.kind);
  const found = key === undefined ? undefined : SCHEMAS.find(key);
  if (found === undefined) return metadataProblem(manifest);
  if (manifest.spec === undefined) return 'spec is missing';
  const walk = new Walk(found.pack);
  checkValue(walk, found.node, manifest, false);
  return textOf(walk.findings.find((finding) => prevents(manifest.kind, finding)));
}

/** Every object's labels and annotations are read, whatever its kind is. */
function metadataProblem({ metadata }: Manifest): string | undefined {
  const walk = new Walk({ from: [], kinds: {}, nodes: [] });
  walk.path.push('metadata');
  checkMetadata(walk, metadata as unknown as Readonly<Record<string, unknown>>);
  return textOf(walk.findings.find(({ code }) => code === 'schema.type'));
}

function prevents(kind: string, { code, path }: SchemaFinding): boolean {
  if (code === 'schema.type') return true;
  return code === 'schema.required' && path[0] === 'spec' && !BESIDE_ROUTES.has(kind) && !MAY_BE_MISSING.has(String(path.at(-1)));
}

function textOf(finding: SchemaFinding | undefined): string | undefined {
  return finding === undefined ? undefined : `${pathText(finding.path)} ${finding.what}`;
}
